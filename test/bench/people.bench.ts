// Lists of cards as people scroll them, and the look-up of the pipeline, over 300,000 persons and 100,000 organisations.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cardsByAddress } from '#features/people/api.ts';
import { type Actor, systemActor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { list } from '#platform/records/list.ts';
import { ROOMS } from '#server/rooms.ts';
import { SEAMS } from '#server/seams.ts';
import { freshPostgres } from '#test/support/postgres.ts';
import { type Bench, type Measure, percentile } from './bench.ts';
import { fillCards } from './cards.ts';

/** Three persons for each. LOBI_BENCH_ENGINE=postgres for the other engine. */
const ORGANISATIONS = Number(process.env.LOBI_BENCH_ORGANISATIONS ?? 100_000);
const PERSONS = ORGANISATIONS * 3;
const QUESTIONS = 100;
const ADDRESSES = 50;

const boss = systemActor('bench', 'Europe/Istanbul');
/** Sees one card in a thousand: those it answers for. */
const clerk: Actor = { ...boss, kind: 'user', userId: newId(), roles: ['limited'] };

let house: House;

async function fill(): Promise<void> {
  await fillCards(house.db.writer, ORGANISATIONS);
  const ids = ((await db()('persons').orderBy('id').select('id')) as { id: string }[]).map((row) => row.id);
  for (let from = 0; from < ids.length; from += 5000)
    await work('fill', async () => {
      const some = ids.slice(from, from + 5000);
      const points = some.map((cardId, n) => ({
        id: newId(),
        cardEntity: 'person',
        cardId,
        kind: 'email',
        value: address(from + n),
        key: address(from + n),
        isPrimary: true,
      }));
      for (let at = 0; at < points.length; at += 100)
        await db()('contact_points').insert(points.slice(at, at + 100));
      const answered = some.filter((_, n) => n % 1000 === 0);
      await db()('persons').whereIn('id', answered).update({ representativeId: clerk.userId });
    });
  await work('settle', async () => db().raw('ANALYZE'));
}

const address = (n: number) => `p${n}@firma${n % 9000}.example`;

async function asked(ask: (n: number) => Promise<unknown>): Promise<Measure> {
  const times: number[] = [];
  const started = performance.now();
  for (let n = 0; n < QUESTIONS; n++) {
    const at = performance.now();
    await inHouse(house, () => ask(n));
    times.push(performance.now() - at);
  }
  return {
    units: QUESTIONS,
    wallMs: performance.now() - started,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

/** Page after page, as somebody scrolls; `sort` as the API takes it. */
function scroll(actor: Actor, sort?: string): Promise<Measure> {
  let cursor: string | undefined;
  return asked(async () => {
    const page = await list({ entity: 'person', actor, limit: 50, cursor, sort });
    cursor = page.next ?? undefined;
  });
}

export default {
  says: `Pages of fifty cards and look-ups by ${ADDRESSES} addresses, over ${PERSONS} persons and ${ORGANISATIONS} organisations.`,
  unit: 'question',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'lobi-bench-people-'));
    const fresh = process.env.LOBI_BENCH_ENGINE === 'postgres' ? await freshPostgres() : undefined;
    const config = readConfig({
      LOBI_DATA: folder,
      LOBI_LOG_LEVEL: 'fatal',
      ...(fresh === undefined ? {} : { LOBI_DATABASE_URL: fresh.url }),
    });
    house = await openHouse({
      config,
      rooms: ROOMS,
      seams: SEAMS,
      log: openLog({ level: 'fatal', format: 'json' }),
    });
    await inHouse(house, fill);
    await inHouse(house, freshenRights);
    return async () => {
      await closeHouse(house);
      await fresh?.drop();
      rmSync(folder, { recursive: true, force: true });
    };
  },
  programs: {
    'by name': () => scroll(boss),
    'by last change': () => scroll(boss, '-updatedAt'),
    'one in a thousand': () => scroll(clerk),
    addresses: () =>
      asked((n) =>
        cardsByAddress(
          Array.from({ length: ADDRESSES }, (_, at) => address((n * 7919 + at * 104_729) % PERSONS)),
        ),
      ),
  },
  targets: [
    { by: 'p50', of: 'by name', atMost: 12 },
    { by: 'p50', of: 'by last change', atMost: 12 },
    { by: 'p50', of: 'one in a thousand', atMost: 20 },
    { by: 'p50', of: 'addresses', atMost: 12 },
  ],
} satisfies Bench;
