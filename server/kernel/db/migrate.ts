import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import type { Database } from './open.ts';

/**
 * Forward-only migrations: files `NNNN_room_verb_noun.ts` exporting `up(knex, dialect)`. Each runs in a transaction of its own
 * together with its mark, so an interrupted upgrade goes on where it stopped. A program that finds a migration it does not
 * know is older than its data and refuses to start.
 */

const FOLDER = join(import.meta.dirname, '../../../migrations');

export interface Migration {
  name: string;
  up(knex: Knex, dialect: Database['dialect']): Promise<void>;
}

export class NewerSchemaError extends Error {
  constructor(names: string[]) {
    super(
      `The data was written by a newer Lobi (${names.join(', ')}). Start that version, or restore a backup of this one.`,
    );
    this.name = 'NewerSchemaError';
  }
}

export function migrationNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.ts$/.test(name))
    .sort();
}

/** Names of migrations that the data has not seen yet. Throws NewerSchemaError. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const known = migrationNames();
  const done = await doneMigrations(database.writer);
  const foreign = done.filter((name) => !known.includes(name));
  if (foreign.length > 0) throw new NewerSchemaError(foreign);
  return known.filter((name) => !done.includes(name));
}

/** Brings the schema up to date. Returns the names that ran. */
export async function migrate(database: Database): Promise<string[]> {
  const pending = await pendingMigrations(database);
  for (const name of pending) {
    const { up } = (await import(pathToFileURL(join(FOLDER, name)).href)) as Migration;
    await runOne(database, name, up);
  }
  return pending;
}

/** Foreign keys are off while tables are rebuilt: with them on, dropping a parent deletes its children. */
async function runOne(database: Database, name: string, up: Migration['up']): Promise<void> {
  const { writer, dialect } = database;
  if (dialect === 'sqlite') await writer.raw('PRAGMA foreign_keys = OFF');
  else await writer.raw("SELECT set_config('lock_timeout', '10s', false)");
  try {
    await writer.transaction(async (trx) => {
      await up(trx, dialect);
      if (dialect === 'sqlite') {
        const broken = (await trx.raw('PRAGMA foreign_key_check')) as unknown[];
        if (broken.length > 0)
          throw new Error(`Migration ${name} left ${broken.length} rows that point to nothing.`);
      }
      await trx('migrations').insert({ name, ranAt: new Date().toISOString() });
    });
  } finally {
    if (dialect === 'sqlite') await writer.raw('PRAGMA foreign_keys = ON');
  }
}

async function doneMigrations(writer: Knex): Promise<string[]> {
  if (!(await writer.schema.hasTable('migrations')))
    await writer.schema.createTable('migrations', (table) => {
      table.string('name').primary();
      table.string('ran_at', 24).notNullable();
    });
  const rows = (await writer('migrations').select('name').orderBy('name')) as { name: string }[];
  return rows.map((row) => row.name);
}
