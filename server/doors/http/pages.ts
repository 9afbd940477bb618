import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Middleware } from 'koa';
import { builtAssets, sendFile } from './assets.ts';

/**
 * The console's page on every address that is neither API nor asset (the browser's address holds the place), and the frame in
 * which HTML mail is shown: from this origin, but sandboxed without it, under a policy of its own (docs/decisions/0062).
 */

const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html dompurify lobi-frame',
].join('; ');

/** The frame's one script stands inside the page and is named by its hash: `'self'` means nothing without an origin. */
function framePolicy(scriptHash: string): string {
  return [
    "default-src 'none'",
    `script-src ${scriptHash}`,
    "style-src 'unsafe-inline'",
    'img-src blob: data:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

export const mailFrame: Middleware = async (ctx, next) => {
  if (ctx.path !== '/embed/mail-frame') return next();
  const built = builtAssets();
  if (built === null) return notBuilt(ctx);
  ctx.set('Content-Security-Policy', framePolicy(built.mailFrameScript));
  ctx.set('Cache-Control', 'no-cache');
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Referrer-Policy', 'no-referrer');
  await sendFile(ctx, built.mailFrame);
};

export const consolePage: Middleware = async (ctx, next) => {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
  if (
    ctx.path.startsWith('/api/') ||
    ctx.path.startsWith('/assets/') ||
    ctx.path.startsWith('/embed/') ||
    ctx.path.startsWith('/live')
  )
    return next();
  ctx.set('Content-Security-Policy', CONSOLE_POLICY);
  ctx.set('Cache-Control', 'no-cache');
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Referrer-Policy', 'same-origin');
  ctx.set('Permissions-Policy', 'camera=(self), microphone=(), geolocation=()');
  const built = builtAssets();
  if (built === null) return notBuilt(ctx);
  await sendFile(ctx, built.console);
};

function notBuilt(ctx: Parameters<Middleware>[0]): void {
  ctx.status = 503;
  ctx.type = 'text/plain';
  ctx.body = 'The pages are not built yet. Start Lobi by `npm start`, which builds them.\n';
}

const DOCS_PAGE = readFileSync(join(import.meta.dirname, 'api-docs.html'), 'utf8');

/** A plain, readable page over openapi.json: no script of strangers. */
export const apiDocs: Middleware = async (ctx, next) => {
  if (ctx.path !== '/api/docs') return next();
  ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
  ctx.type = 'text/html';
  ctx.body = DOCS_PAGE.replace('<!-- operations -->', await operationsHtml());
};

async function operationsHtml(): Promise<string> {
  const { house } = await import('#kernel/house.ts');
  const byTag = new Map<string, string[]>();
  for (const route of house().registry.routes) {
    const tag = route.tag ?? route.path.split('/')[2] ?? '';
    const row = `<tr><td><code>${route.method}</code></td><td><code>${escaped(route.path)}</code></td><td>${escaped(route.says)}</td></tr>`;
    byTag.set(tag, [...(byTag.get(tag) ?? []), row]);
  }
  return [...byTag]
    .sort()
    .map(([tag, rows]) => `<h2>${escaped(tag)}</h2><table>${rows.join('')}</table>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
