import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Config, ConfigError, describeConfig, readConfig } from '#kernel/config.ts';
import { house } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { resetPassword, resetSecondFactor } from '#platform/access/reset.ts';
import { refuseWhileOpen } from '#platform/system/backup/alone.ts';
import { restoreBackup } from '#platform/system/backup/restore.ts';
import { checkBackup } from '#platform/system/backup/shelf.ts';
import { takeBackup } from '#platform/system/backup/take.ts';
import { verifyDatabase } from '#platform/system/backup/verify.ts';
import { furnish, refuseDemoOutside } from './demo.ts';
import { doctor } from './doctor.ts';
import { exportTable, importTable, tableArgs } from './tables.ts';
import { type CliCommand, UsageError } from './usage.ts';
import { alone, demandData, upgraded, within } from './within.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

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
    takes: { words: 0 },
    async does() {
      for (const [name, value, source] of describeConfig(readConfig()))
        print(`${name.padEnd(24)} ${value.padEnd(40)} # ${source}`);
      return 0;
    },
  },
  {
    name: 'migrate',
    usage: 'migrate',
    says: 'Brings the schema up to date without opening a door, after a backup; refused while an older Lobi runs.',
    more: [
      '"lobi start" does the same. Migrations go forward only and may be interrupted: the next one goes on.',
      'The backup is LOBI_DATA/backups/lobi-upgrade-….backup.',
    ],
    takes: { words: 0 },
    async does() {
      const { ran, backup } = await upgraded(readConfig());
      if (backup !== null) print(`Taken before: ${backup}`);
      print(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.join(', ')}.`);
      return 0;
    },
  },
  {
    name: 'backup',
    usage: 'backup FILE',
    says: 'Takes a backup; Lobi may go on running.',
    more: [
      'One file with everything: rows, mails, attachments, keys. Encrypt it where you store it.',
      'A file of that name is replaced once the new one is whole.',
    ],
    takes: { words: 1 },
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
    more: [
      'FILE may be a name in LOBI_DATA/backups. It is loaded beside and verified before anything is put in its place.',
      'On PostgreSQL the database that LOBI_DATABASE_URL names must be empty.',
    ],
    takes: { words: 1 },
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
    more: [
      'FILE may be a name in LOBI_DATA/backups. Lobi may go on running. Exit code 1 where something is broken.',
    ],
    takes: { words: 1 },
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
    says: 'Moves the whole installation into an empty PostgreSQL while Lobi is stopped, checked; the old data stays.',
    more: [
      'For example: lobi move postgres://lobi:secret@db/lobi',
      'Afterwards set LOBI_DATABASE_URL, start, look at the queue, and let outgoing mail leave.',
    ],
    takes: { words: 1 },
    async does(args) {
      const config = readConfig();
      const target = targetOf(args);
      demandData(config);
      await refuseWhileOpen(config, 'mail that it takes meanwhile would be missing in the new place');
      const file = join(tmpdir(), `lobi-move-${newId()}.backup`);
      try {
        await within(config, () => takeBackup(file));
        const restored = await restoreBackup(file, target);
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
    says: 'Looks at everything, and at what DNS says about your mail domains, and says what to do.',
    more: [
      'Lobi may go on running. Exit code 1 where something is to be put right; what no name server answered is no fault.',
    ],
    takes: { words: 0 },
    async does() {
      return within(readConfig(), doctor);
    },
  },
  {
    name: 'admin',
    usage: 'admin reset-password|reset-second-factor EMAIL',
    says: 'Gives a user a new password, printed once, or takes the second factor away; the user’s sessions end.',
    more: ['For when nobody else can help the user in. Lobi may go on running.'],
    takes: { words: 2 },
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
    more: [
      '--by EMAIL   with whose rights; the audit names that user.',
      '--run        do it; without, nothing is changed.',
      'Refused rows are written to FILE.problems.csv; the exit code is 1 then. Lobi may go on running.',
    ],
    async does(args) {
      const asked = tableArgs(args);
      return within(readConfig(), () => importTable(asked));
    },
  },
  {
    name: 'export',
    usage: 'export ENTITY FILE --by EMAIL [--columns KEY,KEY]',
    says: 'Writes a list out as CSV or Excel, as a user may see it.',
    more: [
      '--by EMAIL       with whose rights; the audit names that user.',
      '--columns A,B    keys of the columns; without, what lists show.',
      'The end of FILE says the format: .csv or .xlsx. An existing file is left alone. Lobi may go on running.',
    ],
    async does(args) {
      const asked = tableArgs(args);
      return within(readConfig(), () => exportTable(asked));
    },
  },
  {
    name: 'demo',
    usage: 'demo',
    says: 'Adds the sample data once, while Lobi is stopped.',
    more: ['For a house on 127.0.0.1 only: sample people have a sample password, which is printed once.'],
    takes: { words: 0 },
    async does() {
      const config = readConfig();
      refuseDemoOutside(config);
      await alone(config, () => furnish());
      return 0;
    },
  },
];

/** The configuration with the database that is named. Throws UsageError. */
function targetOf([url]: readonly string[]): Config {
  const example = 'name the database, for example postgres://lobi:secret@db/lobi';
  if (url === undefined) throw new UsageError(example);
  try {
    return readConfig({ ...process.env, LOBI_DATABASE_URL: url });
  } catch (error) {
    throw error instanceof ConfigError && error.setting === 'LOBI_DATABASE_URL'
      ? new UsageError(example)
      : error;
  }
}

async function verifyAll(): Promise<number> {
  const where = house();
  const found = await verifyDatabase(where.db);
  for (const each of where.registry.all('verifications'))
    found.push({ what: each.what, ...(await each.verify()) });
  for (const each of found) print(`${each.ok ? 'well  ' : 'BROKEN'} ${each.what.padEnd(12)} ${each.says}`);
  return found.every((each) => each.ok) ? 0 : 1;
}
