import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { moment } from '#kernel/clock.ts';
import { Fault } from '#kernel/errors.ts';
import { type House, house, inHouse } from '#kernel/house.ts';
import { readBackup } from './format.ts';
import { takeBackup } from './take.ts';

/** Backups in the data folder: taken at night and before an upgrade, kept by count. */

export interface ShelvedBackup {
  name: string;
  bytes: number;
  takenAt: string;
}

const NAME = /^lobi-[\w-]+\.backup$/;

function folder(): string {
  return join(house().config.data, 'backups');
}

/** Backups on the shelf, newest first. */
export async function shelvedBackups(): Promise<ShelvedBackup[]> {
  const names = await readdir(folder()).catch(() => [] as string[]);
  const found = await Promise.all(
    names
      .filter((name) => NAME.test(name))
      .map(async (name) => {
        const facts = await stat(join(folder(), name));
        return { name, bytes: facts.size, takenAt: facts.mtime.toISOString() };
      }),
  );
  return found.sort((a, b) => b.takenAt.localeCompare(a.takenAt));
}

/** File of a backup on the shelf. Throws Fault `missing`. */
export async function shelvedPath(name: string): Promise<string> {
  if (!NAME.test(name) || !(await shelvedBackups()).some((each) => each.name === name))
    throw Fault.missing('backup', name);
  return join(folder(), name);
}

/** Takes a backup onto the shelf and lets the oldest of its kind beyond `keep` go. */
export async function shelveBackup(
  kind: 'hand' | 'nightly' | 'upgrade',
  keep: number,
): Promise<ShelvedBackup> {
  const stamp = moment(house().clock.now()).slice(0, 19).replaceAll(':', '').replace('T', '-');
  const name = `lobi-${kind}-${stamp}.backup`;
  const { bytes } = await takeBackup(join(folder(), name));
  const same = (await shelvedBackups()).filter((each) => each.name.startsWith(`lobi-${kind}-`));
  for (const old of same.slice(Math.max(1, keep))) await rm(join(folder(), old.name), { force: true });
  return { name, bytes, takenAt: moment(house().clock.now()) };
}

/** Before migrations run on data that stands; null on a fresh database. */
export async function backupBeforeUpgrade(where: House, pending: string[]): Promise<ShelvedBackup | null> {
  if (!(await where.db.writer.schema.hasTable('users'))) return null;
  const backup = await inHouse(where, () => shelveBackup('upgrade', 5));
  where.log.info({ backup: backup.name, migrations: pending.length }, 'backup taken before the upgrade');
  return backup;
}

/** Reads a whole backup and says whether it can be restored. */
export async function checkBackup(
  path: string,
): Promise<{ ok: boolean; says: string; takenAt: string | null; rows: number }> {
  try {
    const { head, end } = await readBackup(path, {});
    const rows = Object.values(end.rows).reduce((total, count) => total + count, 0);
    return {
      ok: true,
      says: `Whole: ${rows} rows of ${Object.keys(end.rows).length} tables.${head.audit === undefined ? '' : ` Audit chain: entry ${head.audit.seq}, hash ${head.audit.hash}.`}`,
      takenAt: head.takenAt,
      rows,
    };
  } catch (error) {
    return { ok: false, says: (error as Error).message, takenAt: null, rows: 0 };
  }
}
