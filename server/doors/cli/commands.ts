import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Config, describeConfig, readConfig } from '#kernel/config.ts';
import { migrate } from '#kernel/db/migrate.ts';
import { openDatabase } from '#kernel/db/open.ts';
import { house, inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { resetPassword, resetSecondFactor } from '#platform/access/reset.ts';
import { restoreBackup } from '#platform/system/backup/restore.ts';
import { checkBackup } from '#platform/system/backup/shelf.ts';
import { takeBackup } from '#platform/system/backup/take.ts';
import { verifyDatabase } from '#platform/system/backup/verify.ts';
import { healthChecks } from '#platform/system/health.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { furnish } from './demo.ts';
import { exportTable, importTable, tableArgs } from './tables.ts';
import { UsageError } from './usage.ts';

export interface CliCommand {
  name: string;
  usage: string;
  says: string;
  does(args: readonly string[]): Promise<number>;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Work in a house whose doors stay closed. */
async function within<T>(config: Config, work: () => Promise<T>): Promise<T> {
  const house = await openHouse({ config: { ...config, logLevel: 'warn' }, rooms: ROOMS, seams: SEAMS });
  try {
    return await inHouse(house, work);
  } finally {
    await closeHouse(house);
  }
}

function fileOf(args: readonly string[]): string {
  const [file] = args;
  if (file === undefined) throw new UsageError('name the file');
  return resolve(file);
}

/** A backup to read: a path, or the bare name of one on the shelf of the data folder. */
function backupOf(args: readonly string[], config: Config): string {
  const path = fileOf(args);
  const shelved = join(config.data, 'backups', args[0] ?? '');
  return existsSync(path) || !existsSync(shelved) ? path : shelved;
}

export const COMMANDS: readonly CliCommand[] = [
  {
    name: 'config',
    usage: 'config',
    says: 'Prints the effective settings with where each comes from; secrets are masked.',
    async does() {
      for (const [name, value, source] of describeConfig(readConfig()))
        print(`${name.padEnd(24)} ${value.padEnd(40)} # ${source}`);
      return 0;
    },
  },
  {
    name: 'migrate',
    usage: 'migrate',
    says: 'Brings the schema up to date without opening a door.',
    async does() {
      const database = await openDatabase(readConfig());
      try {
        const ran = await migrate(database);
        print(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.join(', ')}.`);
      } finally {
        await database.close();
      }
      return 0;
    },
  },
  {
    name: 'backup',
    usage: 'backup FILE',
    says: 'Takes a backup; Lobi may go on running.',
    async does(args) {
      const file = fileOf(args);
      const { bytes, rows, audit } = await within(readConfig(), () => takeBackup(file));
      print(`${file}: ${bytes} bytes, ${Object.values(rows).reduce((sum, count) => sum + count, 0)} rows.`);
      print(`Audit chain: entry ${audit.seq}, hash ${audit.hash}`);
      return 0;
    },
  },
  {
    name: 'restore',
    usage: 'restore FILE',
    says: 'Restores a backup while Lobi is stopped; what stood before is kept beside. Outgoing mail is held afterwards.',
    async does(args) {
      const restored = await restoreBackup(backupOf(args, readConfig()), readConfig());
      print(
        `Restored ${restored.rows} rows as of ${restored.takenAt} (Lobi ${restored.version}), verified. Outgoing mail is held until you let it leave.`,
      );
      if (restored.before !== null) print(`What stood before: ${restored.before}`);
      return 0;
    },
  },
  {
    name: 'verify',
    usage: 'verify [FILE]',
    says: 'Verifies a backup, or every stored byte and chain of the data.',
    async does(args) {
      const [file] = args;
      if (file !== undefined) {
        const { ok, says } = await checkBackup(backupOf([file], readConfig()));
        print(says);
        return ok ? 0 : 1;
      }
      return within(readConfig(), verifyAll);
    },
  },
  {
    name: 'move',
    usage: 'move DATABASE_URL',
    says: 'Moves the whole installation into an empty PostgreSQL, checked; the old data stays.',
    async does(args) {
      const [url] = args;
      if (url === undefined)
        throw new UsageError('name the database, for example postgres://lobi:secret@db/lobi');
      const config = readConfig();
      const file = join(tmpdir(), `lobi-move-${newId()}.backup`);
      try {
        await within(config, () => takeBackup(file));
        const restored = await restoreBackup(file, readConfig({ ...process.env, LOBI_DATABASE_URL: url }));
        print(
          `Moved ${restored.rows} rows, verified. Set LOBI_DATABASE_URL to the new database and start again; then let outgoing mail leave.`,
        );
      } finally {
        await rm(file, { force: true });
      }
      return 0;
    },
  },
  {
    name: 'doctor',
    usage: 'doctor',
    says: 'Looks at everything and says what to do.',
    async does() {
      return within(readConfig(), async () => {
        const checks = await healthChecks();
        for (const check of checks)
          print(
            `${check.ok ? 'well  ' : 'UNWELL'} ${check.name.padEnd(12)} ${check.says}${check.does === null ? '' : ` ${check.does}`}`,
          );
        return checks.every((check) => check.ok) ? 0 : 1;
      });
    },
  },
  {
    name: 'admin',
    usage: 'admin reset-password|reset-second-factor EMAIL',
    says: 'Gives a user a new password, printed once, or takes the second factor away; the user’s sessions end.',
    async does([verb, email]) {
      const reset = { 'reset-password': resetPassword, 'reset-second-factor': resetSecondFactor }[verb ?? ''];
      if (reset === undefined || email === undefined)
        throw new UsageError('say reset-password or reset-second-factor, and the address of the user');
      print(await within(readConfig(), () => reset(email)));
      return 0;
    },
  },
  {
    name: 'import',
    usage: 'import person|organisation FILE --by EMAIL [--run]',
    says: 'Says what would become of each row of a CSV or Excel file; with --run brings them in, in the name of a user.',
    async does(args) {
      const asked = tableArgs(args);
      return within(readConfig(), () => importTable(asked));
    },
  },
  {
    name: 'export',
    usage: 'export ENTITY FILE --by EMAIL [--columns KEY,KEY]',
    says: 'Writes a list out as CSV or Excel, as a user may see it.',
    async does(args) {
      const asked = tableArgs(args);
      return within(readConfig(), () => exportTable(asked));
    },
  },
  {
    name: 'demo',
    usage: 'demo',
    says: 'Adds the sample data once, while Lobi is stopped.',
    async does() {
      await within(readConfig(), () => furnish());
      return 0;
    },
  },
];

async function verifyAll(): Promise<number> {
  const where = house();
  const found = await verifyDatabase(where.db);
  for (const each of where.registry.all('verifications'))
    found.push({ what: each.what, ...(await each.verify()) });
  for (const each of found) print(`${each.ok ? 'well  ' : 'BROKEN'} ${each.what.padEnd(12)} ${each.says}`);
  return found.every((each) => each.ok) ? 0 : 1;
}
