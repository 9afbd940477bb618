// Where the checkout is, and small facts about its files.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Absolute path of something in the checkout. */
export const at = (...parts) => join(root, ...parts);

/** An error whose message is all that a person needs; the launcher prints it without a stack. */
export class Plain extends Error {
  plain = true;
}

/** The text of a file, or undefined where there is none. */
export function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

export function exists(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A short name of a content: the same text gives the same name. */
export const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 24);

/**
 * A name for the state of whole folders from names, sizes and times alone: some thousand files take
 * a few milliseconds, and no file is read.
 */
export function stampOf(paths) {
  const lines = [];
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (!stat.isDirectory()) lines.push(`${path} ${stat.size} ${stat.mtimeMs}`);
    else for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  for (const path of paths) visit(path);
  return digest(lines.join('\n'));
}
