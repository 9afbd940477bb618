// Search as people use it: a page of fifty by words through the list of the API, rows and rights and all, over rows of
// `messages` and an index filled by `indexTexts`. LOBI_BENCH_ENGINE=postgres for the other engine; LOBI_BENCH_MAILS=1000000 for the
// large one, which is then compared with 200,000 in the same minute.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { textsOfMessages } from '#features/mailroom/search.ts';
import { type Actor, systemActor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';
import { db, inUnit } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { fold } from '#kernel/text/fold.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { list } from '#platform/records/list.ts';
import { find } from '#platform/search/find.ts';
import { type IndexRow, indexTexts, rowOf } from '#platform/search/index-texts.ts';
import { putRows } from '#platform/search/rows.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { freshPostgres } from '#test/support/postgres.ts';
import { type Bench, cpuOf, type Measure, percentile } from './bench.ts';
import { chance, word } from './corpus.ts';
import { againAs, MAILBOXES, type MailRow, mailboxId, mailRows, putAll, searchTextOf } from './mails.ts';

const SMALL = 200_000;
const MAILS = Number(process.env.LOBI_BENCH_MAILS ?? SMALL);
const ENGINE = process.env.LOBI_BENCH_ENGINE === 'postgres' ? 'postgres' : 'sqlite';
const QUESTIONS = 300;
const LIMIT = 50;
const BATCH = 500;
const QUICK = 5000;

const reader = (): Actor => ({ ...systemActor(), kind: 'user', userId: newId(), roles: ['limited'] });
/** Member of twenty mailboxes: sees 99.9 % of all mail. */
const everybody = reader();
/** Member of the one that has a mail in a thousand. */
const clerk = reader();

interface Stand {
  house: House;
  indexed: Measure;
  close(): Promise<void>;
}
let large: Stand;
let small: Stand | undefined;

async function stand(mails: number): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'lobi-bench-search-'));
  const fresh = ENGINE === 'postgres' ? await freshPostgres() : undefined;
  const house = await openHouse({
    config: readConfig({
      LOBI_DATA: folder,
      LOBI_LOG_LEVEL: 'fatal',
      ...(fresh === undefined ? {} : { LOBI_DATABASE_URL: fresh.url }),
    }),
    rooms: ROOMS,
    seams: SEAMS,
    log: openLog({ level: 'fatal', format: 'json' }),
  });
  const indexed = await inHouse(house, async () => {
    await openMailboxes();
    const measure = await fill(house, mails);
    await inUnit('settle', async () => db().raw('ANALYZE'));
    await freshenRights();
    return measure;
  });
  return {
    house,
    indexed,
    async close() {
      await closeHouse(house);
      await fresh?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openMailboxes(): Promise<void> {
  const at = moment(Date.now());
  const boxes = [...Array(MAILBOXES).keys(), 'rare' as const].map((n) => ({
    id: mailboxId(n),
    version: 1,
    createdAt: at,
    updatedAt: at,
    name: `Box ${n}`,
    address: `box${n}@bench.example`,
    kind: 'group',
  }));
  await work('mailboxes', () => putAll(db(), ENGINE, 'mailboxes', boxes));
  const members = boxes.map(({ id }, n) => ({
    mailboxId: id,
    userId: (n < MAILBOXES ? everybody : clerk).userId,
  }));
  await work('members', () => putAll(db(), ENGINE, 'mailbox_members', members));
}

/** Mails and their index; the time is the index's alone. */
async function fill(house: House, mails: number): Promise<Measure> {
  let [wallMs, cpuMs] = [0, 0];
  if (mails > SMALL) {
    await fillQuickly(house, mails);
    return { units: 0, wallMs: 0 };
  }
  let checked = false;
  for (const rows of mailRows(mails, BATCH)) {
    await work('file', () => putAll(db(), house.db.dialect, 'messages', rows));
    if (!checked) await assertSameTexts(rows);
    checked = true;
    const texts = rows.map(searchTextOf);
    const [started, cpu] = [performance.now(), cpuOf('self')];
    await work('index', () => indexTexts(texts));
    wallMs += performance.now() - started;
    cpuMs += cpuOf('self') - cpu;
  }
  return { units: mails, wallMs, cpuMs };
}

/** Texts that a million mails share; each has its own moment, mailbox and number. */
const SHARED = 20_000;

/**
 * A million, for the read part alone: the rows that `indexTexts` would make, by its own functions, in few large units that do not wait
 * for the disk. How fast the index takes them is not measured here.
 */
async function fillQuickly(house: House, mails: number): Promise<void> {
  await house.db.writer.raw(house.db.dialect === 'sqlite' ? 'PRAGMA synchronous = OFF' : 'SELECT 1');
  const shared: MailRow[] = [...mailRows(SHARED, SHARED)].flat();
  const made = shared.map((row) => rowOf(searchTextOf(row)));
  for (let from = 0; from < mails; from += QUICK) {
    const rows = Array.from({ length: QUICK }, (_, k) =>
      againAs(from + k, mails, shared[(from + k) % SHARED] as MailRow),
    );
    await work('file', () => putAll(db(), house.db.dialect, 'messages', rows));
    const texts = rows.map((row, k) => ({
      ...(made[(from + k) % SHARED] as IndexRow),
      nr: new Date(row.at).getTime() * 1000 + ((from + k) % 1000),
      recordId: row.id,
      at: row.at,
      keys: rowOf({ ...searchTextOf(row), title: '', body: '' }).keys,
    }));
    await work('index', () => putRows(texts));
  }
}

async function assertSameTexts(rows: readonly MailRow[]): Promise<void> {
  const given = new Map((await textsOfMessages(rows.map((row) => row.id))).map((text) => [text.id, text]));
  for (const row of rows)
    if (!isDeepStrictEqual(given.get(row.id), searchTextOf(row)))
      throw new Error('The bench fills the index with other texts than the mailroom would.');
}

/** The least work: the same words into a bare FTS5 table and a table beside it, in the same batches, in the order of their numbers. */
async function bareIndex(): Promise<Measure> {
  const units = Math.min(MAILS, SMALL);
  const folder = mkdtempSync(join(tmpdir(), 'lobi-bench-bare-'));
  const { writer, close } = await openSqlite(join(folder, 'bare.sqlite'));
  await writer.raw('CREATE TABLE r (nr INTEGER PRIMARY KEY, a text, b text, c text)');
  await writer.raw(
    "CREATE VIRTUAL TABLE f USING fts5(a, b, c, content='r', content_rowid='nr', prefix='2 3')",
  );
  let [wallMs, cpuMs, n] = [0, 0, 0];
  for (const rows of mailRows(units, BATCH)) {
    const texts = rows.map(searchTextOf);
    const [started, cpu] = [performance.now(), cpuOf('self')];
    const values = texts.flatMap((text) => [++n, fold(text.title), fold(text.body), text.scope[0] as string]);
    const marks = rows.map(() => '(?,?,?,?)').join(',');
    await writer.transaction(async (trx) => {
      await trx.raw(`INSERT INTO r VALUES ${marks}`, values);
      await trx.raw(`INSERT INTO f(rowid, a, b, c) VALUES ${marks}`, values);
    });
    wallMs += performance.now() - started;
    cpuMs += cpuOf('self') - cpu;
  }
  await close();
  rmSync(folder, { recursive: true, force: true });
  return { units, wallMs, cpuMs };
}

/** Every third question is one word, the others are two of which the second is unfinished: one letter to six. */
async function asked(where: Stand, ask: (question: string) => Promise<unknown>): Promise<Measure> {
  const next = chance(99);
  const times: number[] = [];
  const cpuTimes: number[] = [];
  const started = performance.now();
  for (let n = 0; n < QUESTIONS; n++) {
    const question = n % 3 === 0 ? word(next) : `${word(next)} ${word(next).slice(0, 1 + (n % 6))}`;
    const [at, cpu] = [performance.now(), process.cpuUsage()];
    await inHouse(where.house, () => ask(question));
    times.push(performance.now() - at);
    const { user, system } = process.cpuUsage(cpu);
    cpuTimes.push((user + system) / 1000);
  }
  return {
    units: QUESTIONS,
    wallMs: performance.now() - started,
    cpuMs: cpuTimes.reduce((sum, ms) => sum + ms, 0),
    note: `CPU p50 ${percentile(cpuTimes, 0.5).toFixed(1)} ms, p99 ${percentile(cpuTimes, 0.99).toFixed(1)} ms`,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

const page = (actor: Actor) => (q: string) => list({ entity: 'message', actor, q, limit: LIMIT });
const hits = (actor: Actor) => (q: string) => find(q, actor, { limit: LIMIT, entities: ['message'] });

export default {
  says: `Newest ${LIMIT} with rows among ${MAILS} mails, for who sees all and for who sees one in a thousand; and filling the index (${ENGINE}).`,
  unit: 'search',
  async open() {
    if (MAILS > SMALL) small = await stand(SMALL);
    large = await stand(MAILS);
    return async () => {
      await large.close();
      await small?.close();
    };
  },
  programs: {
    all: () => asked(large, hits(everybody)),
    'one in a thousand': () => asked(large, hits(clerk)),
    'all, list of the API': () => asked(large, page(everybody)),
    'one in a thousand, list of the API': () => asked(large, page(clerk)),
    ...(MAILS > SMALL ? { [`all of ${SMALL}`]: () => asked(small as Stand, hits(everybody)) } : {}),
    index: async () => (small ?? large).indexed,
    ...(ENGINE === 'sqlite' ? { 'bare fts5': bareIndex } : {}),
  },
  targets: [
    { by: 'p99', atMost: 12 },
    { by: 'p99', of: 'one in a thousand', atMost: 12 },
    { by: 'p99', of: 'all, list of the API', atMost: 12 },
    { by: 'p99', of: 'one in a thousand, list of the API', atMost: 12 },
    ...(MAILS > SMALL ? [{ by: 'p50', than: `all of ${SMALL}`, atMost: 1.5 } as const] : []),
    ...(ENGINE === 'sqlite' ? [{ by: 'rate', of: 'index', than: 'bare fts5', atLeast: 0.7 } as const] : []),
  ],
} satisfies Bench;
