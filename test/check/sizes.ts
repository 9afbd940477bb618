// Sizes: a file over 300 lines wants to be a folder, a function over 40 wants names for its parts.

import { readFileSync } from 'node:fs';
import type { Check } from './check.ts';
import { filesOf, root, sources } from './files.ts';
import { factsOf } from './source.ts';

const limits = { file: 300, function: 40, rooms: 12 };

/** Files that may be longer, each with its reason. */
const longer: Record<string, string> = {
  'test/contracts/query/acme.ts':
    'one small firm, its entities and rows, read from top to bottom beside the answers',
};

export const sizes: Check = {
  name: 'sizes',
  says: `no file is longer than ${limits.file} lines`,
  run() {
    const files = filesOf(/^(server|widgets|migrations|test|docs\/tools|appliance)\/.*\.(ts|mjs|css)$/);
    const faults = files
      .map((path) => ({ path, lines: lineCount(path) }))
      .filter(({ path, lines }) => lines > limits.file && !(path in longer))
      .map(({ path, lines }) => `${path}: ${lines} lines; make it a folder of the same name`);
    const needless = Object.keys(longer).filter(
      (path) => !files.includes(path) || lineCount(path) <= limits.file,
    );
    faults.push(
      ...needless.map((path) => `${path}: needs no exception any more; take it off the list in sizes.ts`),
    );
    return { seen: files.length, faults, remarks: [...longFunctions(), ...fullFloors()] };
  },
};

function lineCount(path: string): number {
  return readFileSync(root + path, 'utf8')
    .trimEnd()
    .split('\n').length;
}

function longFunctions(): string[] {
  return sources()
    .filter((path) => !/^(test|migrations|docs\/tools\/skeletons)\//.test(path))
    .flatMap((path) => factsOf(path).functions.map((each) => ({ ...each, path })))
    .filter(({ lines }) => lines > limits.function)
    .map(({ path, line, name, lines }) => `${path}:${line} ${name} has ${lines} lines; its parts want names`);
}

function fullFloors(): string[] {
  const rooms = new Map<string, Set<string>>();
  for (const path of sources()) {
    const [, floor, room] = /^server\/(platform|features|doors)\/([^/]+)\//.exec(path) ?? [];
    if (floor && room) rooms.set(floor, (rooms.get(floor) ?? new Set()).add(room));
  }
  return [...rooms]
    .filter(([, names]) => names.size > limits.rooms)
    .map(([floor, names]) => `${floor} has ${names.size} rooms`);
}
