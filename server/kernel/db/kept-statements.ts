import type { Knex } from 'knex';

/**
 * Statements that stay prepared on the writer of SQLite. Through knex a transaction of two inserts costs eight trips to a
 * thread; one kept statement that commits by itself costs one.
 */
export interface KeptStatements {
  /** Runs one statement on the writer, waiting its turn; commits by itself. */
  run(sql: string, values: readonly unknown[]): Promise<void>;
  /** Before the connection closes. */
  drop(): Promise<void>;
}

/** A connection of either driver. */
interface Connection {
  prepare(sql: string, done?: (error: Error | null) => void): Statement;
}

interface Statement {
  run(values: readonly unknown[], done?: (error: Error | null) => void): unknown;
  /** sqlite3 alone. */
  finalize?(done: () => void): void;
}

export function keptStatements(writer: Knex): KeptStatements {
  const kept = new Map<string, Statement>();
  let on: Connection | undefined;
  const client = writer.client as {
    acquireConnection(): Promise<Connection>;
    releaseConnection(connection: Connection): Promise<void>;
  };
  return {
    async run(sql, values) {
      const connection = await client.acquireConnection();
      try {
        if (on !== connection) kept.clear();
        on = connection;
        await runOn(kept.get(sql) ?? (await prepare(connection, sql, kept)), values);
      } finally {
        await client.releaseConnection(connection);
      }
    },
    async drop() {
      for (const statement of kept.values())
        if (statement.finalize !== undefined)
          await new Promise<void>((resolve) => statement.finalize?.(resolve));
      kept.clear();
    },
  };
}

async function prepare(
  connection: Connection,
  sql: string,
  kept: Map<string, Statement>,
): Promise<Statement> {
  const statement = await new Promise<Statement>((resolve, reject) => {
    const made = connection.prepare(sql, (error) => (error === null ? resolve(made) : reject(error)));
    if (made.finalize === undefined) resolve(made);
  });
  kept.set(sql, statement);
  return statement;
}

function runOn(statement: Statement, values: readonly unknown[]): Promise<void> {
  if (statement.finalize === undefined) {
    statement.run(values);
    return Promise.resolve();
  }
  return new Promise((resolve, reject) =>
    statement.run(values, (error) => (error === null ? resolve() : reject(error))),
  );
}
