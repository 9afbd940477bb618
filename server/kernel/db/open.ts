import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { Config } from '../config.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/**
 * The database of a house. Two doors into it: `writer`, which only a unit of work may use (see unit.ts), and `reader`, a pool
 * of read-only connections for reads outside of commands.
 */
export interface Database {
  dialect: 'sqlite' | 'postgres';
  /** For unit.ts, migrate.ts and platform/system alone. */
  writer: Knex;
  reader: Knex;
  /**
   * One statement that commits by itself on the writer, prepared once: for what is written thousands of times a second.
   * For unit.ts alone; everything else writes in units.
   */
  writeAlone(sql: string, values: readonly unknown[]): Promise<void>;
  /** Rows of a read on the pool whose statement stays prepared. For unit.ts alone (`readRows`). */
  readKept(sql: string, values: readonly unknown[]): Promise<unknown[]>;
  /** A reader for work that may take long (backup, verify); destroy it afterwards. */
  longReader(): Knex;
  /** File of the embedded database. */
  file: string | null;
  close(): Promise<void>;
}

export async function openDatabase(config: Config): Promise<Database> {
  if (config.databaseUrl !== null) return openPostgres(config.databaseUrl);
  mkdirSync(config.data, { recursive: true });
  return openSqlite(join(config.data, 'lobi.sqlite'), config.sqliteDriver);
}
