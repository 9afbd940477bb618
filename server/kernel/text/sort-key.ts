/**
 * Sort keys per language. Neither driver has collations that agree, so a name's key is kept in a column per language and
 * compared bytewise on both engines. Alphabets: Turkish (Türk Dil Kurumu: ç after c, ğ after g, ı before i, ö after o,
 * ş after s, ü after u), Polish (ą after a, ć, ę, ł, ń, ó, ś, ź, ż); English files every marked letter with its base.
 */

export type SortLanguage = 'tr' | 'pl' | 'en';
export const SORT_LANGUAGES: readonly SortLanguage[] = ['tr', 'pl', 'en'];

const ALPHABETS: Record<SortLanguage, string> = {
  tr: 'abcçdefgğhıijklmnoöpqrsştuüvwxyz',
  pl: 'aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż',
  en: 'abcdefghijklmnopqrstuvwxyz',
};
const BASE: Record<string, string> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

const RANKS = Object.fromEntries(
  SORT_LANGUAGES.map((language) => [
    language,
    new Map([...ALPHABETS[language]].map((letter, at) => [letter, at])),
  ]),
) as Record<SortLanguage, Map<string, number>>;

/**
 * Key of a text in a language, at most 120 characters. Primary part: each letter as one character in the order of the
 * alphabet, digits before letters, other signs as a space; then a tie-break of the folded-away marks.
 */
export function sortKey(text: string, language: SortLanguage): string {
  const short = text.slice(0, 100);
  // Turkish alone of the three has small letters of its own; asking for a language takes many times as long.
  const lower = (language === 'tr' ? short.toLocaleLowerCase('tr') : short.toLowerCase()).normalize('NFC');
  let primary = '';
  for (const letter of lower) primary += keptLetterKey(letter, language);
  return `${primary.replace(/ +/g, ' ').trim()} ${lower}`.slice(0, 120);
}

/** Keys of letters that were asked before; a text has few of them and has them often. */
const kept: Record<SortLanguage, Map<string, string>> = { tr: new Map(), pl: new Map(), en: new Map() };
const MOST_KEPT = 4096;

function keptLetterKey(letter: string, language: SortLanguage): string {
  const known = kept[language];
  let key = known.get(letter);
  if (key === undefined) {
    key = letterKey(letter, RANKS[language]);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(letter, key);
  }
  return key;
}

function letterKey(letter: string, ranks: Map<string, number>): string {
  const rank = ranks.get(letter);
  if (rank !== undefined) return String.fromCharCode(0x41 + rank);
  if (letter >= '0' && letter <= '9') return letter;
  const base = (BASE[letter] ?? letter).normalize('NFKD').replace(/\p{M}+/gu, '');
  let key = '';
  for (const part of base) {
    const at = ranks.get(part);
    key +=
      at === undefined ? (/[\p{L}\p{N}]/u.test(part) ? `~${part}` : ' ') : String.fromCharCode(0x41 + at);
  }
  return key;
}
