import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { SENTENCES } from '#doors/cli/doctor.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';

const MAIN = join(import.meta.dirname, '../../server/main.ts');
const LOOK = join(import.meta.dirname, '../../server/platform/messages/doctor/look.ts');

/** The real command line on a data folder of its own. */
function commandLine(t: ExecutionContext, settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-command-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const { AVA_PATH: _, ...inherited } = process.env;
  const environment = {
    ...inherited,
    LOBI_DATA: join(folder, 'data'),
    LOBI_HTTP_PORT: '0',
    LOBI_SMTP_PORT: '0',
    LOBI_SUBMISSION_PORT: '0',
    LOBI_LOG_FORMAT: 'json',
    ...settings,
  };
  const args = (given: string[]) => ['--disable-warning=ExperimentalWarning', MAIN, ...given];
  return {
    folder,
    data: join(folder, 'data'),
    async lobi(...given: string[]) {
      const child = spawn(process.execPath, args(given), { cwd: folder, env: environment });
      const [[code], out, err] = await Promise.all([
        once(child, 'close') as Promise<[number]>,
        text(child.stdout),
        text(child.stderr),
      ]);
      return { code, out, err };
    },
    /** A Lobi that runs, once its doors are open; gives what stops it. */
    async running() {
      const child = spawn(process.execPath, args(['start']), { cwd: folder, env: environment });
      t.teardown(() => void child.kill('SIGKILL'));
      let printed = '';
      for await (const piece of child.stdout) {
        printed += piece;
        if (printed.includes('Lobi is open at')) break;
      }
      return async () => {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      };
    },
  };
}

test.serial('help is help: of all, of one, and nothing is done by the way', async (t) => {
  const { lobi, folder } = commandLine(t);
  for (const args of [['--help'], ['help']]) {
    const { code, out } = await lobi(...args);
    t.is(code, 0);
    for (const name of ['start', 'backup FILE', 'restore FILE', 'move DATABASE_URL', 'import', 'export'])
      t.regex(out, new RegExp(`lobi ${name}`));
  }
  for (const args of [
    ['backup', '--help'],
    ['help', 'backup'],
    ['backup', 'x', '-h'],
  ]) {
    const { code, out } = await lobi(...args);
    t.is(code, 0);
    t.regex(out, /^lobi backup FILE\n\nTakes a backup/);
  }
  t.deepEqual(readdirSync(folder), []);
});

test.serial('what cannot be is wrong use, and says what would do', async (t) => {
  const { lobi, folder } = commandLine(t);
  const wrong: [string[], RegExp][] = [
    [[], /which command\?/],
    [['bakcup'], /no command "bakcup"[^]*lobi backup FILE/],
    [['doctor', 'now'], /lobi doctor: "now" is a word too many/],
    [['backup'], /name the file/],
    [['backup', 'a', 'b'], /"b" is a word too many/],
    [['start', '--dmeo'], /no option --dmeo; there is --demo/],
    [['move', 'nonsense'], /name the database, for example postgres/],
  ];
  for (const [args, says] of wrong) {
    const { code, err } = await lobi(...args);
    t.is(code, 2, args.join(' '));
    t.regex(err, says);
  }
  t.deepEqual(readdirSync(folder), []);
});

test.serial('where there is no data, nothing is made and the folder is named', async (t) => {
  const { lobi, data, folder } = commandLine(t);
  const reading = [
    ['backup', join(folder, 'a.backup')],
    ['verify'],
    ['doctor'],
    ['move', 'postgres://lobi@127.0.0.1:1/lobi'],
    ['admin', 'reset-password', 'elif@marmarapack.example'],
    ['export', 'person', join(folder, 'a.csv'), '--by', 'elif@marmarapack.example'],
  ];
  for (const args of reading) {
    const { code, err } = await lobi(...args);
    t.is(code, 1, args.join(' '));
    t.true(err.includes(`There is no Lobi in ${data}. LOBI_DATA says where its data is`), err);
  }
  t.deepEqual(readdirSync(folder), []);
});

test.serial('sample data by the command line is refused where strangers reach the house', async (t) => {
  const { lobi, data } = commandLine(t, { LOBI_HOST: '0.0.0.0' });
  const { code, err } = await lobi('demo');
  t.is(code, 1);
  t.regex(err, /127\.0\.0\.1 only/);
  t.false(existsSync(data));
});

test.serial(
  'while Lobi runs it is backed up and looked at, and what needs it stopped is refused',
  async (t) => {
    const { lobi, running, folder } = commandLine(t);
    const stop = await running();
    const file = join(folder, 'a.backup');
    t.like(await lobi('backup', file), { code: 0 });
    t.like(await lobi('verify'), { code: 0 });
    t.regex((await lobi('doctor')).out, /well +database +The database answers/);
    const refused = [['restore', file], ['demo'], ['move', 'postgres://lobi@127.0.0.1:1/lobi']];
    for (const args of refused) {
      const { code, err } = await lobi(...args);
      t.is(code, 1, args.join(' '));
      t.regex(err, /Lobi is running on this data: .* Nothing was changed\./);
    }
    await stop();
    const restored = await lobi('restore', file);
    t.is(restored.code, 0, restored.err);
    t.regex(restored.out, /Restored \d+ rows[^]*What stood before: /);
  },
);

test.serial(
  'data of an older Lobi is changed by start and migrate alone, and backed up before',
  async (t) => {
    const { lobi, data } = commandLine(t);
    t.is((await lobi('migrate')).code, 0);
    t.false(existsSync(join(data, 'backups')), 'there was nothing to back up');
    const database = await openSqlite(join(data, 'lobi.sqlite'));
    await database.writer.raw('DROP TABLE letters');
    await database.writer.raw("DELETE FROM migrations WHERE name = '0320_letters_create_letters.ts'");

    const early = await lobi('backup', join(data, 'a.backup'));
    t.is(early.code, 1);
    t.regex(early.err, /of an older Lobi[^]*lobi migrate[^]*Nothing was changed/);
    const beside = await lobi('migrate');
    t.is(beside.code, 1, 'somebody has the data open');
    t.regex(beside.err, /a schema that it does not know/);
    t.false(await database.writer.schema.hasTable('letters'));
    await database.close();

    const { code, out } = await lobi('migrate');
    t.is(code, 0);
    const [backup] = readdirSync(join(data, 'backups'));
    t.regex(backup ?? '', /^lobi-upgrade-/);
    t.true(
      out.includes(`Taken before: ${backup}`) && out.includes('Ran 0320_letters_create_letters.ts.'),
      out,
    );
    t.is((await lobi('verify', backup as string)).code, 0);
    t.is((await lobi('backup', join(data, 'a.backup'))).code, 0);
  },
);

test.serial('rows come in and go out, with the exit code that tells', async (t) => {
  const { lobi, folder } = commandLine(t, {
    LOBI_ADMIN_EMAIL: 'elif@marmarapack.example',
    LOBI_ADMIN_PASSWORD: 'kavak-yaprak-dalga-92',
  });
  t.is((await lobi('migrate')).code, 0);
  const file = join(folder, 'kisiler.csv');
  writeFileSync(file, 'Ad;Soyad;E-posta\nİlknur;Işıkçı;ilknur@yeni.example\n');
  const by = ['--by', 'elif@marmarapack.example'];
  t.regex((await lobi('import', 'person', file, ...by)).out, /1 new, [^]*Nothing was changed/);
  t.like(await lobi('import', 'person', file, ...by, '--run'), { code: 0 });
  const list = join(folder, 'liste.csv');
  t.like(await lobi('export', 'person', list, ...by, '--columns', 'name,email'), { code: 0 });
  t.regex(readFileSync(list, 'utf8'), /İlknur Işıkçı/);
  t.is((await lobi('export', 'person', list, ...by)).code, 2);
  t.is((await lobi('import', 'person', file, '--by', 'yok@x.example')).code, 2);
});

test.serial('the doctor looks at DNS as well, and silence is no fault of the mail', async (t) => {
  const { lobi } = commandLine(t, {
    LOBI_MAIL_DOMAINS: 'marmarapack.example',
    LOBI_PUBLIC_URL: 'https://lobi.marmarapack.example',
  });
  t.is((await lobi('migrate')).code, 0);
  const { out } = await lobi('doctor');
  t.regex(out, /Mail of marmarapack\.example\n/);
  t.regex(out, /marmarapack\.example {2}MX {2}10 lobi\.marmarapack\.example\./);
  t.regex(out, /_dmarc\.marmarapack\.example {2}TXT {2}v=DMARC1/);
});

test('the doctor has a sentence for everything that can be found', (t) => {
  const codes = [...readFileSync(LOOK, 'utf8').matchAll(/'((?:mx|spf|dkim|dmarc|ptr)\.\w+)'/g)].map(
    ([, code]) => code as string,
  );
  t.true(codes.length > 20);
  t.deepEqual([...new Set(codes)].toSorted(), Object.keys(SENTENCES).toSorted());
});
