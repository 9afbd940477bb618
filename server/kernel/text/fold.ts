/**
 * Folding makes the text that is searched and compared, alike on both engines: `isik` finds `Işık`, `lodz` finds `Łódź`.
 * The tokenizers of SQLite and PostgreSQL fail on IŞIK/ışık, DİYARBAKIR and Łódź, so text is folded before it reaches them.
 */

const LETTERS: Record<string, string> = {
  ł: 'l',
  đ: 'd',
  ø: 'o',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
};

/** What other letters fold to; a text has few of them and has them often. */
const known = new Map<string, string>();
const MOST_KNOWN = 4096;
const LONGEST_KNOWN = 4;

/** Lower case without marks; İ, I, ı and i are one letter. Idempotent. */
export function fold(text: string): string {
  // ASCII is folded once it is lower case; only what stands between is looked at, wherever it stands.
  return text.toLowerCase().replace(/[^\x00-\x7f]+/g, foldLetters);
}

function foldLetters(letters: string): string {
  const before = known.get(letters);
  if (before !== undefined) return before;
  const folded = letters
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/ı/g, 'i')
    .replace(/[łđøßæœþð]/g, (letter) => LETTERS[letter] ?? letter)
    // NFKD may bring capital letters back (for example from ℡); fold settles on the second pass.
    .replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
  if (letters.length <= LONGEST_KNOWN) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(letters, folded);
  }
  return folded;
}

/** Letters and digits in a row. Rows of plain ones come first: asking what Unicode says of each letter takes three times as long. */
const WORD = /[a-z0-9]+(?![a-z0-9]|[^\x00-\x7f])|[\p{L}\p{N}]+/gu;

/** Folded words of a text, without punctuation, for search and for keys of comparison. */
export function foldedWords(text: string): string[] {
  return fold(text).match(WORD) ?? [];
}

/** Text as it may enter the house: without NUL and lone surrogates (engines and JSON refuse them), in NFC. */
export function cleaned(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed().normalize('NFC');
}

/** A folded text made safe as the middle of a LIKE pattern with ESCAPE '\'. */
export function likeEscaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
