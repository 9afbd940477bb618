import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { setting } from '#platform/settings/api.ts';
import { dayOrderOf } from './days.ts';
import { type Guess, guessColumns, headerDigest, headerRowOf, SAMPLE_ROWS } from './guesses.ts';
import { type Column, type Importer, importerOf, type Options, type Plan, type Target } from './importers.ts';
import type { Head, Import } from './model.ts';
import { type Format, type FoundFormat, firstRows, formatOf, separatorFound } from './reading/format.ts';
import type { Said } from './said.ts';

/** From a file to a plan: how it is read, what its columns are, by what a row finds its card. */

export const columnsShape = z
  .array(z.strictObject({ at: z.int().min(0).max(1000), to: z.string().max(100).nullable() }))
  .max(1000);
export const optionsShape = z.strictObject({
  key: z.string().max(40).nullable(),
  system: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a lower-case name, for example erp'),
  dayOrder: z.enum(['dmy', 'mdy']),
  tags: z.array(z.string().trim().min(1).max(100)).max(20),
});

/** What is known of a file before anything is chosen. */
export interface Reading {
  format: Format;
  evidence: Said[];
  sheets: { name: string; hidden: boolean }[];
  header: Head;
  columns: Guess[];
  options: Options;
}

const SHOWN_ROWS = 12;
const SHOWN_LETTERS = 120;

/** Reads the beginning of a file. `chosen`: what somebody says of it instead of what was found. Throws Unreadable. */
export async function readHead(
  bytes: Buffer,
  importer: Importer,
  chosen: Partial<Format> = {},
): Promise<Reading> {
  const found = await formatFound(bytes, chosen);
  const targets = await importer.targets();
  const rows = await firstRows(bytes, found.format, SAMPLE_ROWS + 10);
  const headerRow = chosen.headerRow === undefined ? headerRowOf(rows, targets) : chosen.headerRow;
  const header = rows.find(({ n }) => n === headerRow)?.cells ?? [];
  const below = rows.filter(({ n }) => n > (headerRow ?? 0)).map(({ cells }) => cells);
  const width = Math.max(header.length, ...below.map((row) => row.length), 0);
  const cells = Array.from({ length: width }, (_, at) => header[at] ?? '');
  const columns = guessColumns(cells, below, targets);
  const remembered = await rememberedMapping(importer, cells, targets);
  const mapped = remembered === null ? columns : columns.map((guess) => recalled(guess, remembered.columns));
  return {
    ...found,
    format: { ...found.format, headerRow },
    header: { cells, sample: below.slice(0, SHOWN_ROWS).map((row) => row.map(cut)) },
    columns: mapped,
    options: remembered?.options ?? freshOptions(importer, mapped, below),
  };
}

async function formatFound(bytes: Buffer, chosen: Partial<Format>): Promise<FoundFormat> {
  const found = await formatOf(bytes, setting('country'));
  const format = { ...found.format };
  if (format.kind === 'csv') {
    if (chosen.encoding != null && chosen.encoding !== format.encoding) {
      format.encoding = chosen.encoding;
      format.separator = separatorFound(bytes, chosen.encoding).separator;
    }
    if (chosen.separator != null) format.separator = chosen.separator;
  } else if (chosen.sheet != null) {
    if (!found.sheets.some((sheet) => sheet.name === chosen.sheet))
      throw Fault.invalidAt('format.sheet', 'import.sheet', `the workbook has no sheet "${chosen.sheet}"`);
    format.sheet = chosen.sheet;
  }
  return { ...found, format };
}

function cut(cell: string): string {
  return cell.length > SHOWN_LETTERS ? `${cell.slice(0, SHOWN_LETTERS)}…` : cell;
}

function freshOptions(importer: Importer, columns: readonly Column[], below: readonly string[][]): Options {
  const mapped = new Set(columns.map((column) => column.to));
  return {
    key: importer.keys.find((key) => mapped.has(key.target))?.key ?? null,
    system: 'import',
    dayOrder: dayOrderOf(below.flat()),
    tags: [],
  };
}

interface Remembered {
  columns: Column[];
  options: Options;
}

/** How the same header was mapped last time, as far as its targets are still there. */
async function rememberedMapping(
  importer: Importer,
  cells: readonly string[],
  targets: readonly Target[],
): Promise<Remembered | null> {
  if (cells.every((cell) => cell === '')) return null;
  const row = (await db()('import_mappings')
    .where({ importer: importer.name, header: headerDigest(cells) })
    .first('columns', 'options')) as { columns: string; options: string } | undefined;
  if (row === undefined) return null;
  const known = new Set(targets.map((target) => target.key));
  const columns = (JSON.parse(row.columns) as Column[]).map(({ at, to }) => ({
    at,
    to: to !== null && known.has(to) ? to : null,
  }));
  return { columns, options: JSON.parse(row.options) as Options };
}

function recalled(guess: Guess, columns: readonly Column[]): Guess {
  const before = columns.find((column) => column.at === guess.at);
  return { at: guess.at, to: before?.to ?? null, evidence: { key: 'exchange.evidence.remembered' } };
}

/** Checks a mapping: targets that are there, none twice, and what the importer cannot do without. Throws Fault `invalid`. */
export async function checkMapping(
  importer: Importer,
  columns: readonly Column[],
  options: Options,
): Promise<void> {
  const targets = new Map((await importer.targets()).map((target) => [target.key, target]));
  const taken = new Set<string>();
  for (const [at, { to }] of columns.entries()) {
    if (to === null) continue;
    const target = targets.get(to);
    if (target === undefined)
      throw Fault.invalidAt(`columns.${at}.to`, 'import.target', `there is no "${to}" to bring in`);
    if (taken.has(to) && target.many !== true)
      throw Fault.invalidAt(`columns.${at}.to`, 'import.targetTwice', `"${to}" has another column already`);
    taken.add(to);
  }
  for (const any of importer.needs)
    if (!any.some((key) => taken.has(key)))
      throw Fault.invalidAt('columns', 'import.needs', `one column must be ${any.join(', ')}`);
  if (options.key === null) return;
  const key = importer.keys.find((each) => each.key === options.key);
  if (key === undefined)
    throw Fault.invalidAt('options.key', 'import.key', `cards are not found by "${options.key}"`);
  if (!taken.has(key.target))
    throw Fault.invalidAt(
      'options.key',
      'import.keyColumn',
      `no column is ${key.target}, by which cards are to be found`,
    );
}

export function planOf(row: Import, actor: Actor): Plan {
  const columns = row.columns
    .filter((column) => column.to !== null)
    .map(({ at, to }) => ({ at, to: to as string, header: row.header.cells[at] ?? '' }));
  return { actor, columns, options: row.options, memory: new Map() };
}

export function importerOfRow(row: Pick<Import, 'importer'>): Importer {
  return importerOf(row.importer);
}
