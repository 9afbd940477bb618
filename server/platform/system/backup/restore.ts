import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#kernel/config.ts';
import { type Database, openDatabase } from '#kernel/db/open.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';
import { Fault } from '#kernel/errors.ts';
import { refuseWhileOpen } from './alone.ts';
import { loadBackup } from './load.ts';
import { verifyDatabase } from './verify.ts';

export interface Restored {
  takenAt: string;
  version: string;
  rows: number;
  /** Where the state before lies, to go back to; null where there was none. */
  before: string | null;
}

/**
 * Restores a backup with the house closed. On SQLite: into a file beside, verified there, then put in place, the old file kept
 * as the restore point. On PostgreSQL: into an empty database, in one transaction. A restored state that is not healthy is
 * thrown away and what stood before stays. Outgoing mail is held afterwards, so that nothing leaves twice.
 */
export async function restoreBackup(path: string, config: Config, now = new Date()): Promise<Restored> {
  if (config.databaseUrl !== null) return restorePostgres(path, config, now);
  const file = join(config.data, 'lobi.sqlite');
  const beside = `${file}.restoring`;
  await mkdir(config.data, { recursive: true });
  await removeDatabase(beside);
  let result: Awaited<ReturnType<typeof loadBackup>>;
  try {
    const target = await openSqlite(beside, config.sqliteDriver);
    try {
      result = await loadBackup(path, target);
      await afterLoading(target, now);
      await target.writer.raw('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      await target.close();
    }
    await refuseWhileOpen(config, 'mail that it takes meanwhile would be lost');
  } catch (error) {
    await removeDatabase(beside);
    throw error;
  }
  const before = existsSync(file)
    ? `${file}.before-restore-${now.toISOString().replaceAll(/[:.]/g, '-')}`
    : null;
  if (before !== null)
    for (const tail of ['', '-wal', '-shm'])
      if (existsSync(file + tail)) await rename(file + tail, before + tail);
  await removeDatabase(file, true);
  await rename(beside, file);
  return { takenAt: result.head.takenAt, version: result.head.version, rows: sum(result.rows), before };
}

async function restorePostgres(path: string, config: Config, now: Date): Promise<Restored> {
  const target = await openDatabase(config);
  try {
    if (await holdsCards(target))
      throw Fault.conflict(
        'backup.notEmpty',
        'This database is not empty. Make a new, empty one and name it in LOBI_DATABASE_URL. Nothing was changed.',
      );
    const result = await loadBackup(path, target);
    await afterLoading(target, now);
    return {
      takenAt: result.head.takenAt,
      version: result.head.version,
      rows: sum(result.rows),
      before: null,
    };
  } finally {
    await target.close();
  }
}

async function holdsCards(target: Database): Promise<boolean> {
  for (const table of ['users', 'persons', 'messages'])
    if (
      (await target.writer.schema.hasTable(table)) &&
      (await target.writer(table).first('id')) !== undefined
    )
      return true;
  return false;
}

/** Holds outgoing mail, frees what was claimed when the backup was taken, and demands a healthy state. */
async function afterLoading(target: Database, now: Date): Promise<void> {
  const { writer } = target;
  const held = {
    name: 'sendingHeld',
    value: JSON.stringify('restored'),
    changedAt: now.toISOString(),
    changedBy: 'restore',
  };
  await writer('settings').insert(held).onConflict('name').merge();
  await writer('sessions').delete();
  const found = await verifyDatabase(target);
  const wrong = found.filter((each) => !each.ok);
  if (wrong.length > 0)
    throw Fault.invalid(
      'backup.unhealthy',
      `The restored state is not healthy: ${wrong.map((each) => each.says).join('; ')}. What stood before was kept.`,
    );
}

async function removeDatabase(file: string, keepMain = false): Promise<void> {
  for (const tail of keepMain ? ['-wal', '-shm'] : ['', '-wal', '-shm'])
    await rm(file + tail, { force: true });
}

function sum(rows: Record<string, number>): number {
  return Object.values(rows).reduce((total, count) => total + count, 0);
}
