import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#kernel/config.ts';
import { pendingMigrations } from '#kernel/db/migrate.ts';
import { openDatabase } from '#kernel/db/open.ts';
import { Fault } from '#kernel/errors.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { refuseWhileOpen } from '#platform/system/backup/alone.ts';
import { backupBeforeUpgrade } from '#platform/system/backup/shelf.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';

/**
 * Houses whose doors stay closed (docs/decisions/0113). Most commands want data that stands, as this program knows it: they make
 * none where a path is mistyped, and never change its schema by the way.
 */

type BeforeMigrating = (where: House, pending: string[]) => Promise<void>;

async function closedHouse<T>(config: Config, work: () => Promise<T>, before: BeforeMigrating): Promise<T> {
  const quiet = { ...config, logLevel: 'warn' as const };
  const house = await openHouse({ config: quiet, rooms: ROOMS, seams: SEAMS, beforeMigrating: before });
  try {
    return await inHouse(house, work);
  } finally {
    await closeHouse(house);
  }
}

/** Work in data that stands. Throws Fault `conflict` where there is none, or where it is of an older program. */
export async function within<T>(config: Config, work: () => Promise<T>): Promise<T> {
  demandData(config);
  return closedHouse(config, work, async (where, pending) => {
    if (!(await where.db.writer.schema.hasTable('users'))) throw noData(config);
    throw Fault.conflict(
      'data.older',
      `The data is of an older Lobi (${pending.length} changes of the schema are due). "lobi start" and "lobi migrate" bring it up to date, after a backup. Nothing was changed.`,
    );
  });
}

/** Work in data that may be made for it, with nobody else in it. Schemas are brought up to date after a backup. */
export async function alone<T>(config: Config, work: () => Promise<T>): Promise<T> {
  await refuseWhileOpen(config, 'what it has in memory would not be true any more');
  return closedHouse(config, work, async (where, pending) => {
    await backupBeforeUpgrade(where, pending);
  });
}

/** Brings the schema up to date. Gives what ran, and the backup that was taken before on data that stood. */
export async function upgraded(config: Config): Promise<{ ran: string[]; backup: string | null }> {
  let [ran, backup]: [string[], string | null] = [[], null];
  if (await isBehind(config))
    await refuseWhileOpen(config, 'it would go on with a schema that it does not know');
  await closedHouse(
    config,
    async () => {},
    async (where, pending) => {
      ran = pending;
      backup = (await backupBeforeUpgrade(where, pending))?.name ?? null;
    },
  );
  return { ran, backup };
}

/** Throws Fault `conflict` where the embedded database is not there. Of PostgreSQL it is known only when it is asked. */
export function demandData(config: Config): void {
  if (config.databaseUrl === null && !existsSync(join(config.data, 'lobi.sqlite'))) throw noData(config);
}

async function isBehind(config: Config): Promise<boolean> {
  if (config.databaseUrl !== null || !existsSync(join(config.data, 'lobi.sqlite'))) return false;
  const database = await openDatabase(config);
  try {
    return (await pendingMigrations(database)).length > 0;
  } finally {
    await database.close();
  }
}

function noData(config: Config): Fault {
  const where = config.databaseUrl === null ? config.data : 'this database';
  const name = config.databaseUrl === null ? 'LOBI_DATA' : 'LOBI_DATABASE_URL';
  return Fault.conflict(
    'data.none',
    `There is no Lobi in ${where}. ${name} says where its data is; "lobi start" makes a new one. Nothing was done.`,
  );
}
