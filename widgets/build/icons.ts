/** `lucide-static/icons/mail.svg?icon` → its drawing as a Lit template, without the outer <svg>, of which kernel/icons.ts has one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const find = createRequire(import.meta.url);
const mark = '?icon';

/** The shapes of an icon's file on one line. */
export function drawingOf(file: string): string {
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(file)?.[1];
  if (inner === undefined) throw new Error('an icon is an <svg> with shapes in it');
  return inner.replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>');
}

export function icons(): Plugin {
  return {
    name: 'lobi-icons',
    enforce: 'pre',
    resolveId(id) {
      return id.endsWith(`.svg${mark}`) ? `\0${find.resolve(id.slice(0, -mark.length))}${mark}` : null;
    },
    load(id) {
      if (!id.startsWith('\0') || !id.endsWith(`.svg${mark}`)) return null;
      const file = readFileSync(id.slice(1, -mark.length), 'utf8');
      return `import { svg } from 'lit'; export default svg\`${drawingOf(file)}\`;`;
    },
  };
}
