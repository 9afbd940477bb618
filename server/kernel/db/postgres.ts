import knex, { type Knex } from 'knex';
import pg from 'pg';
import { Fault } from '../errors.ts';
import { snakeCaseMappers } from './names.ts';
import type { Database } from './open.ts';

// int8 (counts, sequence numbers) fits in a double for as long as Lobi lives; text would surprise every caller.
pg.types.setTypeParser(20, Number);
// numeric only ever appears as a sum of integers.
pg.types.setTypeParser(1700, Number);

/** Opens PostgreSQL 15 or later. The reader may point to a replica one day; today both go to the primary. */
export async function openPostgres(url: string): Promise<Database> {
  const writer = connect(url, 12, 'SET lock_timeout = 10000');
  const reader = connect(url, 12, 'SET default_transaction_read_only = on; SET statement_timeout = 30000');
  await demandBytewise(writer);
  return {
    dialect: 'postgres',
    writer,
    reader,
    longReader: () => connect(url, 1, 'SET default_transaction_read_only = on'),
    file: null,
    async writeAlone(sql, values) {
      await writer.raw(sql, [...values] as never);
    },
    async readKept(sql, values) {
      return ((await reader.raw(sql, [...values] as never)) as { rows: unknown[] }).rows;
    },
    async close() {
      await reader.destroy();
      await writer.destroy();
    },
  };
}

/** Sort keys and cursors compare bytewise, as in SQLite; a database of another collation would order names wrongly and in silence. */
async function demandBytewise(knex: Knex): Promise<void> {
  const { rows } = (await knex.raw(`SELECT ('a' < 'B') AS loose`)) as { rows: { loose: boolean }[] };
  if (rows[0]?.loose !== true) return;
  await knex.destroy();
  throw Fault.conflict(
    'database.collation',
    "This PostgreSQL database sorts by a language. Make one that sorts bytewise: CREATE DATABASE lobi TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'.",
  );
}

function connect(url: string, most: number, setup: string): Knex {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: 'lobi' },
    acquireConnectionTimeout: 10_000,
    pool: {
      min: 0,
      max: most,
      afterCreate(connection: pg.Client, done: (error: Error | null, connection: pg.Client) => void) {
        // Text compares bytewise, as in SQLite; names have sort keys of their own.
        connection.query(setup, (error) => done(error, connection));
      },
    },
    ...snakeCaseMappers(),
  });
}
