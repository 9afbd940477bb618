// Lists of cards as people scroll them, and the look-up of the pipeline, over 300,000 persons and 100,000 organisations.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cardsByAddress } from '#features/people/api.ts';
import { textsOfOrganisations, textsOfPersons } from '#features/people/search.ts';
import { type Actor, systemActor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { db } from '#kernel/db/unit.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { catalogChanged } from '#platform/catalog/catalog.ts';
import { type ListOptions, list } from '#platform/records/list.ts';
import { find } from '#platform/search/find.ts';
import { indexTexts } from '#platform/search/index-texts.ts';
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
/** Sees its own cards and its team's: five in a hundred. */
const mate: Actor = { ...clerk, userId: newId(), teams: [newId()] };

let house: House;

async function fill(): Promise<void> {
  await fillCards(house.db.writer, ORGANISATIONS);
  await work('bench.catalog', catalogChanged);
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
      const shared = some.filter((_, n) => n % 20 === 3);
      await db()('persons').whereIn('id', shared).update({ teamId: mate.teams[0] });
    });
  await fillIndex();
  await work('settle', async () => db().raw('ANALYZE'));
}

/** Every card as the room of people gives it to the index. */
async function fillIndex(): Promise<void> {
  for (const [table, texts] of [
    ['persons', textsOfPersons],
    ['organisations', textsOfOrganisations],
  ] as const) {
    const ids = ((await db()(table).orderBy('id').select('id')) as { id: string }[]).map((row) => row.id);
    for (let from = 0; from < ids.length; from += 500) {
      const some = await texts(ids.slice(from, from + 500));
      await work('index', () => indexTexts(some));
    }
  }
}

const address = (n: number) => `p${n}@firma${n % 9000}.example`;

async function asked(ask: (n: number) => Promise<unknown>): Promise<Measure> {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  const started = performance.now();
  for (let n = 0; n < QUESTIONS; n++) {
    const [at, cpu] = [performance.now(), process.cpuUsage()];
    await inHouse(house, () => ask(n));
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

/** Page after page, as somebody scrolls; `sort` as the API takes it. */
function scroll(actor: Actor, options: Partial<ListOptions> = {}): Promise<Measure> {
  let cursor: string | undefined;
  return asked(async () => {
    const page = await list({ entity: 'person', actor, limit: 50, cursor, ...options });
    cursor = page.next ?? undefined;
  });
}

/** Filters as people set them on the list of persons, another one each time. */
const FILTERS: readonly unknown[] = [
  { field: 'familyName', is: 'Yılmaz' },
  {
    all: [
      { field: 'familyName', startsWith: 'Ka' },
      { field: 'age', over: 60 },
    ],
  },
  { some: 'positions', all: [{ field: 'title', contains: 'manager' }] },
  { some: 'positions', all: [{ field: 'organisation.sector', under: 'food' }] },
  {
    all: [
      { field: 'age', over: 35 },
      {
        some: 'positions',
        all: [
          { field: 'title', is: 'General Manager' },
          { field: 'organisation.region', under: 'ege' },
        ],
      },
    ],
  },
  { field: 'name', contains: 'zzz' },
];

function filtered(actor: Actor): Promise<Measure> {
  return asked((n) => list({ entity: 'person', actor, limit: 50, where: FILTERS[n % FILTERS.length] }));
}

/** What is asked while a name is typed, letter after letter, of everything there is. */
const TYPED = [
  'yilmaz ayse',
  'işık',
  'wojcik zof',
  'kowalski lukasz',
  'öztürk',
  'general manager',
  'firma 12',
  'p77@firma',
];
const KEYS = TYPED.flatMap((typed) => Array.from(typed, (_, at) => typed.slice(0, at + 1)));

function typing(actor: Actor): Promise<Measure> {
  return asked((n) => find(KEYS[(n * 7) % KEYS.length] as string, actor, { limit: 20 }));
}

function typingInList(actor: Actor): Promise<Measure> {
  return asked((n) => list({ entity: 'person', actor, limit: 50, q: KEYS[(n * 7) % KEYS.length] as string }));
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
    'by last change': () => scroll(boss, { sort: '-updatedAt' }),
    'one in a thousand': () => scroll(clerk),
    'own and team': () => scroll(mate),
    filters: () => filtered(boss),
    'filters, one in a thousand': () => filtered(clerk),
    'filters, own and team': () => filtered(mate),
    typing: () => typing(boss),
    'typing, own and team': () => typing(mate),
    'typing in the list': () => typingInList(boss),
    'typing in the list, own and team': () => typingInList(mate),
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
    ...[
      'filters',
      'filters, one in a thousand',
      'filters, own and team',
      'typing',
      'typing, own and team',
      'typing in the list',
      'typing in the list, own and team',
    ].map((of) => ({ by: 'p99', of, atMost: 50 }) as const),
  ],
} satisfies Bench;
