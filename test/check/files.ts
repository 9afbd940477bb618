// The files of the house that checks look at: what git knows or would add, nothing generated.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Absolute path of the checkout, with a slash at its end. */
export const root = new URL('../..', import.meta.url).pathname;

let known: string[] | undefined;

/** Paths relative to the checkout, sorted, that match; new files count before they are added to git. */
export function filesOf(pattern: RegExp): string[] {
  known ??= execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(root + path))
    .sort();
  return known.filter((path) => pattern.test(path) && !path.includes('/fixtures/'));
}

/** Our own sources. */
export const sources = () =>
  filesOf(/^(server|widgets|migrations|templates|test|docs\/tools|appliance)\/.*\.(ts|mjs)$/);
