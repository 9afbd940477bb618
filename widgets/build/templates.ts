/** Takes the line breaks and indentation out of html, svg and css templates, which no minifier touches. */
import type { Plugin } from 'vite';

interface Quasi {
  start: number;
  end: number;
}

/** White space means one space in markup, and none at the ends of a template that begins or ends with a line break. */
export function tightMarkup(text: string, first: boolean, last: boolean): string {
  let tight = text.replace(/<!--[\s\S]*?-->/g, '').replace(/\s*\n\s*/g, ' ');
  if (first && /^\s*\n/.test(text)) tight = tight.trimStart();
  if (last && /\n\s*$/.test(text)) tight = tight.trimEnd();
  return tight;
}

export function tightStyle(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim();
}

export function templates(): Plugin {
  return {
    name: 'lobi-templates',
    enforce: 'post',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('/widgets/') || !/\b(html|svg|css)`/.test(code)) return null;
      const edits: { start: number; end: number; text: string }[] = [];
      walk(this.parse(code), (tag, quasis) => {
        quasis.forEach((quasi, at) => {
          const text = code.slice(quasi.start, quasi.end);
          const tight =
            tag === 'css' ? tightStyle(text) : tightMarkup(text, at === 0, at === quasis.length - 1);
          edits.push({ start: quasi.start, end: quasi.end, text: tight });
        });
      });
      let tight = code;
      for (const edit of edits.sort((a, b) => b.start - a.start)) {
        tight = tight.slice(0, edit.start) + edit.text + tight.slice(edit.end);
      }
      return { code: tight, map: null };
    },
  };
}

// Every tagged template of a syntax tree, whatever it stands in.
function walk(node: unknown, found: (tag: string, quasis: Quasi[]) => void): void {
  if (Array.isArray(node)) for (const child of node) walk(child, found);
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
  const { type, tag, quasi } = node as {
    type?: string;
    tag?: { name?: string };
    quasi?: { quasis: Quasi[] };
  };
  if (type === 'TaggedTemplateExpression' && quasi && ['html', 'svg', 'css'].includes(tag?.name ?? '')) {
    found(tag!.name!, quasi.quasis);
  }
  for (const child of Object.values(node)) walk(child, found);
}
