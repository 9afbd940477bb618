import { stat } from 'node:fs/promises';
import type { Knex } from 'knex';

/**
 * Copies what stands in SQLite's log into the database beside the work, on a connection of its own. Left to the writer, that
 * happens within somebody's commit: for hundreds of milliseconds everybody else waits who wants to write. The writer still does it
 * where the log grows long, and finds little left to copy.
 */
export interface Checkpoints {
  stop(): Promise<void>;
}

const EVERY_MS = 250;
/** A shorter log is not worth the two waits for the disk. */
const LEAST_BYTES = 4 * 1024 * 1024;

export function keepLogShort(file: string, open: () => Knex): Checkpoints {
  let connection: Knex | undefined;
  let copied = 0;
  let running: Promise<void> | undefined;
  const copy = async (): Promise<void> => {
    const log = await stat(`${file}-wal`);
    if (log.size < LEAST_BYTES || log.mtimeMs === copied) return;
    copied = log.mtimeMs;
    connection ??= open();
    await connection.raw('PRAGMA wal_checkpoint(PASSIVE)');
  };
  const timer = setInterval(() => {
    // What goes wrong here (a full disk) meets the writer too, and is told there.
    running ??= copy()
      .catch(() => {})
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await connection?.destroy();
    },
  };
}
