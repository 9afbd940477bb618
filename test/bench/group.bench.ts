import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { systemActor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { readConfig } from '#kernel/config.ts';
import { type House, inHouse } from '#kernel/house.ts';
import { openLog } from '#kernel/log.ts';
import { closeHouse, openHouse } from '#kernel/open-house.ts';
import { catalog, catalogChanged } from '#platform/catalog/catalog.ts';
import { askingOf } from '#platform/query/asking.ts';
import { checkNode } from '#platform/query/check.ts';
import { compile } from '#platform/query/compile.ts';
import { ROOMS } from '#server/rooms.ts';
import { freshPostgres } from '#test/support/postgres.ts';
import { type Bench, type Measure, percentile } from './bench.ts';
import { fillCards } from './cards.ts';

/** Three persons each. */
const ORGANISATIONS = Number(process.env.LOBI_BENCH_ORGANISATIONS ?? 100_000);
const TIMES = 9;

/** G2: general managers over 35 of companies in food (and below) in two regions. */
const SENTENCE = {
  all: [
    { field: 'age', over: 35 },
    {
      some: 'positions',
      all: [
        { field: 'title', is: 'General Manager' },
        { field: 'organisation.sector', under: 'food' },
        { field: 'organisation.region', under: ['karadeniz', 'marmara'] },
      ],
    },
  ],
};

const below =
  'SELECT c.descendant_id FROM criteria n JOIN criteria_closure c ON c.ancestor_id = n.id WHERE n.set_key = ? AND n.key IN';

/** The same by hand, in the two shapes that are fastest; the better one of a run is the reference. */
const BY_HAND = [
  `SELECT DISTINCT p.id FROM card_criteria s
   JOIN card_criteria r ON r.card_entity = 'organisation' AND r.card_id = s.card_id AND r.criterion_id IN (${below} (?, ?))
   JOIN organisations o ON o.id = s.card_id AND o.closed_at IS NULL
   JOIN positions j ON j.organisation_id = s.card_id AND j.title_folded = ? AND j.closed_at IS NULL AND (j.from_on IS NULL OR j.from_on <= ?) AND (j.until_on IS NULL OR j.until_on >= ?)
   JOIN persons p ON p.id = j.person_id AND p.closed_at IS NULL AND p.born_on <= ?
   WHERE s.card_entity = 'organisation' AND s.criterion_id IN (${below} (?))`,
  `SELECT p.id FROM persons p WHERE p.closed_at IS NULL AND p.born_on <= ? AND p.id IN (
     SELECT j.person_id FROM positions j WHERE j.title_folded = ? AND j.closed_at IS NULL AND (j.from_on IS NULL OR j.from_on <= ?) AND (j.until_on IS NULL OR j.until_on >= ?) AND j.organisation_id IN (
       SELECT o.id FROM organisations o WHERE o.closed_at IS NULL
         AND o.id IN (SELECT s.card_id FROM card_criteria s WHERE s.card_entity = 'organisation' AND s.criterion_id IN (${below} (?)))
         AND o.id IN (SELECT r.card_id FROM card_criteria r WHERE r.card_entity = 'organisation' AND r.criterion_id IN (${below} (?, ?)))))`,
];

function valuesByHand(today: string): string[][] {
  const born = `${Number(today.slice(0, 4)) - 36}${today.slice(4)}`;
  const [sector, region] = [
    ['sector', 'food'],
    ['region', 'karadeniz', 'marmara'],
  ];
  return [
    [...region, 'general manager', today, today, born, ...sector],
    [born, 'general manager', today, today, ...sector, ...region],
  ];
}

const actor = systemActor('bench', 'Europe/Istanbul');
const houses: Partial<Record<'sqlite' | 'postgres', House>> = {};

async function openFilled(environment: Record<string, string>): Promise<House> {
  const config = readConfig({ LOBI_LOG_LEVEL: 'fatal', ...environment } as NodeJS.ProcessEnv);
  const house = await openHouse({ config, rooms: ROOMS, log: openLog({ level: 'fatal', format: 'json' }) });
  const { writer } = house.db;
  if (house.db.dialect === 'sqlite') await writer.raw('PRAGMA synchronous = OFF');
  await fillCards(writer, ORGANISATIONS);
  await inHouse(house, () => work('bench.fill', catalogChanged));
  await writer.raw('ANALYZE');
  return house;
}

async function timed(
  reader: Knex,
  text: string,
  values: readonly unknown[],
): Promise<{ ids: string; median: number; times: number[] }> {
  const times: number[] = [];
  let ids = '';
  for (let n = 0; n < TIMES; n++) {
    const started = performance.now();
    const answer = (await reader.raw(text, values as Knex.RawBinding[])) as
      | { id: string }[]
      | { rows: { id: string }[] };
    times.push(performance.now() - started);
    ids = (Array.isArray(answer) ? answer : answer.rows)
      .map((row) => row.id)
      .sort()
      .join(' ');
  }
  return { ids, median: percentile(times, 0.5), times };
}

const found: Partial<Record<'sqlite' | 'postgres', string>> = {};

function measured(times: number[], ids: string): Measure {
  return {
    units: times.length,
    wallMs: times.reduce((sum, each) => sum + each, 0),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    note: `${ids.split(' ').length} persons`,
  };
}

function throughTheTree(dialect: 'sqlite' | 'postgres'): () => Promise<Measure> {
  return () =>
    inHouse(houses[dialect] as House, async () => {
      const known = await catalog();
      const { text, values } = compile(
        checkNode(SENTENCE, known.entity('person'), { catalog: known }),
        't',
        askingOf(actor),
      );
      const { ids, times } = await timed(
        (houses[dialect] as House).db.reader,
        `SELECT t.id FROM persons t WHERE ${text} AND t.closed_at IS NULL`,
        values,
      );
      found[dialect] = ids;
      return measured(times, ids);
    });
}

function byHand(dialect: 'sqlite' | 'postgres'): () => Promise<Measure> {
  return () =>
    inHouse(houses[dialect] as House, async () => {
      const { reader } = (houses[dialect] as House).db;
      const values = valuesByHand(askingOf(actor).today);
      const shapes = [];
      for (const [at, text] of BY_HAND.entries()) shapes.push(await timed(reader, text, values[at] ?? []));
      for (const { ids } of shapes)
        if (ids !== found[dialect])
          throw new Error('The tree and the SQL written by hand do not find the same persons.');
      const best = shapes.toSorted((a, b) => a.median - b.median)[0] as (typeof shapes)[number];
      return measured(best.times, best.ids);
    });
}

export default {
  says: `General managers over 35 of food companies in two regions, among ${ORGANISATIONS} organisations and ${ORGANISATIONS * 3} persons: all of them, once.`,
  unit: 'group',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'lobi-bench-group-'));
    const database = await freshPostgres();
    houses.sqlite = await openFilled({ LOBI_DATA: folder });
    houses.postgres = await openFilled({ LOBI_DATA: folder, LOBI_DATABASE_URL: database.url });
    return async () => {
      for (const house of Object.values(houses)) await closeHouse(house);
      await database.drop();
      rmSync(folder, { recursive: true });
    };
  },
  programs: {
    'query tree, SQLite': throughTheTree('sqlite'),
    'by hand, SQLite': byHand('sqlite'),
    'query tree, PostgreSQL': throughTheTree('postgres'),
    'by hand, PostgreSQL': byHand('postgres'),
  },
  targets: [
    { by: 'p50', than: 'by hand, SQLite', atMost: 2 },
    { of: 'query tree, PostgreSQL', by: 'p50', than: 'by hand, PostgreSQL', atMost: 2 },
  ],
} satisfies Bench;
