import type { Knex } from 'knex';
import { migrate, migrationNames } from '#kernel/db/migrate.ts';
import type { Database } from '#kernel/db/open.ts';
import { Fault } from '#kernel/errors.ts';
import { type BackupHead, type BackupValue, readBackup } from './format.ts';
import { type TableShape, tablesOf } from './tables.ts';

/**
 * Loads a backup into an empty database of either engine: first the schema this program knows, then the rows. A backup whose
 * migrations this program does not know is refused; one that has fewer is an older one, and its rows fit since migrations only
 * add (a migration that moves rows must be run by the program of its time: see docs/operate/backup.md).
 */
export async function loadBackup(
  path: string,
  target: Database,
): Promise<{ head: BackupHead; rows: Record<string, number> }> {
  const { head } = await readBackup(path, {}); // wholly checked before anything is written
  const unknown = head.migrations.filter((name) => !migrationNames().includes(name));
  if (unknown.length > 0)
    throw Fault.invalid(
      'backup.newer',
      `This backup was taken by a newer Lobi (${unknown[0]}). Restore it with that version. Nothing was changed.`,
    );
  await migrate(target);
  const shapes = new Map((await tablesOf(target.writer, target.dialect)).map((shape) => [shape.name, shape]));
  if (target.dialect === 'sqlite') await target.writer.raw('PRAGMA foreign_keys = OFF');
  const end = await target.writer.transaction(async (trx) => {
    const links = target.dialect === 'postgres' ? await dropForeignKeys(trx) : [];
    for (const shape of shapes.values()) if (shape.name !== 'migrations') await trx(shape.name).delete();
    const loaded = await readBackup(path, rowsInto(trx, shapes));
    if (target.dialect === 'sqlite') await rebuildIndex(trx);
    for (const restore of links) await trx.raw(restore);
    return loaded.end;
  });
  if (target.dialect === 'sqlite') await target.writer.raw('PRAGMA foreign_keys = ON');
  return { head, rows: end.rows };
}

async function rebuildIndex(trx: Knex): Promise<void> {
  await trx.raw("INSERT INTO search_index(search_index) VALUES('rebuild')");
}

function rowsInto(
  trx: Knex,
  shapes: ReadonlyMap<string, TableShape>,
): { table(name: string, columns: string[]): void; rows(rows: BackupValue[][]): Promise<void> } {
  let sql = '';
  let columns: string[] = [];
  let kinds: TableShape['columns'][number]['kind'][] = [];
  let table = '';
  return {
    table(name, names) {
      const shape = shapes.get(name);
      if (shape === undefined)
        throw Fault.invalid(
          'backup.newer',
          `This backup holds a table that this Lobi does not know (${name}). Nothing was changed.`,
        );
      table = name;
      columns = names;
      kinds = names.map((column) => shape.columns.find((each) => each.name === column)?.kind ?? 'text');
      sql = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES `;
    },
    async rows(rows) {
      // SQLite takes 32,766 values in a statement, PostgreSQL 65,535.
      const most = Math.max(1, Math.floor(20_000 / Math.max(1, columns.length)));
      for (let from = 0; from < rows.length; from += most) {
        const some = rows.slice(from, from + most);
        const marks = `(${columns.map(() => '?').join(', ')})`;
        await trx.raw(
          sql + some.map(() => marks).join(', '),
          some.flatMap((row) => row.map((value, at) => stored(value, kinds[at] ?? 'text', trx))) as never,
        );
      }
    },
  };
}

function stored(value: BackupValue, kind: TableShape['columns'][number]['kind'], trx: Knex): unknown {
  if (value === null) return null;
  if (typeof value === 'object') return Buffer.from(value.$b, 'base64');
  if (kind === 'boolean') return trx.client.config.client === 'pg' ? Boolean(value) : Number(value);
  return value;
}

/** Rows come table by table, so links between tables are set again when all are there. Gives the statements that do. */
async function dropForeignKeys(trx: Knex): Promise<string[]> {
  const { rows } = (await trx.raw(
    `SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
  )) as { rows: { table: string; name: string; rule: string }[] };
  for (const row of rows) await trx.raw(`ALTER TABLE ${row.table} DROP CONSTRAINT "${row.name}"`);
  return rows.map((row) => `ALTER TABLE ${row.table} ADD CONSTRAINT "${row.name}" ${row.rule}`);
}
