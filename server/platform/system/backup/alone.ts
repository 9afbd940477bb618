import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#kernel/config.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';
import { Fault } from '#kernel/errors.ts';

/**
 * Refuses work that needs the data for itself while a Lobi runs on it; `why` is what would go wrong. Leaving WAL mode needs the
 * database for oneself, so it tells whether anybody else has it open, also after a kill -9
 * (https://sqlite.org/pragma.html#pragma_journal_mode). Of PostgreSQL nothing is known: there others may be open rightly.
 * Throws Fault `conflict`.
 */
export async function refuseWhileOpen(config: Config, why: string): Promise<void> {
  const file = join(config.data, 'lobi.sqlite');
  if (config.databaseUrl !== null || !existsSync(file)) return;
  const standing = await openSqlite(file, config.sqliteDriver).catch((error: unknown) => {
    if (isDamage(error)) return null;
    throw isBusy(error) ? running(why) : error;
  });
  if (standing === null) return; // not readable any more: that is what a restore is for
  try {
    await standing.reader.destroy();
    await standing.writer.raw('PRAGMA busy_timeout = 500');
    const [mode] = (await standing.writer.raw('PRAGMA journal_mode = DELETE')) as Record<string, string>[];
    if (Object.values(mode ?? {})[0] !== 'wal') return;
    throw running(why);
  } catch (error) {
    if (!isDamage(error)) throw isBusy(error) ? running(why) : error;
  } finally {
    await standing.close();
  }
}

function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test((error as { code?: string }).code ?? '');
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test((error as { code?: string }).code ?? '');
}

function running(why: string): Fault {
  return Fault.conflict(
    'backup.running',
    `Lobi is running on this data: ${why}. Stop it, then try again. Nothing was changed.`,
  );
}
