// Running one of the tools of the checks from node_modules.

import { spawnSync } from 'node:child_process';
import { root } from './files.ts';

/** Runs node_modules/.bin/<name>; gives whether it succeeded and what it printed. */
export function runTool(name: string, args: string[]): { ok: boolean; printed: string } {
  const { status, stdout, stderr, error } = spawnSync(`${root}node_modules/.bin/${name}`, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    // The tools are Node programs themselves: they get the pinned Node too.
    env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}`, FORCE_COLOR: '0' },
  });
  return { ok: status === 0, printed: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}`.trim() };
}
