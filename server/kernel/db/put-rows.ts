import { house } from '../house.ts';
import { columnOf } from './names.ts';
import { requireUnit } from './unit.ts';

/**
 * Writes many rows with one short statement that is the same for any number of them: they go in as one JSON value. Building a
 * statement with a place for every value, and binding them one by one, costs several times what the engine needs for the rows.
 *
 * Rows have equal keys and plain values (text, numbers, flags, null). `onConflict` is SQL: `(id) DO NOTHING`. In a unit of work.
 */
export async function putRows(
  table: string,
  rows: readonly Record<string, unknown>[],
  onConflict?: string,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const keys = Object.keys(first);
  const sqlite = house().db.dialect === 'sqlite';
  const put = sqlite ? fromLists(table, keys) : fromObjects(table, keys);
  const sent = sqlite
    ? rows.map((row) => keys.map((key) => row[key]))
    : rows.map((row) => Object.fromEntries(keys.map((key) => [columnOf(key), row[key]])));
  await requireUnit().trx.raw(`${put}${onConflict === undefined ? '' : ` ON CONFLICT ${onConflict}`}`, [
    JSON.stringify(sent),
  ]);
}

function columns(keys: readonly string[]): string {
  return keys.map((key) => `"${columnOf(key)}"`).join(', ');
}

function fromLists(table: string, keys: readonly string[]): string {
  const values = keys.map((_, at) => `value ->> ${at}`).join(', ');
  // Rows as JSONB: as text, each would be written out and read again for every column. Without a condition, SQLite takes what
  // follows for a join.
  return `INSERT INTO ${table} (${columns(keys)}) SELECT ${values} FROM jsonb_each(?) WHERE true`;
}

/** PostgreSQL is asked by name, since the table itself knows the types. */
function fromObjects(table: string, keys: readonly string[]): string {
  const given = columns(keys);
  return `INSERT INTO ${table} (${given}) SELECT ${given} FROM json_populate_recordset(NULL::${table}, ?::json)`;
}
