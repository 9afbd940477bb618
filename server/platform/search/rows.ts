import { db, requireUnit } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';

/** A row of the index. */
export interface SearchRow {
  /** Its record's moment in milliseconds × 1000, and a tie-break: numbers are in the order of the moments. */
  nr: number;
  entity: string;
  recordId: string;
  at: string;
  title: string;
  note: string;
  /** Every word once, each between blanks. */
  words: string;
  /** The keys, in the same way: its entity, and who may see it. */
  keys: string;
}

/**
 * Reads and writes of many rows, one statement each: the rows go in as one JSON value, which costs a tenth of binding them one by
 * one. SQLite's index is told its rows in their order: a row before the last one told makes it write out all it holds.
 */

/** Numbers of a millisecond. */
export const TIES = 1000;
const COLUMNS = 'nr, entity, record_id, at, title, note, words, keys';

/** The rows of records of one entity that stand in the index. */
export async function standingRows(entity: string, ids: readonly string[]): Promise<SearchRow[]> {
  return (await rowsOf(
    `SELECT nr, entity, record_id AS "recordId", at, title, note, words, keys
     FROM search_rows WHERE entity = ? AND record_id IN (SELECT ${listed('text')})`,
    [entity, JSON.stringify(ids)],
  )) as SearchRow[];
}

/** Which of these numbers are taken. */
export async function takenNumbers(numbers: readonly number[]): Promise<Set<number>> {
  const rows = await rowsOf(`SELECT nr FROM search_rows WHERE nr IN (SELECT ${listed('bigint')})`, [
    JSON.stringify(numbers),
  ]);
  return new Set(rows.map((row) => Number((row as SearchRow).nr)));
}

export async function putRows(rows: readonly SearchRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { trx } = requireUnit();
  const sent = JSON.stringify(
    rows.map(({ nr, entity, recordId, at, title, note, words, keys }) => [
      nr,
      entity,
      recordId,
      at,
      title,
      note,
      words,
      keys,
    ]),
  );
  const sqlite = house().db.dialect === 'sqlite';
  const part = (at: number) => `value ->> ${at}`;
  const read = [sqlite ? part(0) : `(${part(0)})::bigint`, ...[1, 2, 3, 4, 5, 6, 7].map(part)].join(', ');
  await trx.raw(`INSERT INTO search_rows (${COLUMNS}) SELECT ${read} FROM ${elements()}`, [sent]);
  if (sqlite)
    await trx.raw(
      `INSERT INTO search_index (rowid, words, keys)
       SELECT nr, words, keys FROM search_rows WHERE nr IN (SELECT value FROM json_each(?)) ORDER BY nr`,
      [JSON.stringify(rows.map((row) => row.nr))],
    );
}

/** SQLite's index keeps no words of its own: it must be told the old ones to forget them (FTS5, external content). */
export async function dropRows(numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  const { trx } = requireUnit();
  const sent = JSON.stringify(numbers);
  if (house().db.dialect === 'sqlite')
    await trx.raw(
      `INSERT INTO search_index (search_index, rowid, words, keys)
       SELECT 'delete', nr, words, keys FROM search_rows WHERE nr IN (SELECT value FROM json_each(?)) ORDER BY nr`,
      [sent],
    );
  await trx.raw(`DELETE FROM search_rows WHERE nr IN (SELECT ${listed('bigint')})`, [sent]);
}

function listed(type: 'text' | 'bigint'): string {
  return house().db.dialect === 'sqlite'
    ? 'value FROM json_each(?)'
    : `value::${type} FROM json_array_elements_text(?::json)`;
}

function elements(): string {
  return house().db.dialect === 'sqlite' ? 'jsonb_each(?)' : 'json_array_elements(?::json)';
}

async function rowsOf(sql: string, values: readonly string[]): Promise<unknown[]> {
  const answer = (await db().raw(sql, values)) as unknown[] | { rows: unknown[] };
  return Array.isArray(answer) ? answer : answer.rows;
}
