// Events are types only (rooms add them by declaration merging), so their page is read from the source.

import { readFileSync } from 'node:fs';
import type { Registry } from '#kernel/room.ts';
import { filesOf, root } from '#test/check/files.ts';
import { code, page, table } from './markdown.ts';

interface EventType {
  name: string;
  says: string;
  payload: string;
  room: string;
}

export function eventsPage(registry: Registry): string {
  const heardBy = (name: string) =>
    registry.listeners
      .filter(({ on }) => (on as readonly string[]).includes(name))
      .map((each) => code(each.name));
  return page(
    'Events',
    'What happened, told after the commit and heard in order, once for all effects in the database.',
    table(
      ['event', 'what happened', 'carries', 'heard by'],
      eventTypes().map(({ name, says, payload }) => [
        code(name),
        says,
        code(payload),
        heardBy(name).join(', '),
      ]),
    ),
  );
}

function eventTypes(): EventType[] {
  return filesOf(/^server\/.*\.ts$/)
    .flatMap((path) => eventsIn(path, readFileSync(root + path, 'utf8')))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The members of every `interface Events { … }` in a source text, with the comment before each. */
function eventsIn(path: string, text: string): EventType[] {
  const room = path.split('/').slice(1, 3).join('/');
  return [...text.matchAll(/interface Events \{/g)].flatMap(({ index }) => {
    const body = braced(text, text.indexOf('{', index));
    return [...body.matchAll(/(?:\/\*\*((?:(?!\*\/).)*)\*\/\s*)?['"]([\w.]+)['"]\??:\s*/gs)].map((found) => ({
      room,
      name: found[2] ?? '',
      says: (found[1] ?? '')
        .replace(/^\s*\* ?/gm, '')
        .replace(/\s+/g, ' ')
        .trim(),
      payload: typeAt(body, (found.index ?? 0) + found[0].length),
    }));
  });
}

/** The text between a brace and its partner. */
function braced(text: string, open: number): string {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return text.slice(open + 1, at);
  }
  return text.slice(open + 1);
}

/** The type that begins there, up to the semicolon outside of any bracket. */
function typeAt(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if ('{[(<'.includes(text[at] ?? '')) depth++;
    if ('}])>'.includes(text[at] ?? '')) depth--;
    if (depth === 0 && text[at] === ';')
      return text
        .slice(from, at)
        .replace(/\/\*\*?.*?\*\//gs, '')
        .replace(/\s+/g, ' ')
        .trim();
  }
  return text.slice(from).replace(/\s+/g, ' ').trim();
}
