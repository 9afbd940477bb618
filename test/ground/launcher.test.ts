import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

/** What the stand-in for npm leaves in node_modules, and with which exit code it ends. */
interface NpmBehaviour {
  builds?: boolean;
  fails?: boolean;
}

/** A small checkout with the real launcher, one native package, and a registry that is never asked. */
function checkout(t: ExecutionContext, { builds = true, fails = false }: NpmBehaviour = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-launcher-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  cpSync(new URL('../../appliance', import.meta.url).pathname, join(folder, 'appliance'), {
    recursive: true,
  });
  write('package.json', JSON.stringify({ type: 'module' }));
  const lock = (version: string) =>
    JSON.stringify({
      packages: {
        '': {},
        'node_modules/sqlite3': { version },
        'node_modules/elsewhere': { version: '1.0.0', optional: true },
      },
    });
  write('package-lock.json', lock('6.0.1'));
  write(
    'npm.js',
    `import fs from 'node:fs';
     fs.appendFileSync('asked', process.argv.slice(2).join(' ') + '\\n');
     if (${fails}) { console.error('npm error code ENOTFOUND'); process.exit(1); }
     if (process.argv[2] === 'ci') {
       fs.rmSync('node_modules', { recursive: true, force: true });
       fs.mkdirSync('node_modules/sqlite3', { recursive: true });
     }
     if (process.argv[2] === 'rebuild' && ${builds}) {
       fs.mkdirSync('node_modules/sqlite3/build/Release', { recursive: true });
       fs.writeFileSync('node_modules/sqlite3/build/Release/node_sqlite3.node', '');
     }`,
  );
  write(
    'server/main.ts',
    `console.log(JSON.stringify([process.argv.slice(2), process.env.UV_THREADPOOL_SIZE]));`,
  );
  const env = { ...process.env, npm_execpath: join(folder, 'npm.js') };
  delete (env as NodeJS.ProcessEnv).UV_THREADPOOL_SIZE;
  return {
    folder,
    env,
    write,
    lock,
    /** What npm was asked so far, a line each. */
    asked: () =>
      existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n') : [],
    run: (...args: string[]) =>
      spawnSync(process.execPath, ['appliance/launch.mjs', ...args], { cwd: folder, env, encoding: 'utf8' }),
  };
}

test('the first start installs without scripts and builds the one approved package; the second asks npm nothing', (t) => {
  const c = checkout(t);
  const first = c.run('start', '--demo');
  t.is(first.status, 0, first.stderr);
  t.deepEqual(JSON.parse(first.stdout), [['start', '--demo'], '16']);
  t.is(c.asked().length, 2);
  t.regex(c.asked()[0] ?? '', /^ci --ignore-scripts/);
  t.regex(c.asked()[1] ?? '', /^rebuild sqlite3 /);
  t.is(c.run('start').status, 0);
  t.is(c.asked().length, 2);
});

test('a changed lock file installs again', (t) => {
  const c = checkout(t);
  c.run('start');
  c.write('package-lock.json', c.lock('6.0.2'));
  t.is(c.run('start').status, 0);
  t.is(c.asked().filter((line) => line.startsWith('ci')).length, 2);
});

test('what npm installed by hand is left alone when it is what the lock file says', (t) => {
  const c = checkout(t);
  c.write(
    'node_modules/.package-lock.json',
    JSON.stringify({ packages: { 'node_modules/sqlite3': { version: '6.0.1' } } }),
  );
  c.write('node_modules/sqlite3/build/Release/node_sqlite3.node', '');
  t.is(c.run('start').status, 0);
  t.deepEqual(c.asked(), []);
});

test('an npm that skips the script and says success does not pass', (t) => {
  const c = checkout(t, { builds: false });
  const { status, stderr } = c.run('start');
  t.is(status, 1);
  t.regex(stderr, /sqlite3 was installed without node_modules\/sqlite3\/build\/Release\/node_sqlite3\.node/);
  t.regex(stderr, /apt-get install python3 make g\+\+/);
});

test('an npm that fails is quoted, and the next start tries again', (t) => {
  const c = checkout(t, { fails: true });
  for (const asked of [1, 2]) {
    const { status, stderr } = c.run('start');
    t.is(status, 1);
    t.regex(stderr, /npm ci failed \(exit 1\)[\s\S]*ENOTFOUND/);
    t.is(c.asked().length, asked);
  }
});

test('an unknown verb lists the verbs and is wrong use', (t) => {
  const { status, stderr } = checkout(t).run('strat');
  t.is(status, 2);
  t.regex(stderr, /no verb "strat"[\s\S]*npm run start/);
});

test('the exit code comes through, and SIGTERM reaches the program, which ends in its own time', async (t) => {
  const c = checkout(t);
  c.write('server/main.ts', 'process.exit(78);');
  t.is(c.run('start').status, 78);

  c.write(
    'server/main.ts',
    `process.on('SIGTERM', () => setTimeout(() => { console.log('closed'); process.exit(3); }, 50));
     setInterval(() => {}, 1000);
     console.log('open');`,
  );
  const child = spawn(process.execPath, ['appliance/launch.mjs', 'start'], { cwd: c.folder, env: c.env });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
    if (printed === 'open\n') child.kill('SIGTERM');
  });
  t.is(await new Promise((resolve) => child.on('close', resolve)), 3);
  t.is(printed, 'open\nclosed\n');
});
