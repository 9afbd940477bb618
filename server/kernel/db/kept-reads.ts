import type { Knex } from 'knex';

/**
 * Reads whose statements stay prepared on each connection of SQLite's pool: for what is asked thousands of times a minute with
 * other values. Building and preparing a query anew costs more than answering it.
 */
export interface KeptReads {
  all(sql: string, values: readonly unknown[]): Promise<unknown[]>;
}

/** A connection of either driver. */
interface Connection {
  prepare(sql: string, done?: (error: Error | null) => void): Statement;
}

interface Statement {
  all(values: readonly unknown[], done?: (error: Error | null, rows: unknown[]) => void): unknown;
  /** sqlite3 alone. */
  finalize?(done?: () => void): void;
}

interface Client {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
  pool: { on(event: 'destroyRequest', hear: (eventId: number, connection: Connection) => void): void };
}

/** Statements of one connection; the oldest goes first. */
const MOST_KEPT = 200;

export function keptReads(reader: Knex): KeptReads {
  const client = reader.client as Client;
  const kept: Kept = new WeakMap();
  // A connection with a statement that is not finished cannot be closed.
  client.pool.on('destroyRequest', (_eventId, connection) => {
    for (const statement of kept.get(connection)?.values() ?? []) statement.finalize?.();
    kept.delete(connection);
  });
  return {
    async all(sql, values) {
      const connection = await client.acquireConnection();
      try {
        return await rowsOf(
          standing(connection, sql, kept) ?? (await prepared(connection, sql, kept)),
          values,
        );
      } finally {
        await client.releaseConnection(connection);
      }
    },
  };
}

type Kept = WeakMap<Connection, Map<string, Statement>>;

function standing(connection: Connection, sql: string, kept: Kept): Statement | undefined {
  return kept.get(connection)?.get(sql);
}

async function prepared(connection: Connection, sql: string, kept: Kept): Promise<Statement> {
  const statement = await new Promise<Statement>((resolve, reject) => {
    const made = connection.prepare(sql, (error) => (error === null ? resolve(made) : reject(error)));
    if (made.finalize === undefined) resolve(made);
  });
  const statements = kept.get(connection) ?? new Map<string, Statement>();
  kept.set(connection, statements.set(sql, statement));
  if (statements.size > MOST_KEPT) {
    const [oldest, unused] = statements.entries().next().value as [string, Statement];
    statements.delete(oldest);
    unused.finalize?.();
  }
  return statement;
}

function rowsOf(statement: Statement, values: readonly unknown[]): Promise<unknown[]> | unknown[] {
  if (statement.finalize === undefined) return statement.all(values) as unknown[];
  return new Promise((resolve, reject) =>
    statement.all(values, (error, rows) => (error === null ? resolve(rows) : reject(error))),
  );
}
