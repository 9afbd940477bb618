/**
 * `manifest.json`: what the http door must know of the build.
 *
 * | path | file | headers beside type and nosniff |
 * |---|---|---|
 * | `/embed/v1/lobi.js` | `loader` | `Access-Control-Allow-Origin: *`, `Cross-Origin-Resource-Policy: cross-origin`, max-age=300 |
 * | `/embed/<version>/lobi.js` | `loader` | the same, immutable |
 * | `/assets/*` | `assets/*` | the same, immutable |
 * | `/embed/mail-frame` | `mailFrame` | no-cache, `Referrer-Policy: no-referrer`, policy with `mailFrameScript` |
 * | every other page | `console` | no-cache, the console's policy |
 */
import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';
import { consoleFile } from './console.ts';
import { frameFile } from './frame.ts';

export interface Manifest {
  version: string;
  loader: string;
  /** For integrity="" of the loader: sha384, base64. */
  integrity: string;
  console: string;
  mailFrame: string;
  /** For script-src of the mail frame's policy: 'sha256-…' with its quotes. */
  mailFrameScript: string;
  /** By element: the files of its first paint, loader and English words included. */
  elements: Record<string, string[]>;
}

export const loaderFile = 'lobi.js';

export function manifest(version: string): Plugin {
  return {
    name: 'lobi-manifest',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const loader = bundle[loaderFile] as Rolldown.OutputChunk;
        // It is served two folders deep, as /embed/v1/lobi.js.
        loader.code = loader.code.replace(/(["'`])\.\/assets\//g, '$1../../assets/');
        const frame = bundle[frameFile] as Rolldown.OutputAsset;
        const made: Manifest = {
          version,
          loader: loaderFile,
          integrity: hashOf('sha384', loader.code),
          console: consoleFile,
          mailFrame: frameFile,
          mailFrameScript: `'${hashOf('sha256', scriptOf(String(frame.source)))}'`,
          elements: firstPaints(loader, bundle),
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

function hashOf(algorithm: string, text: string): string {
  return `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;
}

function scriptOf(page: string): string {
  return /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
}

// An element's first paint: the loader, its own chunk, whatever those import at once, and the English words of its rooms.
function firstPaints(loader: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): Record<string, string[]> {
  const find = (name: string) => bundle[name] as Rolldown.OutputChunk | undefined;
  const gather = (chunk: Rolldown.OutputChunk, seen: Set<string>): Set<string> => {
    if (seen.has(chunk.fileName)) return seen;
    seen.add(chunk.fileName);
    for (const name of chunk.imports) gather(find(name)!, seen);
    for (const name of chunk.dynamicImports) {
      const words = find(name);
      if (words && isEnglish(words)) gather(words, seen);
    }
    return seen;
  };
  const made: Record<string, string[]> = {};
  for (const name of loader.dynamicImports) {
    const chunk = find(name)!;
    const element = /\/([a-z-]+)\.ts$/.exec(chunk.facadeModuleId ?? '')?.[1];
    if (element) made[`lobi-${element}`] = [...gather(chunk, new Set([loaderFile]))];
  }
  return made;
}

function isEnglish(chunk: Rolldown.OutputChunk): boolean {
  return chunk.facadeModuleId?.endsWith('/texts/en.json') ?? false;
}
