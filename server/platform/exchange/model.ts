import { z } from 'zod';
import { Row } from '#kernel/model.ts';
import { entity } from '#kernel/schema.ts';
import { code, moment, number, shape } from '#platform/catalog/fields.ts';
import type { Guess } from './guesses.ts';
import type { Effect, Fate, Kept, Options } from './importers.ts';
import type { Format, NumberedRow } from './reading/format.ts';
import type { Said } from './said.ts';

/**
 * `open`: columns are being mapped. `looking`, `running`, `undoing`: the hand is at it. `looked`: every row's fate is known.
 * `done`, `undone`: that came to its end. `stopped`: it stands between two chunks and may go on. `failed`: the file cannot be used.
 */
export type State =
  | 'open'
  | 'looking'
  | 'looked'
  | 'running'
  | 'done'
  | 'stopped'
  | 'undoing'
  | 'undone'
  | 'failed';

/** What the file's head looked like when it was read last. */
export interface Head {
  cells: string[];
  /** The first rows below it, their cells cut short. */
  sample: string[][];
}

export class Import extends Row {
  static override tableName = 'imports';
  static override entity = 'import';
  static override json = ['format', 'evidence', 'sheets', 'header', 'columns', 'options', 'failure'];
  static override derived = ['header', 'evidence', 'sheets', 'dueAt', 'lockedBy', 'lockedAt', 'attempts'];

  declare importer: string;
  declare name: string;
  declare blobId: string | null;
  declare bytes: number;
  declare format: Format;
  declare evidence: Said[];
  declare sheets: { name: string; hidden: boolean }[];
  declare header: Head;
  declare columns: Guess[];
  declare options: Options;
  declare state: State;
  declare failure: Said | null;
  /** Rows of the table, and how far each pass has come. */
  declare rows: number;
  declare looked: number;
  declare done: number;
  declare creates: number;
  declare updates: number;
  declare unchanged: number;
  declare refused: number;
  /** Records taken back, and left as they stand. */
  declare undone: number;
  declare kept: number;
  declare userId: string | null;
  declare byName: string;
  declare ranAt: string | null;
  declare endedAt: string | null;
  declare undoneAt: string | null;
  declare forgottenAt: string | null;
  declare closedAt: string | null;
  declare closedBy: string | null;
  declare dueAt: string;
  declare lockedBy: string | null;
  declare lockedAt: string | null;
  declare attempts: number;
}

/** Rows that one unit brings in: so many that the writer is held for some tens of milliseconds. */
export const CHUNK_ROWS = 60;

export interface Chunk {
  importId: string;
  n: number;
  firstRow: number;
  rows: NumberedRow[];
  fates: Fate[];
  creates: number;
  updates: number;
  unchanged: number;
  refused: number;
  doneAt: string | null;
  effects: Effect[] | null;
  undoneAt: string | null;
  kept: Kept[] | null;
}

const anything = z.unknown();

export const importEntity = entity({
  name: 'import',
  plural: 'imports',
  table: 'imports',
  label: {
    one: { tr: 'içe aktarma', pl: 'import', en: 'import' },
    many: { tr: 'içe aktarmalar', pl: 'importy', en: 'imports' },
  },
  fields: [
    code('importer', { label: { tr: 'Ne', pl: 'Co', en: 'What' }, readOnly: true }),
    code('name', { label: { tr: 'Dosya', pl: 'Plik', en: 'File' }, readOnly: true }),
    code('state', { label: { tr: 'Durum', pl: 'Stan', en: 'State' }, readOnly: true }),
    number('bytes', { label: { tr: 'Bayt', pl: 'Bajty', en: 'Bytes' }, readOnly: true }),
    number('rows', { label: { tr: 'Satır', pl: 'Wiersze', en: 'Rows' }, readOnly: true }),
    number('looked', { label: { tr: 'Bakılan', pl: 'Sprawdzone', en: 'Looked at' }, readOnly: true }),
    number('done', { label: { tr: 'İşlenen', pl: 'Wykonane', en: 'Done' }, readOnly: true }),
    number('creates', { label: { tr: 'Yeni', pl: 'Nowe', en: 'New' }, readOnly: true }),
    number('updates', { label: { tr: 'Değişen', pl: 'Zmienione', en: 'Changed' }, readOnly: true }),
    number('unchanged', { label: { tr: 'Aynı', pl: 'Bez zmian', en: 'Unchanged' }, readOnly: true }),
    number('refused', { label: { tr: 'Reddedilen', pl: 'Odrzucone', en: 'Refused' }, readOnly: true }),
    number('undone', { label: { tr: 'Geri alınan', pl: 'Cofnięte', en: 'Undone' }, readOnly: true }),
    number('kept', { label: { tr: 'Geri alınmayan', pl: 'Niecofnięte', en: 'Not undone' }, readOnly: true }),
    code('byName', { label: { tr: 'Kim', pl: 'Kto', en: 'By' }, readOnly: true }),
    moment('ranAt', {
      label: { tr: 'Başladı', pl: 'Rozpoczęto', en: 'Begun' },
      readOnly: true,
      sortable: true,
    }),
    moment('endedAt', { label: { tr: 'Bitti', pl: 'Zakończono', en: 'Ended' }, readOnly: true }),
    moment('undoneAt', { label: { tr: 'Geri alındı', pl: 'Cofnięto', en: 'Undone at' }, readOnly: true }),
    moment('forgottenAt', {
      label: { tr: 'Dosya atıldı', pl: 'Plik usunięto', en: 'File thrown away' },
      readOnly: true,
    }),
    shape('format', {
      label: { tr: 'Biçim', pl: 'Format', en: 'Format' },
      takes: anything,
      stored: 'json',
      readOnly: true,
    }),
    shape('sheets', {
      label: { tr: 'Sayfalar', pl: 'Arkusze', en: 'Sheets' },
      takes: anything,
      stored: 'json',
      readOnly: true,
      detail: true,
    }),
    shape('header', {
      label: { tr: 'Başlık', pl: 'Nagłówek', en: 'Header' },
      takes: anything,
      stored: 'json',
      readOnly: true,
      detail: true,
    }),
    shape('options', {
      label: { tr: 'Seçenekler', pl: 'Opcje', en: 'Options' },
      takes: anything,
      stored: 'json',
      readOnly: true,
    }),
  ],
  title: (row) => String(row.name),
  order: '-createdAt',
  closes: true,
});
