import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { closingLine, tallyReader } from '#test/support/tally.ts';

/** Runs AVA over small test files and tallies its report. */
function tallied(t: ExecutionContext, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-tally-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(new URL('../../node_modules', import.meta.url).pathname, join(folder, 'node_modules'));
  const config = "export default { files: ['*.test.js'], workerThreads: false };";
  const all = { 'package.json': '{ "type": "module" }', 'ava.config.js': config, ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  const { AVA_PATH: _, ...env } = process.env;
  const { stdout, status } = spawnSync(process.execPath, ['node_modules/ava/entrypoints/cli.js'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const reader = tallyReader();
  for (const line of stdout.split('\n')) reader.line(line);
  return closingLine(reader.tally(status ?? 1));
}

const passing = "import test from 'ava'; test('1', (t) => t.pass()); test('2', (t) => t.pass());";

test('passing, failing, skipped and announced tests are counted, and a failing hook', (t) => {
  t.is(tallied(t, { 'a.test.js': passing }), '2 passed, 0 failed, 0 skipped');
  t.is(
    tallied(t, {
      'a.test.js': passing,
      'b.test.js':
        "import test from 'ava'; test('x', (t) => t.fail()); test['skip']('y', (t) => t.pass()); test['todo']('z'); test.after.always(() => { throw new Error('hook'); });",
    }),
    '2 passed, 2 failed, 2 skipped',
  );
});

test('an error that holds an undefined is told, and does not take the report with it', (t) => {
  const thrown =
    "import test from 'ava'; test('x', () => { throw Object.assign(new Error('no'), { where: undefined }); });";
  t.is(tallied(t, { 'a.test.js': passing, 'b.test.js': thrown }), '2 passed, 1 failed, 0 skipped');
});

test('a test file that breaks off is a failure, however it breaks', (t) => {
  const exits =
    "import test from 'ava'; test('x', async (t) => { t.pass(); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); });";
  t.regex(tallied(t, { 'a.test.js': passing, 'b.test.js': exits }), /^2 passed, [1-9] failed, 0 skipped$/);
  t.regex(
    tallied(t, { 'a.test.js': passing, 'b.test.js': 'syntax error here' }),
    /^2 passed, [1-9] failed, 0 skipped$/,
  );
  t.regex(
    tallied(t, { 'a.test.js': passing, 'b.test.js': 'export {};' }),
    /^2 passed, [1-9] failed, 0 skipped$/,
  );
  t.is(tallied(t, {}), '0 passed, 1 failed, 0 skipped');
});

test('a line of a test that looks like a sum is not taken for one', (t) => {
  const reader = tallyReader();
  for (const line of ['    ℹ said: 7 tests passed', '7 tests passed', '  2 tests passed']) reader.line(line);
  t.is(closingLine(reader.tally(0)), '2 passed, 0 failed, 0 skipped');
});
