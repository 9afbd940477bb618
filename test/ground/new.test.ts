import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { copyOfHouse } from '#test/support/copy.ts';
import { root } from '../check/files.ts';

const made: [kind: string, name: string, files: string[]][] = [
  [
    'room',
    'meadows',
    ['server/features/meadows/room.ts', 'server/features/meadows/routes.ts', 'test/features/meadows.test.ts'],
  ],
  ['element', 'people-birthday', ['widgets/people/birthday.ts']],
  ['element', 'meadows-meadow', ['widgets/meadows/meadow.ts', 'widgets/meadows/texts/pl.json']],
  ['step', 'tongue', ['server/features/mailroom/pipeline/tongue.ts']],
  ['channel', 'pigeon', ['server/platform/messages/channels/pigeon/channel.ts']],
  ['migration', 'people_add_nickname', []],
  ['decision', 'Kuşlar öter ve Łódź śpi', []],
];

test('what npm run new makes is typed, formatted, in the right direction, reached by the house, and its test passes', (t) => {
  const { folder, run } = copyOfHouse(t);
  for (const [kind, name, files] of made) {
    const { status, printed } = run('docs/tools/new.ts', kind, ...name.split(' '));
    t.is(status, 0, printed);
    for (const file of files) t.true(existsSync(join(folder, file)), `${file}\n${printed}`);
  }
  t.regex(
    readFileSync(join(folder, 'server/rooms.ts'), 'utf8'),
    /import meadows from '#features\/meadows\/room\.ts';[\s\S]*\n {2}meadows,\n\];/,
  );
  t.regex(
    readFileSync(join(folder, 'widgets/index.ts'), 'utf8'),
    /'lobi-birthday': \(\) => import\('\.\/people\/birthday\.ts'\)/,
  );
  t.regex(
    readFileSync(join(folder, 'server/features/mailroom/pipeline/run.ts'), 'utf8'),
    /STEPS.*[^\]]*,\s*tongue,?\s*\]/,
  );
  t.regex(
    readFileSync(join(folder, 'server/platform/messages/channels/channels.ts'), 'utf8'),
    /CHANNELS[\s\S]*new MailChannel\(\),\s*\(\) => new PigeonChannel\(\),?\s*\]/,
  );
  t.true(filesIn(folder, 'docs/decisions').some((name) => /^\d{4}-kuslar-oter-ve-lodz-spi\.md$/.test(name)));
  t.true(filesIn(folder, 'migrations').some((name) => /^\d{4}_people_add_nickname\.ts$/.test(name)));

  const changed = execFileSync('git', ['ls-files', '--others', '--exclude-standard'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const ours = changed
    .split('\n')
    .filter((path) => /meadow|birthday|tongue|pigeon|nickname/.test(path) && path.endsWith('.ts'));
  const format = spawnSync(`${root}node_modules/.bin/biome`, ['check', ...ours], {
    cwd: folder,
    encoding: 'utf8',
  });
  t.is(format.status, 0, format.stdout + format.stderr);
  for (const check of ['types', 'imports', 'names']) {
    const { printed } = run('test/check/run.ts', check);
    const faults = printed.split('\n').filter((line) => /meadow|birthday|tongue|pigeon|nickname/i.test(line));
    t.deepEqual(faults, [], `${check}\n${printed}`);
  }
  const { status, printed } = run('node_modules/ava/entrypoints/cli.js', 'test/features/meadows.test.ts');
  t.is(status, 0, printed);
});

test('what is there is never written over, and a wrong name says what a right one looks like', (t) => {
  const { run } = copyOfHouse(t);
  const again = run('docs/tools/new.ts', 'room', 'people');
  t.is(again.status, 1);
  t.regex(again.printed, /already there: server\/features\/people\/room\.ts/);
  const wrong = run('docs/tools/new.ts', 'migration', 'Nickname');
  t.is(wrong.status, 2);
  t.regex(wrong.printed, /npm run new -- migration people_add_nickname/);
});

function filesIn(folder: string, under: string): string[] {
  return execFileSync('git', ['ls-files', '--others', under], { cwd: folder, encoding: 'utf8' })
    .split('\n')
    .map((path) => path.slice(under.length + 1));
}
