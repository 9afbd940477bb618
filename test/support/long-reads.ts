import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqlite } from '#kernel/db/sqlite.ts';

/** Program of threads.test.ts: long reads on the pool, inserts on the writer; prints the slowest insert in ms. */

const READ =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e12) SELECT count(*) FROM n';
const ROUNDS = 30;
/** Where the inserts never get a thread, this ends the waiting. */
const PATIENCE_MS = 2000;

const folder = mkdtempSync(join(tmpdir(), 'lobi-threads-'));
const { writer, reader } = await openSqlite(join(folder, 'a.sqlite'));
await writer.raw('CREATE TABLE mails (id INTEGER PRIMARY KEY, bytes BLOB)');
for (let n = 0; n < Number(process.argv[2]); n++) reader.raw(READ).catch(() => {});
await sleep(300);
let slowest = 0;
for (let round = 0; round < ROUNDS && slowest < PATIENCE_MS; round++) {
  const started = performance.now();
  await Promise.race([
    writer.raw('INSERT INTO mails (bytes) VALUES (?)', [Buffer.alloc(10_000, round)]),
    sleep(PATIENCE_MS),
  ]);
  slowest = Math.max(slowest, performance.now() - started);
}
process.stdout.write(`${Math.round(slowest)}\n`, () => {
  rmSync(folder, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});
