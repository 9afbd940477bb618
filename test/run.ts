// npm test: a real PostgreSQL for the whole run, every test file by AVA, and one plain closing line.
//
//   npm test                        everything
//   npm test -- test/kernel/**      some files
//   npm test -- --match='*mail*'    some titles (any of AVA's own options)

import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { startPostgres } from './support/postgres.ts';
import { closingLine, tallyReader } from './support/tally.ts';

const args = process.argv.slice(2);
const root = new URL('..', import.meta.url).pathname;
const startedAt = performance.now();
/** So many browser tests may be looked at a second time. */
const MOST_ALONE = 4;

process.exitCode = await runTests();

async function runTests(): Promise<number> {
  if (globSync('test/**/*.test.ts', { cwd: root }).length === 0) {
    console.log(closingLine({ passed: 0, failed: 0, skipped: 0 }));
    return 1;
  }
  const postgres = process.env.LOBI_TEST_POSTGRES ? undefined : await startPostgres();
  try {
    return await runAva({ LOBI_TEST_POSTGRES: process.env.LOBI_TEST_POSTGRES ?? postgres?.url });
  } finally {
    await postgres?.stop();
  }
}

/** Runs AVA and reports; resolves with the exit code of the whole run. */
async function runAva(more: Record<string, string | undefined>): Promise<number> {
  const reader = tallyReader();
  const code = await ava(more, args, (text) => {
    console.log(text);
    reader.line(stripVTControlCharacters(text));
  });
  const tally = reader.tally(code);
  if (args.length === 0 && code !== 0 && (await holdsAlone(more, reader.failures(), tally.failed))) {
    tally.passed += tally.failed;
    tally.failed = 0;
    console.log(closingLine(tally));
    return 0;
  }
  console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`);
  console.log(closingLine(tally));
  return tally.failed > 0 || code !== 0 ? 1 : 0;
}

/**
 * Browsers share the machine with everything else that is tested, and a page may come too late. Where nothing but a few browser
 * tests failed, their files run once more, alone, and it is said: what fails then has failed.
 */
async function holdsAlone(
  more: Record<string, string | undefined>,
  failures: readonly string[],
  failed: number,
): Promise<boolean> {
  const files = failures.map((title) =>
    /^((?:widgets|flows) › [\w-]+) › /.exec(title)?.[1]?.replace(' › ', '/'),
  );
  if (failures.length === 0 || failures.length !== failed || failed > MOST_ALONE || files.includes(undefined))
    return false;
  console.log(`\nOnce more, alone: ${failures.join('; ')}\n`);
  const again = [...new Set(files)].map((file) => `test/${file}.test.ts`);
  return (await ava(more, ['--concurrency=1', ...again], (text) => console.log(text))) === 0;
}

/** Feeds AVA's report line by line; resolves with its exit code. */
function ava(
  more: Record<string, string | undefined>,
  given: readonly string[],
  line: (text: string) => void,
): Promise<number> {
  const colour = process.stdout.isTTY ? ['--color'] : ['--no-color'];
  const child = spawn(process.execPath, ['node_modules/ava/entrypoints/cli.js', ...colour, ...given], {
    cwd: root,
    env: { ...process.env, ...more, PATH: `${root}node_modules/.bin:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => child.kill(signal));
  createInterface({ input: child.stdout }).on('line', line);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
