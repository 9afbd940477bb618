/**
 * `manifest.json`: what the http door serves, and how. Each route names its file, its type, how long it may be kept, and the
 * policy that goes with it; the door adds nothing but these.
 */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { frameFile } from './frame.ts';

export interface Route {
  /** Below dist/widgets. */
  file: string;
  type: string;
  /** Cache-Control. */
  cache: string;
  /** May pages of other origins read it? Then: Access-Control-Allow-Origin: *, Cross-Origin-Resource-Policy: cross-origin. */
  shared: boolean;
  /** Content-Security-Policy, on pages. */
  csp?: string;
}

export interface Manifest {
  version: string;
  /** For integrity="" of the loader: sha384, base64. */
  integrity: string;
  /** By path: "/embed/v1/lobi.js", "/assets/kernel-Bf2….js"… "/" is the console and answers every path that is a page. */
  routes: Record<string, Route>;
  /** First paint of an element: every file it needs, loader and one language included. */
  elements: Record<string, string[]>;
}

export const loaderFile = 'embed/v1/lobi.js';
export const consoleFile = 'console/index.html';

const year = 'public, max-age=31536000, immutable';
const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
};

/** The console is one origin with its server: nothing comes from elsewhere, no script or style stands in the page. */
export const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/** The mail's own styles may be inline; pictures only come as bytes through the port; nothing else leaves or enters. */
export function framePolicy(page: string): string {
  const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src blob: data:',
    "form-action 'none'",
    "base-uri 'none'",
    'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');
}

interface Emitted {
  fileName: string;
  source?: string | Uint8Array;
  code?: string;
}

export function manifest(version: string): Plugin {
  return {
    name: 'lobi-manifest',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.values(bundle) as Emitted[];
        const loader = files.find((file) => file.fileName === loaderFile);
        const integrity = `sha384-${createHash('sha384')
          .update(loader?.code ?? '')
          .digest('base64')}`;
        const made: Manifest = {
          version,
          integrity,
          routes: routesOf(files, version),
          elements: firstPaints(bundle),
        };
        this.emitFile({
          type: 'asset',
          fileName: 'manifest.json',
          source: `${JSON.stringify(made, null, 2)}\n`,
        });
      },
    },
  };
}

function routesOf(files: Emitted[], version: string): Record<string, Route> {
  const routes: Record<string, Route> = {};
  for (const { fileName: file, source, code } of files) {
    const type = types[file.split('.').at(-1)!];
    if (!type) throw new Error(`${file}: of which type is it served? Add it to widgets/build/manifest.ts.`);
    const text = () => code ?? (typeof source === 'string' ? source : Buffer.from(source ?? '').toString());
    if (file === loaderFile) {
      routes[`/${file}`] = { file, type, cache: 'public, max-age=300', shared: true };
      routes[`/embed/${version}/lobi.js`] = { file, type, cache: year, shared: true };
    } else if (file === frameFile) {
      routes['/embed/mail-frame'] = { file, type, cache: 'no-cache', shared: true, csp: framePolicy(text()) };
    } else if (file === consoleFile) {
      routes['/'] = { file, type, cache: 'no-cache', shared: false, csp: consolePolicy };
    } else routes[`/${file}`] = { file, type, cache: year, shared: true };
  }
  return routes;
}

interface Chunk {
  type: string;
  fileName: string;
  imports?: string[];
  dynamicImports?: string[];
  moduleIds?: string[];
  facadeModuleId?: string | null;
}

// An element's first paint: the loader, its own chunk, whatever those import at once, and the English words of its rooms.
function firstPaints(bundle: Record<string, unknown>): Record<string, string[]> {
  const chunks = Object.values(bundle).filter((file) => (file as Chunk).type === 'chunk') as Chunk[];
  const find = (fileName: string) => chunks.find((chunk) => chunk.fileName === fileName);
  const whole = (chunk: Chunk, seen: Set<string>): Set<string> => {
    if (seen.has(chunk.fileName)) return seen;
    seen.add(chunk.fileName);
    for (const name of chunk.imports ?? []) whole(find(name)!, seen);
    for (const name of chunk.dynamicImports ?? []) {
      if (find(name)?.facadeModuleId?.endsWith('/texts/en.json')) seen.add(name);
    }
    return seen;
  };
  const loader = find(loaderFile);
  const made: Record<string, string[]> = {};
  for (const name of loader?.dynamicImports ?? []) {
    const chunk = find(name)!;
    const element = /\/([a-z-]+)\.ts$/.exec(chunk.facadeModuleId ?? '')?.[1];
    if (element) made[`lobi-${element}`] = [...whole(chunk, new Set([loaderFile]))];
  }
  return made;
}
