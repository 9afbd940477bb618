import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { send } from '@koa/send';
import type { Middleware } from 'koa';
import { VERSION } from '#platform/system/version.ts';

/**
 * Built elements and console. Content-hashed files may be kept for ever; the loader of the running version (`/embed/v1/lobi.js`)
 * is asked for anew, the one of a version (`/embed/1.4.2/lobi.js`) never changes.
 */

const ROOT = join(import.meta.dirname, '../../../dist/widgets');
const FOREVER = 'public, max-age=31536000, immutable';

/** Names inside dist/widgets, written by the build. */
interface Built {
  loader: string;
  integrity: string;
  console: string;
  mailFrame: string;
  /** `'sha256-…'` of the frame's script. */
  mailFrameScript: string;
}

export function builtAssets(): Built | null {
  const path = join(ROOT, 'manifest.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Built) : null;
}

/** Serves `/assets/*`, `/embed/…` to any origin: they hold code, never data. */
export const assets: Middleware = async (ctx, next) => {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
  const match = /^\/(assets|embed)\/(.+)$/.exec(ctx.path);
  if (match === null) return next();
  const [, kind, rest] = match as unknown as [string, string, string];
  if (kind === 'embed' && rest === 'mail-frame') return next();
  const name = kind === 'assets' ? `assets/${rest}` : embedFile(rest);
  if (name === null) return next();
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set(
    'Cache-Control',
    kind === 'assets' || !rest.startsWith('v1/') ? FOREVER : 'public, max-age=300, must-revalidate',
  );
  await sendFile(ctx, name);
};

/** `v1/lobi.js` and `<this version>/lobi.js` are the same file; other versions are not here. */
function embedFile(rest: string): string | null {
  const [version, ...file] = rest.split('/');
  return version === 'v1' || version === VERSION ? file.join('/') : null;
}

export async function sendFile(ctx: Parameters<Middleware>[0], name: string): Promise<void> {
  const path = normalize(name);
  if (path.startsWith('..') || !(await isFile(join(ROOT, path)))) {
    ctx.remove('Cache-Control');
    ctx.status = 404;
    return;
  }
  await send(ctx, path, { root: ROOT, maxAge: undefined, setHeaders: () => {} });
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
