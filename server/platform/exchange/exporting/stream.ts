import { Readable } from 'node:stream';
import { dayIn } from '#kernel/clock.ts';
import { house, inHouse } from '#kernel/house.ts';
import type { Language } from '#kernel/schema.ts';
import { type ListOptions, list } from '#platform/records/list.ts';
import { csvLine, MARK } from '../writing/csv.ts';
import { workbookOf } from '../writing/xlsx.ts';
import type { Cell, ExportColumn } from './declared.ts';

/** A list as a file, page after page through the list's own read: its scope, its filter, its order; never more than a page in memory. */

const PAGE = 200;

export interface Exported {
  list: Omit<ListOptions, 'limit' | 'cursor' | 'count'>;
  columns: readonly ExportColumn[];
  language: Language;
}

async function* rowsOf({ list: asked, columns }: Exported): AsyncGenerator<Cell[]> {
  const where = house();
  for (let cursor: string | undefined; ; ) {
    const page = await inHouse(where, () =>
      list({ ...asked, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    );
    for (const record of page.items)
      yield columns.map((column) => local(column.of(record), asked.actor.zone));
    if (page.next === null) return;
    cursor = page.next;
  }
}

export function csvFile(exported: Exported, separator: string): Readable {
  const rows = rowsOf(exported);
  async function* lines(): AsyncGenerator<string> {
    let piece = MARK + csvLine(headerOf(exported), separator);
    for await (const row of rows) {
      piece += csvLine(row.map(textOf), separator);
      if (piece.length < 32_768) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }
  return Readable.from(inHouse(house(), lines));
}

export function excelFile(exported: Exported, name: string): Readable {
  return workbookOf(name, headerOf(exported), rowsOf(exported));
}

function headerOf({ columns, language }: Exported): string[] {
  return columns.map((column) => column.label[language]);
}

/** Moments as the clock of the asker shows them: a spreadsheet knows no zones. */
function local(cell: Cell, zone: string): Cell {
  if (cell === null || typeof cell !== 'object' || !('moment' in cell)) return cell;
  const at = new Date(cell.moment);
  if (Number.isNaN(at.getTime())) return cell.moment;
  const time = at.toLocaleTimeString('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  return { moment: `${dayIn(zone, at)}T${time}:00Z` };
}

/** Days and moments as every Excel reads them as such. */
function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return 'day' in cell ? cell.day : cell.moment.slice(0, 16).replace('T', ' ');
}
