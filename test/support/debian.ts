// Programs of Debian's for the tests and the bench: unpacked into the checkout's cache and run from
// there. Nothing is installed, no service is started, no root is needed, and apt's own lists stay as
// they are.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const cache = new URL('../../.cache/debian', import.meta.url).pathname;

export interface Unpacked {
  /** Folder that holds usr/, etc/ … of the packages. */
  root: string;
  /** PATH and LD_LIBRARY_PATH that find what is in it first. */
  env: Record<string, string>;
}

/**
 * Unpacks packages with what they depend on and the machine lacks; done once per set of names.
 * Throws with apt's own words where Debian's packages cannot be had.
 */
export function unpackDebian(...names: string[]): Unpacked {
  const root = join(cache, names.toSorted().join('+'));
  if (!existsSync(root)) {
    const draft = `${root}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    const archives = fetchPackages(names);
    for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
      run('dpkg', ['-x', join(archives, file), draft]);
    }
    rmSync(archives, { recursive: true, force: true });
    rmSync(root, { recursive: true, force: true });
    renameSync(draft, root);
  }
  const folders = (...paths: string[]) =>
    paths.map((path) => join(root, path)).filter((path) => existsSync(path));
  const libraries = folders('usr/lib', 'lib').flatMap((path) => [path, ...subfolders(path)]);
  return {
    root,
    env: {
      PATH: [...folders('usr/sbin', 'usr/bin', 'sbin', 'bin'), process.env.PATH].join(':'),
      LD_LIBRARY_PATH: [...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  };
}

/** Downloads the packages and their missing dependencies; gives the folder of the .deb files. */
function fetchPackages(names: string[]): string {
  const lists = join(cache, 'lists');
  const archives = join(cache, `archives.${process.pid}`);
  for (const folder of [join(lists, 'partial'), join(archives, 'partial')])
    mkdirSync(folder, { recursive: true });
  const own = {
    'Dir::State::lists': lists,
    'Dir::Cache': join(cache, 'apt'),
    'Dir::Cache::archives': archives,
    'Debug::NoLocking': 'true',
  };
  const options = Object.entries(own).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  // A download as root would be handed to apt's own user, who cannot write here.
  if (process.getuid?.() === 0) options.push('-o', 'APT::Sandbox::User=root');
  run('apt-get', [...options, '-qq', 'update']);
  // Also what the machine already has: it may lack only a newer version, or be cleaned tomorrow.
  run('apt-get', [
    ...options,
    '-qq',
    '-y',
    '--no-install-recommends',
    '--download-only',
    'install',
    '--reinstall',
    ...names,
  ]);
  return archives;
}

function subfolders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name));
}

function run(program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr || error?.message}`);
}
