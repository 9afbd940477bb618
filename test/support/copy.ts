// A copy of the checkout in which files may be made and changed; libraries are shared.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { filesOf, root } from '#test/check/files.ts';

export interface Copy {
  folder: string;
  /** Runs a program of the copy with Node; gives its exit code and what it printed. */
  run(...args: string[]): { status: number | null; printed: string };
}

/** Copies what git knows or would add, without the tests of the rooms; gone when the test ends. */
export function copyOfHouse(t: ExecutionContext): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-copy-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of filesOf(/^(?!test\/(?!check|support|run\.ts))/)) cpSync(root + path, join(folder, path));
  symlinkSync(`${root}node_modules`, join(folder, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  const { AVA_PATH: _, ...env } = process.env;
  return {
    folder,
    run(...args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return { status, printed: stdout + stderr };
    },
  };
}
