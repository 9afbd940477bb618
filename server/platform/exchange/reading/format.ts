import { z } from 'zod';
import { type Said, Unreadable } from '../said.ts';
import { unguarded } from '../writing/guard.ts';
import { csvRows } from './csv.ts';
import { decoded, ENCODINGS, type Encoding, encodingOf } from './encoding.ts';
import { LONGEST_CELL, MOST_COLUMNS, SAMPLE_BYTES } from './limits.ts';
import { SEPARATORS, type Separator, separatorOf } from './separator.ts';
import { chosen, sheetRows, sheetsOf } from './sheet.ts';

/** How a file is read: what was found out of it, and what somebody chose instead. */

export const formatShape = z.strictObject({
  kind: z.enum(['csv', 'xlsx']),
  encoding: z.enum(ENCODINGS).nullable(),
  separator: z.enum(SEPARATORS).nullable(),
  sheet: z.string().max(100).nullable(),
  /** Row of the header, from 1; null where there is none. */
  headerRow: z.int().min(1).max(100).nullable(),
});
export type Format = z.output<typeof formatShape>;

export interface FoundFormat {
  format: Format;
  evidence: Said[];
  /** Sheets that may be chosen. */
  sheets: { name: string; hidden: boolean }[];
}

/** Looks at a file. Throws Unreadable for what is neither a text table nor a workbook. */
export async function formatOf(bytes: Buffer, country: string): Promise<FoundFormat> {
  if (bytes.length === 0) throw new Unreadable('exchange.unreadable.empty');
  const signature = bytes.subarray(0, 8).toString('hex');
  if (signature.startsWith('d0cf11e0')) throw new Unreadable('exchange.unreadable.oldExcel');
  if (signature.startsWith('504b0304')) return workbookFormat(bytes);
  const { encoding, evidence } = encodingOf(bytes, country);
  if (signature.startsWith('25504446') || isBinary(decoded(bytes.subarray(0, 4096), encoding)))
    throw new Unreadable('exchange.unreadable.binary');
  const found = separatorFound(bytes, encoding);
  return {
    format: { kind: 'csv', encoding, separator: found.separator, sheet: null, headerRow: 1 },
    evidence: [evidence, found.evidence],
    sheets: [],
  };
}

export function separatorFound(bytes: Buffer, encoding: Encoding): { separator: Separator; evidence: Said } {
  return separatorOf(decoded(bytes.subarray(0, SAMPLE_BYTES), encoding));
}

async function workbookFormat(bytes: Buffer): Promise<FoundFormat> {
  const sheets = await sheetsOf(bytes);
  const sheet = chosen(sheets, null).name;
  const hidden = sheets.filter((each) => each.hidden).length;
  const evidence: Said[] = [{ key: 'exchange.evidence.workbook', values: { count: sheets.length, hidden } }];
  return {
    format: { kind: 'xlsx', encoding: null, separator: null, sheet, headerRow: 1 },
    evidence,
    sheets: sheets.map(({ name, hidden: isHidden }) => ({ name, hidden: isHidden })),
  };
}

/** Control characters that no text has. */
function isBinary(sample: string): boolean {
  const strange = sample.match(/[\u0000-\u0008\u000e-\u001a\ufffd]/g)?.length ?? 0;
  return strange > sample.length * 0.02;
}

/** A row as it is brought in, with its number in the file (the first is 1). */
export interface NumberedRow {
  n: number;
  cells: string[];
}

/** Every row of a file that has a cell with something in it, the header's too. Throws Unreadable on the way where it must. */
export async function* rowsOf(bytes: Buffer, format: Format): AsyncGenerator<NumberedRow> {
  const rows =
    format.kind === 'xlsx'
      ? sheetRows(bytes, format.sheet)
      : csvRows(bytes, { encoding: format.encoding ?? 'utf-8', separator: format.separator ?? ';' });
  const tidy = format.kind === 'xlsx' ? tidied : (cell: string) => tidied(unguarded(cell));
  let n = 0;
  for await (const row of rows) {
    n++;
    if (row.length > MOST_COLUMNS) throw new Unreadable('exchange.unreadable.wide', { most: MOST_COLUMNS });
    const cells = row.map(tidy);
    if (cells.some((cell) => cell !== '')) yield { n, cells };
  }
}

/** Without spaces around, NUL and lone surrogates; what is longer than a cell may be keeps one letter too many, and is refused. */
function tidied(cell: string): string {
  const text = cell.trim();
  return (text.length > LONGEST_CELL ? text.slice(0, LONGEST_CELL + 1) : text)
    .replaceAll('\u0000', '')
    .replaceAll('\u00a0', ' ')
    .toWellFormed()
    .normalize('NFC');
}

/** The first rows, for guessing and showing. */
export async function firstRows(bytes: Buffer, format: Format, count: number): Promise<NumberedRow[]> {
  const rows: NumberedRow[] = [];
  for await (const row of rowsOf(bytes, format)) {
    rows.push(row);
    if (rows.length >= count) break;
  }
  return rows;
}
