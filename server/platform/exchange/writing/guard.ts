/**
 * Cells of a text file that a spreadsheet would take for a formula (OWASP, CSV injection). Such a cell gets an apostrophe in
 * front, which a spreadsheet reads as "this is text"; so does what would begin a cell when the file is cut by another
 * separator than it was written with. Exactly one apostrophe is put at each such place, so that taking one away gives the text back.
 */

/** Where a cell may begin: the text's own beginning, a separator or the end of a line, also percent-encoded. */
const BEGINS = '^|[;,|\\t\\r\\n]|%0[AaDd9]';
/** What a spreadsheet overlooks before the sign, and the apostrophes that stand there already. */
const BEFORE = '[ \\u00a0\'"]*';
/** Signs that begin a formula, in their full width too. */
const SIGNS = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]';

const DANGEROUS = new RegExp(`(${BEGINS})(?=${BEFORE}${SIGNS})`, 'g');
const GUARDED = new RegExp(`(${BEGINS})'(?=${BEFORE}${SIGNS})`, 'g');

/** The text as it may stand in a cell. */
export function guarded(text: string): string {
  return text.replace(DANGEROUS, "$1'");
}

/** The text that `guarded` was given. */
export function unguarded(text: string): string {
  return text.includes("'") ? text.replace(GUARDED, '$1') : text;
}
