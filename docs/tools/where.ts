// npm run where -- WORDS: where something is, or where to add it. Three sources, best first: the table
// of docs/where.md (what people ask for), the running registry (what is declared), the files' own
// first sentences.

import { readFileSync } from 'node:fs';
import { SETTINGS } from '#kernel/config/settings.ts';
import { gather } from '#kernel/room.ts';
import { fold } from '#kernel/text/fold.ts';
import { ROOMS } from '#server/rooms.ts';
import { filesOf, root } from '#test/check/files.ts';

export interface Place {
  /** What is there, or what one wants to do. */
  what: string;
  /** Where to go: paths and commands. */
  where: string;
  /** How far the source is trusted to mean what was asked. */
  weight: number;
}

/** The best places for some words, best first; at most `limit`. */
export function placesFor(words: string[], places: Place[], limit = 8): Place[] {
  const asked = words.flatMap(stems).filter((word) => !filler.has(word));
  if (asked.length === 0) return [];
  return places
    .map((place) => ({ place, score: scoreOf(asked, place) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.place.where < b.place.where ? -1 : 1))
    .slice(0, limit)
    .map(({ place }) => place);
}

const filler = new Set([
  'a',
  'an',
  'the',
  'to',
  'of',
  'in',
  'on',
  'for',
  'where',
  'is',
  'i',
  'add',
  'new',
  'how',
  'do',
  'can',
  'make',
]);

/** Words without case, marks and plural, so that "Fields", "field" and "alan'ı" meet. */
function stems(text: string): string[] {
  return fold(text.replace(/([a-z])([A-Z])/g, '$1 $2'))
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, ''));
}

/** Every asked word must be found for a full score; a word in `what` counts more than one in `where`. */
function scoreOf(asked: string[], { what, where, weight }: Place): number {
  const said = stems(what);
  const there = stems(where);
  const found = asked.map((word) => {
    // What a sentence begins with is what it is about.
    if (said.slice(0, 3).includes(word)) return 4;
    if (said.includes(word)) return 3;
    if (said.some((each) => each.startsWith(word) && word.length > 2)) return 2;
    return there.includes(word)
      ? 1.5
      : there.some((each) => each.startsWith(word) && word.length > 2)
        ? 1
        : 0;
  });
  const hits = found.filter(Boolean).length;
  if (hits === 0) return 0;
  const whole = hits / asked.length;
  // Short answers that are all about the question come before long ones that also mention it.
  return (
    (found.reduce<number>((sum, each) => sum + each, 0) * whole ** 2 * weight) / Math.sqrt(3 + said.length)
  );
}

/** The rows of docs/where.md. */
export function tableOfWhere(markdown: string): Place[] {
  return markdown
    .split('\n')
    .map((line) => /^\| (?!you want|---)(.+?) \| (.+?) \|$/.exec(line))
    .filter((found) => found !== null)
    .map(([, what = '', where = '']) => ({ what, where, weight: 4 }));
}

function declaredPlaces(): Place[] {
  const registry = gather(ROOMS);
  const home = (room: string) =>
    filesOf(new RegExp(`^server/[a-z]+/${room}/room\\.ts$`))[0]?.replace('room.ts', '') ?? '';
  return registry.rooms.flatMap((room) => {
    const folder = home(room.name);
    const place = (what: string, file: string): Place => ({ what, where: folder + file, weight: 2 });
    const named = (
      things: readonly { name: string; says: string }[] | undefined,
      kind: string,
      file: string,
    ) => (things ?? []).map(({ name, says }) => place(`${kind} ${name}: ${says}`, file));
    return [
      place(`room ${room.name}: ${room.says}`, 'room.ts'),
      ...(room.entities ?? []).flatMap((entity) => [
        place(`entity ${entity.name}`, 'model.ts'),
        ...entity.fields.map((field) =>
          place(`field ${field.key} of ${entity.name}: ${field.label.en}`, 'model.ts'),
        ),
      ]),
      ...named(room.commands as { name: string; says: string }[] | undefined, 'command', 'commands'),
      ...((room.routes ?? []) as { method: string; path: string; says: string }[]).map(
        ({ method, path, says }) => place(`route ${method} ${path}: ${says}`, 'routes'),
      ),
      ...named(room.listeners, 'listener', 'listeners'),
      ...named(room.timers, 'timer', 'timers'),
      ...named(room.hands, 'hand', ''),
    ];
  });
}

function settingPlaces(): Place[] {
  return SETTINGS.map(([, { name, says }]) => ({
    what: `setting ${name}: ${says}`,
    where: 'server/kernel/config.ts',
    weight: 2,
  }));
}

function filePlaces(): Place[] {
  return filesOf(/^(server|widgets|migrations|appliance|test|docs)\/.*\.(ts|mjs|md|json)$/)
    .filter((path) => !path.startsWith('docs/reference/'))
    .map((path) => ({ what: firstSentence(path), where: path, weight: 1 }));
}

/** What a file says of itself first: its header comment or its title. */
function firstSentence(path: string): string {
  if (path.endsWith('.json')) return '';
  const text = readFileSync(root + path, 'utf8');
  const head =
    /^\s*\/\*\*(.*?)\*\//s.exec(text)?.[1] ??
    /^((?:\/\/.*\n)+)/.exec(text)?.[1] ??
    /^# (.*)/.exec(text)?.[1] ??
    '';
  const plain = head
    .replace(/^\s*(\*|\/\/) ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /^.*?[.:](?=\s|$)/.exec(plain)?.[0] ?? plain.slice(0, 120);
}

/** Everything that can be found. */
export function allPlaces(): Place[] {
  return [
    ...tableOfWhere(readFileSync(`${root}docs/where.md`, 'utf8')),
    ...declaredPlaces(),
    ...settingPlaces(),
    ...filePlaces(),
  ];
}

if (import.meta.main) {
  const words = process.argv.slice(2);
  if (words.length === 0) {
    console.error('where: say what you look for, for example: npm run where -- a field on a person');
    process.exit(2);
  }
  const found = placesFor(words, allPlaces());
  for (const { what, where } of found)
    console.log(`${what || where}\n    ${where.replaceAll('<br>', '\n    ')}\n`);
  if (found.length === 0)
    console.log('Nothing found. docs/architecture.md is the map; docs/where.md lists what is asked most.');
  process.exitCode = found.length > 0 ? 0 : 1;
}
