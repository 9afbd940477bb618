// npm run new -- KIND NAME: a working skeleton by the conventions of the house. It writes new files
// only, adds the line that makes them known, formats both, and says what to do next.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { root } from '#test/check/files.ts';
import { runTool } from '#test/check/program.ts';
import { channel } from './skeletons/channel.ts';
import { decision } from './skeletons/decision.ts';
import { element } from './skeletons/element.ts';
import { migration } from './skeletons/migration.ts';
import { room } from './skeletons/room.ts';
import type { Skeleton } from './skeletons/skeleton.ts';
import { step } from './skeletons/step.ts';

const kinds: Record<string, { usage: string; name: RegExp; make(name: string): Skeleton }> = {
  room: { usage: 'room notes', name: /^[a-z]+$/, make: room },
  element: {
    usage: 'element people-birthday (folder-noun)',
    name: /^[a-z]+-[a-z]+(-[a-z]+)*$/,
    make: element,
  },
  step: { usage: 'step language', name: /^[a-z]+(-[a-z]+)*$/, make: step },
  channel: { usage: 'channel sms', name: /^[a-z]+$/, make: channel },
  migration: { usage: 'migration people_add_nickname', name: /^[a-z]+(_[a-z0-9]+){2,}$/, make: migration },
  decision: { usage: 'decision "Letters are frozen at sending"', name: /^.{5,80}$/, make: decision },
};

/** Writes a skeleton; gives the paths it wrote and changed. Throws where a file of it is there already. */
export function write({ files, lines }: Skeleton): string[] {
  const there = Object.keys(files).filter((path) => existsSync(root + path));
  if (there.length > 0) throw new Error(`already there: ${there.join(', ')}`);
  const edited = editsOf(lines);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, text);
  }
  for (const { path, text } of edited) writeFileSync(root + path, text);
  const paths = [...Object.keys(files), ...edited.map(({ path }) => path)];
  const formatted = paths.filter((path) => /\.(ts|json)$/.test(path));
  if (formatted.length > 0) runTool('biome', ['check', '--write', ...formatted]);
  return paths;
}

/** The edited text of each file, edits of one file after each other. */
function editsOf(lines: Skeleton['lines']): { path: string; text: string }[] {
  const texts = new Map<string, string>();
  for (const { path, at, put } of lines) {
    const text = (texts.get(path) ?? readFileSync(root + path, 'utf8')).split('\n');
    const found = text.findLastIndex((line) => at.test(line));
    if (found < 0) throw new Error(`${path} has no line like ${at}; its line has to be written by hand`);
    texts.set(path, text.with(found, (text[found] ?? '').replace(at, put as string)).join('\n'));
  }
  return [...texts].map(([path, text]) => ({ path, text }));
}

if (import.meta.main) {
  const [kind = '', ...rest] = process.argv.slice(2);
  const name = rest.join(' ');
  const known = kinds[kind];
  if (!known?.name.test(name)) {
    console.error(
      known ? `new: "${name}" is no name for a ${kind}.` : `new: what? ${Object.keys(kinds).join(', ')}.`,
    );
    for (const { usage } of known ? [known] : Object.values(kinds))
      console.error(`  npm run new -- ${usage}`);
    process.exit(2);
  }
  try {
    const skeleton = known.make(name);
    for (const path of write(skeleton)) console.log(`  ${path}`);
    console.log(`\n${skeleton.next.map((each) => `- ${each}`).join('\n')}`);
  } catch (fault) {
    console.error(`new: ${fault instanceof Error ? fault.message : String(fault)}`);
    process.exit(1);
  }
}
