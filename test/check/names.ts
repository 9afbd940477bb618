// Names of files, and words that may not stand in the product.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Check } from './check.ts';
import { filesOf, root } from './files.ts';

const empty = /^(utils?|helpers?|common|misc|manager|base|data|info)$/;
const shape = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
const migrationShape = /^\d{4}_[a-z0-9]+(_[a-z0-9]+)*\.ts$/;
// In comments only: TAP, for one, has a TODO of its own.
const unfinished =
  /(^|\s)(\/\/|\*)\s.*\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck)|\btest\.(only|todo|failing|skip)\(/;

export const names: Check = {
  name: 'names',
  says: 'files are named by one noun, and nothing is left unfinished',
  run() {
    const files = filesOf(/^(server|widgets|migrations|templates|test|docs\/tools|appliance)\//);
    const faults: string[] = [];
    for (const path of files) {
      const name = basename(path);
      const [noun = ''] = name.split('.');
      if (empty.test(noun)) faults.push(`${path}: "${noun}" says nothing; name the thing`);
      if (path.startsWith('migrations/') && name.endsWith('.ts')) {
        if (!migrationShape.test(name)) faults.push(`${path}: a migration is called NNNN_room_verb_noun.ts`);
      } else if (/\.(ts|mjs|css)$/.test(name) && !shape.test(name))
        faults.push(`${path}: lower case, words joined by "-"`);
      if (/\.(ts|mjs)$/.test(name) && path !== 'test/check/names.ts') faults.push(...unfinishedIn(path));
    }
    return { seen: files.length, faults: [...faults, ...placesOfMachines()] };
  },
};

/** What is true on one machine only: a registry in the lock file, the folder of this checkout. */
function placesOfMachines(): string[] {
  const lock = readFileSync(`${root}package-lock.json`, 'utf8');
  const faults = lock.includes('"resolved"')
    ? ['package-lock.json names a registry: install with the omit-lockfile-registry-resolved of .npmrc']
    : [];
  const named = filesOf(/\.(ts|mjs|js|json|md|yaml|service|css|html)$/).filter((path) =>
    readFileSync(root + path, 'utf8').includes(root),
  );
  return [...faults, ...named.map((path) => `${path}: names the folder of this checkout`)];
}

function unfinishedIn(path: string): string[] {
  return readFileSync(root + path, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      const found = unfinished.exec(line);
      return found ? [`${path}:${at + 1} has "${found[0]}": finish it or write it down as an issue`] : [];
    });
}
