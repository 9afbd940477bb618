import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, systemActor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { openSqlite } from '#kernel/db/sqlite.ts';
import { db, inUnit } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { room } from '#kernel/room.ts';
import { fold } from '#kernel/text/fold.ts';
import { find } from '#platform/search/find.ts';
import { indexTexts, type SearchText } from '#platform/search/index-texts.ts';
import search from '#platform/search/room.ts';
import { type Bench, type Measure, percentile } from './bench.ts';
import { chance, sentence, word } from './corpus.ts';

/** Mails in the index; LOBI_BENCH_MAILS=1000000 for the large one. */
const MAILS = Number(process.env.LOBI_BENCH_MAILS ?? 200_000);
const QUESTIONS = 400;
const LIMIT = 50;
const YEARS_MS = 5 * 365 * 24 * 3600 * 1000;

const keys = room({
  name: 'keys',
  says: 'Keys.',
  searchWords: [{ name: 'keys', words: async (actor: Actor) => [...actor.teams] }],
});
const boss = systemActor();
/** Sees one mail in a thousand. */
const clerk: Actor = { ...boss, kind: 'user', userId: 'U', teams: ['mbrare'] };

let house: House;
let folder: string;
let indexed: Measure;

function text(next: () => number, n: number): SearchText {
  const at = new Date(1_600_000_000_000 + Math.floor(next() * YEARS_MS)).toISOString();
  return {
    entity: 'message',
    id: newId(),
    at,
    title: sentence(next, 6),
    body: sentence(next, 80),
    scope: [n % 1000 === 0 ? 'mbrare' : `mb${n % 20}`],
  };
}

async function fill(): Promise<void> {
  const next = chance(7);
  const started = performance.now();
  for (let n = 0; n < MAILS; n += 200) {
    const texts = Array.from({ length: 200 }, (_, at) => text(next, n + at));
    await work('fill', () => indexTexts(texts));
  }
  indexed = { units: MAILS, wallMs: performance.now() - started };
}

/** The least work: the same rows into a bare FTS5 table, in the same batches. */
async function bareIndex(): Promise<Measure> {
  const units = Math.min(MAILS, 40_000);
  const { writer, close } = await openSqlite(join(folder, `bare${Math.random()}.sqlite`));
  await writer.raw('CREATE TABLE r (nr INTEGER PRIMARY KEY, a text, b text, c text)');
  await writer.raw(
    "CREATE VIRTUAL TABLE f USING fts5(a, b, c, content='r', content_rowid='nr', prefix='2 3')",
  );
  const next = chance(7);
  const started = performance.now();
  for (let n = 0; n < units; n += 200) {
    const rows = Array.from({ length: 200 }, (_, at) => text(next, n + at));
    const values = rows.flatMap((row, at) => [
      n + at + 1,
      fold(row.title),
      fold(row.body),
      row.scope[0] as string,
    ]);
    const marks = rows.map(() => '(?,?,?,?)').join(',');
    await writer.transaction(async (trx) => {
      await trx.raw(`INSERT INTO r VALUES ${marks}`, values);
      await trx.raw(`INSERT INTO f(rowid, a, b, c) VALUES ${marks}`, values);
    });
  }
  const wallMs = performance.now() - started;
  await close();
  return { units, wallMs };
}

async function ask(actor: Actor): Promise<Measure> {
  const next = chance(99);
  const times: number[] = [];
  const started = performance.now();
  for (let n = 0; n < QUESTIONS; n++) {
    const question = n % 3 === 0 ? word(next) : `${word(next)} ${word(next).slice(0, 4)}`;
    const asked = performance.now();
    await inHouse(house, () => find(question, actor, { limit: LIMIT }));
    times.push(performance.now() - asked);
  }
  return {
    units: QUESTIONS,
    wallMs: performance.now() - started,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

export default {
  says: `Newest ${LIMIT} with rows among ${MAILS} mails, for who sees all and for who sees one in a thousand; and filling the index.`,
  unit: 'search',
  async open() {
    folder = mkdtempSync(join(tmpdir(), 'lobi-bench-search-'));
    const config = readConfig({ LOBI_DATA: folder, LOBI_LOG_LEVEL: 'fatal' });
    house = await openHouse({
      config,
      rooms: [search, keys],
      log: openLog({ level: 'fatal', format: 'json' }),
    });
    await inHouse(house, fill);
    await inHouse(house, () => inUnit('settle', async () => db().raw('ANALYZE')));
    return async () => {
      await closeHouse(house);
      rmSync(folder, { recursive: true, force: true });
    };
  },
  programs: {
    all: () => ask(boss),
    'one in a thousand': () => ask(clerk),
    index: async () => indexed,
    'bare fts5': bareIndex,
  },
  targets: [
    { by: 'p99', atMost: 12 },
    { by: 'p99', of: 'one in a thousand', atMost: 12 },
    { by: 'rate', of: 'index', than: 'bare fts5', atLeast: 0.7 },
  ],
} satisfies Bench;
