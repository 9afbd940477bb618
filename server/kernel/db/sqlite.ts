import knex, { type Knex } from 'knex';
import { keepLogShort } from './checkpoints.ts';
import { keptReads } from './kept-reads.ts';
import { keptStatements } from './kept-statements.ts';
import { snakeCaseMappers } from './names.ts';
import type { Database } from './open.ts';

/** Read connections; the launcher sets UV_THREADPOOL_SIZE to at least this plus 8 (see docs/decisions/0002). */
const READERS = 8;
/** A read outside of a command may take this long before it is refused. */
const ACQUIRE_MS = 10_000;

type Driver = 'sqlite3' | 'better-sqlite3';
/** A read that takes longer is interrupted: it would hold a thread that mail needs, and keep the WAL from shrinking. */
const READ_MS = 30_000;
interface RawConnection {
  interrupt?(): void;
  run?(sql: string, done: (error: Error | null) => void): void;
  exec(sql: string, done?: (error: Error | null) => void): unknown;
}

/**
 * Opens the embedded database: WAL and synchronous=FULL (what was acknowledged survives a power cut: NORMAL lost all of it),
 * foreign keys on, one writer, a pool of `query_only` readers. The writer opens first, so that WAL stands before a reader comes.
 */
export async function openSqlite(file: string, driver: Driver = 'sqlite3'): Promise<Database> {
  const writer = connect(file, driver, 1, [
    'PRAGMA page_size = 8192',
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    'PRAGMA foreign_keys = ON',
    'PRAGMA secure_delete = ON',
    'PRAGMA busy_timeout = 5000',
    'PRAGMA cache_size = -65536',
    'PRAGMA temp_store = MEMORY',
    'PRAGMA wal_autocheckpoint = 4000',
  ]);
  await writer.raw('SELECT 1');
  const reader = connect(file, driver, READERS, READING);
  limitReads(reader, READ_MS);
  const kept = keptStatements(writer);
  const reads = keptReads(reader);
  // The other driver works in the thread of the house, and would hold it up.
  const checkpoints = driver === 'sqlite3' ? keepLogShort(file, () => openLongReader(file)) : undefined;
  return {
    dialect: 'sqlite',
    writer,
    reader,
    longReader: () => openLongReader(file, driver),
    file,
    writeAlone: (sql, values) => kept.run(sql, values),
    // The engine has no truth values, and one of its drivers refuses them.
    readKept: (sql, values) =>
      reads.all(
        sql,
        values.map((value) => (typeof value === 'boolean' ? Number(value) : value)),
      ),
    async close() {
      await checkpoints?.stop();
      await reader.destroy();
      await kept.drop();
      await writer.destroy();
    },
  };
}

const READING = [
  'PRAGMA query_only = ON',
  'PRAGMA busy_timeout = 5000',
  'PRAGMA cache_size = -16384',
  'PRAGMA mmap_size = 268435456',
  'PRAGMA temp_store = MEMORY',
];

/** A reader of its own for work that may take long (backup, verify): no time limit, and no place of the pool's. Destroy it. */
function openLongReader(file: string, driver: Driver = 'sqlite3'): Knex {
  return connect(file, driver, 1, READING);
}

/** A connection that was closed meanwhile has nothing to interrupt, and says so by throwing. */
function interrupt(connection: RawConnection): void {
  try {
    connection.interrupt?.();
  } catch (error) {
    if (!/not open|closing/i.test((error as Error).message)) throw error;
  }
}

/** Interrupts what holds a connection of the pool for longer than a limit. */
export function limitReads(reader: Knex, milliseconds: number): void {
  const watched = new Map<RawConnection, NodeJS.Timeout>();
  const { pool } = reader.client as { pool: { on(event: string, hear: (...args: never[]) => void): void } };
  const forget = (connection: RawConnection) => {
    clearTimeout(watched.get(connection));
    watched.delete(connection);
  };
  pool.on('acquireSuccess', (_eventId: number, connection: RawConnection) => {
    forget(connection);
    watched.set(connection, setTimeout(() => interrupt(connection), milliseconds).unref());
  });
  // Of all its events the pool tells this one without a number before the connection.
  pool.on('release', forget);
  pool.on('destroyRequest', (_eventId: number, connection: RawConnection) => forget(connection));
}

function connect(file: string, driver: Driver, most: number, pragmas: string[]): Knex {
  return knex({
    client: driver,
    connection: { filename: file },
    useNullAsDefault: true,
    acquireConnectionTimeout: ACQUIRE_MS,
    pool: {
      min: most === 1 ? 1 : 0,
      max: most,
      idleTimeoutMillis: most === 1 ? 2 ** 31 - 1 : 30_000,
      afterCreate(connection: RawConnection, done: (error: Error | null, connection: RawConnection) => void) {
        const sql = pragmas.join(';');
        if (driver === 'better-sqlite3') {
          connection.exec(sql);
          done(null, connection);
        } else connection.exec(sql, (error) => done(error, connection));
      },
    },
    ...snakeCaseMappers(),
  });
}
