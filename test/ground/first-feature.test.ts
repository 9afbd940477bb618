import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { copyOfHouse } from '#test/support/copy.ts';

const guide = readFileSync(new URL('../../docs/guides/first-feature.md', import.meta.url), 'utf8');

/** The blocks of the guide: whole files, and lines that come after or before one that begins so. */
const blocks = [...guide.matchAll(/^```ts (.*)\n([\s\S]*?)^```$/gm)].map(([, head = '', text = '']) => ({
  file: /file=(\S+)/.exec(head)?.[1],
  into: /in=(\S+)/.exec(head)?.[1] ?? '',
  place: /(?:after|before)="(.*)"/.exec(head)?.[1] ?? '',
  isAfter: head.includes('after='),
  text,
}));

test('what the first-feature guide says works as it stands there', (t) => {
  const { folder, run } = copyOfHouse(t);
  for (const { file, into, place, isAfter, text } of blocks) {
    if (file !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
      continue;
    }
    const lines = readFileSync(join(folder, into), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.trimStart().startsWith(place));
    t.true(at >= 0, `${into} has no line that begins with ${place}`);
    writeFileSync(join(folder, into), lines.toSpliced(isAfter ? at + 1 : at, 0, text.trimEnd()).join('\n'));
  }
  t.true(blocks.length >= 5);
  const { printed: types } = run('test/check/run.ts', 'types');
  t.notRegex(types, /nickname|subjectless|person\.ts/);
  const { status, printed } = run(
    'node_modules/ava/entrypoints/cli.js',
    '--timeout=60s',
    'test/features/nickname.test.ts',
  );
  t.is(status, 0, printed);
});
