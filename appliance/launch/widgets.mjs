// Building the elements and the console, only when their sources changed.

import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { at, digest, exists, Plain, stampOf, textOf } from './place.mjs';
import { capture } from './run.mjs';

const config = 'widgets/vite.config.ts';
const vite = 'node_modules/vite/bin/vite.js';
const out = at('dist/widgets');
const stamp = at('dist/widgets.stamp');

/** Builds dist/widgets where widgets/ or the libraries changed since the last build. */
export async function ensureWidgets(node) {
  if (!exists(at(config))) return;
  const wanted = digest(stampOf([at('widgets'), at('package-lock.json')]));
  if (exists(out) && textOf(stamp)?.trim() === wanted) return;
  console.error('lobi: building the elements (only when their sources changed) …');
  const { code, printed } = await capture(node, [vite, 'build', '--config', config, '--logLevel', 'warn'], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  if (code !== 0) throw new Plain(`the elements could not be built:\n${printed}`);
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(stamp, `${wanted}\n`);
}

/** The program that rebuilds on every change, for "npm run dev". */
export function viteWatch(node) {
  return exists(at(config)) && [node, [vite, 'build', '--watch', '--config', config, '--logLevel', 'warn']];
}
