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

const ASCII = /^[\x00-\x7f]*$/;

/** Lower case without marks; İ, I, ı and i are one letter. Idempotent. */
export function fold(text: string): string {
  // Most text is ASCII, for which the rest changes nothing.
  if (ASCII.test(text)) return text.toLowerCase();
  return (
    text
      .replace(/[İIı]/g, 'i')
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace(/[łđøßæœþð]/g, (letter) => LETTERS[letter] ?? letter)
      // NFKD may bring capital letters back (for example from ℡); fold settles on the second pass.
      .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  );
}

/** Folded words of a text, without punctuation, for search and for keys of comparison. */
export function foldedWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Text as it may enter the house: without NUL and lone surrogates (engines and JSON refuse them), in NFC. */
export function cleaned(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed().normalize('NFC');
}

/** A folded text made safe as the middle of a LIKE pattern with ESCAPE '\'. */
export function likeEscaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
