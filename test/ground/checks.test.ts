import test from 'ava';
import { checks } from '../check/checks.ts';
import { circlesOfRooms } from '../check/circles.ts';
import { read } from '../check/source.ts';
import { doubleKeys, placeholders } from '../check/texts.ts';

test('a source says what it takes, offers and how long its functions are', (t) => {
  const facts = read(`// İlk satır: two bytes for one letter must not move the lines.
import type { Actor } from '#kernel/actor.ts';
import pg, { type Client as Line } from 'pg';
import * as all from './all.ts';
export { one as two } from './numbers.ts';
export * from './more.ts';
export interface Shape { a: 1 }
export const [kept] = [1], { named, renamed: other } = all as never;
export function long(a = 1) {
  return a;
}
export default class Card {
  age() {
    return () => import('./lazy.ts');
  }
}
new Worker(new URL('./worker.ts', import.meta.url));
`);
  t.deepEqual(facts.imports, [
    { from: '#kernel/actor.ts', names: ['Actor'], typeOnly: true },
    { from: 'pg', names: ['default', 'Client'], typeOnly: false },
    { from: './all.ts', names: ['*'], typeOnly: false },
    { from: './numbers.ts', names: ['one'], typeOnly: false },
    { from: './more.ts', names: ['*'], typeOnly: false },
    { from: './lazy.ts', names: ['*'], typeOnly: false },
    { from: './worker.ts', names: ['*'], typeOnly: false },
  ]);
  t.deepEqual(
    facts.exports.map(({ name, line, isType }) => [name, line, isType]),
    [
      ['two', 5, false],
      ['Shape', 7, true],
      ['kept', 8, false],
      ['named', 8, false],
      ['other', 8, false],
      ['long', 9, false],
      ['default', 12, false],
    ],
  );
  t.deepEqual(
    facts.functions.find(({ name }) => name === 'long'),
    { name: 'long', line: 9, lines: 3 },
  );
  t.deepEqual(
    facts.functions.find(({ name }) => name === 'age'),
    { name: 'age', line: 13, lines: 3 },
  );
});

test('placeholders are compared without the words of plural branches', (t) => {
  const turkish = placeholders('{count, plural, one {# ileti} other {# ileti}}, {name}');
  const polish = placeholders(
    '{name}: {count, plural, one {# wiadomość} few {# wiadomości} other {# wiadomości}}',
  );
  t.is(turkish, polish);
  t.is(turkish, 'count name');
  t.not(placeholders('{nama}'), placeholders('{name}'));
});

test('a key that stands twice in a JSON text is seen, one that stands in two objects is not', (t) => {
  t.deepEqual(doubleKeys('{ "a": "x", "b": { "a": "{\\"a\\": 1}" }, "a": "y" }'), ['a']);
  t.deepEqual(doubleKeys('{ "a": { "c": "" }, "b": { "c": "" } }'), []);
});

test('the checks have names that can be typed, and sentences', (t) => {
  for (const { name, says } of checks) {
    t.regex(name, /^[a-z]+$/);
    t.true(says.length > 10);
  }
  t.is(new Set(checks.map(({ name }) => name)).size, checks.length);
});

test('rooms that need each other over a third one are a circle, told once with its evidence', (t) => {
  const files = 'server/platform/files/api.ts';
  const access = 'server/platform/access/policy.ts';
  const query = 'server/platform/query/tree.ts';
  t.deepEqual(
    circlesOfRooms([
      [files, access],
      [access, query],
      [query, 'server/platform/files/model.ts'],
      [files, 'server/platform/files/model.ts'],
      ['server/doors/http/door.ts', access],
    ]),
    [
      `files → access → query → files: these rooms need each other\n  ${files} → ${access}\n  ${access} → ${query}\n  ${query} → server/platform/files/model.ts`,
    ],
  );
  t.deepEqual(
    circlesOfRooms([
      [files, access],
      ['server/features/people/api.ts', files],
    ]),
    [],
  );
});
