import { Unreadable } from '../said.ts';
import { LONGEST_CELL, LONGEST_ROW, MOST_COLUMNS } from './limits.ts';
import { local, newParser, openParts, type Parts } from './parts.ts';
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts';

/**
 * Rows of an Excel sheet, as people see them: of a formula the value that Excel left, of a date the day, of merged cells the
 * first. Macros, pictures and comments are other parts and are never opened.
 */

export async function sheetsOf(bytes: Buffer): Promise<Sheet[]> {
  const parts = await openParts(bytes);
  try {
    return (await readWorkbook(parts, false)).sheets;
  } finally {
    parts.close();
  }
}

/** Rows of the named sheet, or of the first that is not hidden; empty rows between are given too, so that numbers are Excel's own. */
export async function* sheetRows(bytes: Buffer, name: string | null): AsyncGenerator<string[]> {
  const parts = await openParts(bytes);
  try {
    const book = await readWorkbook(parts, true);
    const sheet = chosen(book.sheets, name);
    yield* rowsOf(parts, sheet, book);
  } finally {
    parts.close();
  }
}

export function chosen(sheets: readonly Sheet[], name: string | null): Sheet {
  const named = sheets.find((sheet) => sheet.name === name);
  const found = named ?? sheets.find((sheet) => !sheet.hidden) ?? sheets[0];
  if (found === undefined) throw new Unreadable('exchange.unreadable.noSheet');
  return found;
}

/** Empty rows that a file may skip over; below them nothing belongs to the table. */
const MOST_EMPTY = 1000;

async function* rowsOf(parts: Parts, sheet: Sheet, book: Workbook): AsyncGenerator<string[]> {
  const reader = new SheetReader(book);
  let given = 0;
  for await (const _ of parts.read(sheet.part, reader.parser)) {
    for (const { n, cells } of reader.take()) {
      if (n - given > MOST_EMPTY) return;
      while (given < n - 1) {
        given++;
        yield [];
      }
      given = Math.max(given, n);
      yield cells;
    }
  }
}

interface Row {
  n: number;
  cells: string[];
}

class SheetReader {
  readonly parser = newParser();
  readonly #book: Workbook;
  #ready: Row[] = [];
  #n = 0;
  #cells: string[] = [];
  #letters = 0;
  #at = -1;
  #type = '';
  #style = 0;
  #value = '';
  #listens = false;
  #phonetic = false;

  constructor(book: Workbook) {
    this.#book = book;
    this.parser.on('opentag', ({ name, attributes }) =>
      this.#open(local(name), attributes as Record<string, string>),
    );
    this.parser.on('text', (piece) => this.#hear(piece));
    this.parser.on('closetag', ({ name }) => this.#close(local(name)));
  }

  /** Rows that are whole. */
  take(): Row[] {
    const rows = this.#ready;
    this.#ready = [];
    return rows;
  }

  #open(tag: string, given: Record<string, string>): void {
    if (tag === 'row') {
      this.#n = given.r === undefined ? this.#n + 1 : Number(given.r);
      [this.#cells, this.#letters, this.#at] = [[], 0, -1];
    } else if (tag === 'c') {
      this.#at = given.r === undefined ? this.#at + 1 : columnOf(given.r);
      if (this.#at >= MOST_COLUMNS) throw new Unreadable('exchange.unreadable.wide', { most: MOST_COLUMNS });
      [this.#type, this.#style, this.#value] = [given.t ?? 'n', Number(given.s ?? 0), ''];
    } else if (tag === 'rPh') this.#phonetic = true;
    else if (tag === 'v' || tag === 't') this.#listens = !this.#phonetic;
  }

  #hear(piece: string): void {
    if (!this.#listens) return;
    this.#value += piece;
    if (this.#value.length > LONGEST_CELL + 1000)
      throw new Unreadable('exchange.unreadable.cell', { row: this.#n, most: LONGEST_CELL });
  }

  #close(tag: string): void {
    if (tag === 'v' || tag === 't') this.#listens = false;
    else if (tag === 'rPh') this.#phonetic = false;
    else if (tag === 'c') this.#put();
    else if (tag === 'row') this.#ready.push({ n: this.#n, cells: this.#cells });
  }

  #put(): void {
    const text = this.#shown();
    if (text === '') return;
    this.#letters += text.length;
    if (this.#letters > LONGEST_ROW) throw new Unreadable('exchange.unreadable.row', { row: this.#n });
    while (this.#cells.length < this.#at) this.#cells.push('');
    this.#cells[this.#at] = text;
  }

  #shown(): string {
    const value = this.#value;
    if (this.#type === 's') return this.#book.texts[Number(value)] ?? '';
    if (this.#type !== 'n') return this.#type === 'b' ? (value === '1' ? 'true' : 'false') : value;
    if (value.trim() === '') return '';
    const number = Number(value);
    if (!Number.isFinite(number)) return value;
    return this.#book.dates[this.#style] === true
      ? dayOfSerial(number, this.#book.from1904)
      : plainNumber(number);
  }
}

/** `AB12` → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

const DAY_MS = 86_400_000;
const FIRST_1900 = Date.UTC(1899, 11, 30);
const FIRST_1904 = Date.UTC(1904, 0, 1);

/**
 * The day of a serial number: 1 is 1 January 1900, and 29 February 1900, which never was, counts (so days up to 59 are one off
 * on purpose). With a time of day where it has one: `2026-11-25 14:30`.
 */
export function dayOfSerial(serial: number, from1904 = false): string {
  if (serial < 0 || serial > 2_958_465) return plainNumber(serial);
  const early = !from1904 && serial > 0 && serial < 60 ? 1 : 0;
  const at = new Date((from1904 ? FIRST_1904 : FIRST_1900) + Math.round((serial + early) * DAY_MS));
  const text = at.toISOString();
  return serial % 1 === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

/** Without the exponent and the noise of floating point: a phone number kept as a number reads as its digits. */
function plainNumber(number: number): string {
  if (Number.isInteger(number) && Math.abs(number) < 1e21) return BigInt(number).toString();
  return String(Number(number.toPrecision(15)));
}
