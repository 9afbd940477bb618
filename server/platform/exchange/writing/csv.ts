import { guarded } from './guard.ts';

/** Lines of a CSV file as the Excel of Turkey, Poland and elsewhere opens them: UTF-8 with a mark, CRLF (RFC 4180). */

/** Tells Excel that it is UTF-8. */
export const MARK = '\ufeff';

export function csvLine(cells: readonly string[], separator: string): string {
  return `${cells.map((cell) => quoted(guarded(cell), separator)).join(separator)}\r\n`;
}

function quoted(cell: string, separator: string): string {
  // Whatever may separate elsewhere is quoted, too.
  return /["\r\n;,\t|]/.test(cell) || cell.includes(separator) || /^\s|\s$/.test(cell)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}
