import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { filesOf, root } from '../check/files.ts';

/** A copy of the checkout in which skeletons may be made; libraries are shared. */
function copyOfHouse(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-new-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of filesOf(/^(?!test\/(?!check|support|run\.ts))/)) cpSync(root + path, join(folder, path));
  symlinkSync(`${root}node_modules`, join(folder, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}

function run(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, printed: stdout + stderr };
}

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
  const folder = copyOfHouse(t);
  for (const [kind, name, files] of made) {
    const { status, printed } = run(folder, 'docs/tools/new.ts', kind, ...name.split(' '));
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
    readFileSync(join(folder, 'server/platform/messages/queue/hand.ts'), 'utf8'),
    /\[new MailChannel\(\), new PigeonChannel\(\)\]/,
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
    const { printed } = run(folder, 'test/check/run.ts', check);
    const faults = printed.split('\n').filter((line) => /meadow|birthday|tongue|pigeon|nickname/i.test(line));
    t.deepEqual(faults, [], `${check}\n${printed}`);
  }
  const { status, printed } = run(
    folder,
    'node_modules/ava/entrypoints/cli.js',
    'test/features/meadows.test.ts',
  );
  t.is(status, 0, printed);
});

test('what is there is never written over, and a wrong name says what a right one looks like', (t) => {
  const folder = copyOfHouse(t);
  const again = run(folder, 'docs/tools/new.ts', 'room', 'people');
  t.is(again.status, 1);
  t.regex(again.printed, /already there: server\/features\/people\/room\.ts/);
  const wrong = run(folder, 'docs/tools/new.ts', 'migration', 'Nickname');
  t.is(wrong.status, 2);
  t.regex(wrong.printed, /npm run new -- migration people_add_nickname/);
});

function filesIn(folder: string, under: string): string[] {
  return execFileSync('git', ['ls-files', '--others', under], { cwd: folder, encoding: 'utf8' })
    .split('\n')
    .map((path) => path.slice(under.length + 1));
}
