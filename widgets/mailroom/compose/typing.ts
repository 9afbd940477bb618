/** The three marks of the composer, put around what is chosen in the field: **bold**, "- " before lines, [words](address). */
export type Mark = 'bold' | 'list' | 'link';

export interface Typed {
  text: string;
  /** What is chosen afterwards. */
  from: number;
  to: number;
}

export function mark(kind: Mark, text: string, from: number, to: number): Typed {
  const chosen = text.slice(from, to);
  if (kind === 'bold') return around(text, from, to, '**', '**');
  if (kind === 'link') {
    const made = `[${chosen || '…'}](https://)`;
    const at = from + made.length - 1;
    return { text: text.slice(0, from) + made + text.slice(to), from: at, to: at };
  }
  const begin = text.lastIndexOf('\n', from - 1) + 1;
  const lines = text.slice(begin, to).split('\n');
  const every = lines.every((line) => line.startsWith('- '));
  const made = lines
    .map((line) => (every ? line.slice(2) : line.startsWith('- ') ? line : `- ${line}`))
    .join('\n');
  return { text: text.slice(0, begin) + made + text.slice(to), from: begin, to: begin + made.length };
}

// Marked already: the marks are taken away again.
function around(text: string, from: number, to: number, before: string, after: string): Typed {
  const marked =
    text.slice(from - before.length, from) === before && text.slice(to, to + after.length) === after;
  if (marked) {
    const bare = text.slice(0, from - before.length) + text.slice(from, to) + text.slice(to + after.length);
    return { text: bare, from: from - before.length, to: to - before.length };
  }
  const made = text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to);
  return { text: made, from: from + before.length, to: to + before.length };
}
