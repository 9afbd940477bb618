import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { limitReads, openSqlite } from '#kernel/db/sqlite.ts';

const LONG =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e12) SELECT count(*) FROM n';

/** Slowest of some inserts, in ms, while `reads` endless reads run in a process with that many threads. */
async function slowestInsert(reads: number, threads: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../support/long-reads.ts'), String(reads)],
    {
      env: { ...process.env, UV_THREADPOOL_SIZE: String(threads) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk;
  });
  await once(child, 'close');
  return Number(told.trim());
}

test('four long reads do not hold mail back, because the launcher gives threads enough', async (t) => {
  const idle = await slowestInsert(0, 16);
  const loaded = await slowestInsert(4, 16);
  // Four endless reads take turns with the writer on the cores there are; what must not happen is waiting for their end.
  t.true(loaded < 50 + 10 * idle, `slowest insert ${loaded} ms beside four reads, ${idle} ms alone`);
});

test('the same with the threads that Node has by itself shows why', async (t) => {
  t.true((await slowestInsert(4, 4)) >= 1500);
});

test('a read that takes too long is interrupted, and the reader is good again', async (t) => {
  const database = await openSqlite(join(mkdtempSync(join(tmpdir(), 'lobi-read-')), 'a.sqlite'));
  t.teardown(() => database.close());
  limitReads(database.reader, 300);
  await t.throwsAsync(Promise.resolve(database.reader.raw(LONG)), { message: /interrupt/i });
  t.deepEqual(await database.reader.raw('SELECT 1 AS one'), [{ one: 1 }]);
});

test('a read that begins later on the same connection has its own limit', async (t) => {
  const database = await openSqlite(join(mkdtempSync(join(tmpdir(), 'lobi-read-')), 'a.sqlite'));
  t.teardown(() => database.close());
  limitReads(database.reader, 1500);
  const short = LONG.replace('1e12', '2e4');
  const until = performance.now() + 4000;
  while (performance.now() < until) await database.reader.raw(short);
  t.pass();
});
