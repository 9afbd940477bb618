import test from 'ava';
import fc from 'fast-check';
import type { Entity } from '#kernel/schema.ts';
import { operatorsOf } from '#platform/catalog/describe.ts';
import type { Asking } from '#platform/query/asking.ts';
import { checkNode } from '#platform/query/check.ts';
import { compile } from '#platform/query/compile.ts';
import { matches } from '#platform/query/match.ts';
import type { Meaning } from '#platform/query/meaning.ts';
import { loadSubjects } from '#platform/query/subjects.ts';
import { ENGINES, type World } from '#test/support/world.ts';
import { acmeWorld, ENTITIES, firm, insertRows, makeGraph, makeRows, worker } from './query/acme.ts';
import { CATALOG, fieldsOf, treeOver, valueFor } from './query/trees.ts';

// Every operator of every type of field, through `match` and through `compile`, on every engine: equal answers.

const rows = makeRows();
const graph = makeGraph(rows);
const ASKING: Omit<Asking, 'dialect'> = {
  now: new Date('2026-11-24T08:00:00Z'),
  today: '2026-11-24',
  zone: 'Europe/Istanbul',
  me: '01ACMES0000000000000000001',
};

function matching(of: Entity, meaning: Meaning, asking: Asking): string[] {
  return (graph[of.name] ?? [])
    .filter((subject) => matches(meaning, subject, asking))
    .map((subject) => subject.id as string);
}

async function selected(
  w: World,
  of: Entity,
  meaning: Meaning,
  asking: Asking,
  way: 'gather' | 'probe',
): Promise<string[]> {
  const { text, values } = compile(meaning, 't', asking, { way });
  assertNoLiterals(text);
  const found = (await w.house.db
    .reader(`${of.table} as t`)
    .whereRaw(text, values as never)
    .orderBy('t.id')
    .select('t.id')) as { id: string }[];
  return found.map((row) => row.id);
}

/** What remains without the few signs that the compiler itself writes must hold neither texts nor numbers. */
function assertNoLiterals(text: string): void {
  const rest = text
    .replaceAll("ESCAPE '\\'", '')
    .replaceAll("<> ''", '')
    .replace(/"[a-z0-9_]+"/g, '')
    .replace(/SELECT 1 FROM|1 = [01]|, 0\)|\) > 0/g, '');
  if (/['\d]/.test(rest)) throw new Error(`A literal stands in the SQL: ${text}`);
}

async function opened(t: any): Promise<World[]> {
  const worlds = await Promise.all(ENGINES.map((engine) => acmeWorld(t, engine)));
  for (const w of worlds) await insertRows(w, rows);
  return worlds;
}

/** Asks one tree everywhere, and says where the answers differ. */
async function compare(
  t: any,
  worlds: World[],
  of: Entity,
  node: unknown,
  today = ASKING.today,
): Promise<number> {
  const meaning = checkNode(node, of, { catalog: CATALOG });
  const dialects = worlds.map((w) => ({ ...ASKING, today, dialect: w.house.db.dialect }));
  const expected = matching(of, meaning, dialects[0] as Asking);
  await Promise.all(
    worlds.flatMap((w, at) =>
      (['gather', 'probe'] as const).map(async (way) => {
        const found = await selected(w, of, meaning, dialects[at] as Asking, way);
        if (JSON.stringify(found) !== JSON.stringify(expected)) {
          const { text } = compile(meaning, 't', dialects[at] as Asking, { way });
          t.deepEqual(found, expected, `${ENGINES[at]} ${way}: ${JSON.stringify(node)}\n${text}`);
          throw new Error(`different on ${ENGINES[at]} by ${way}: ${text}`);
        }
      }),
    ),
  );
  return expected.length;
}

test('every operator of every type of field means the same in memory and in SQL', async (t) => {
  const worlds = await opened(t);
  let asked = 0;
  let found = 0;
  for (const about of ENTITIES)
    for (const field of fieldsOf(about))
      for (const word of operatorsOf(field))
        for (const value of fc.sample(valueFor(field, word), { numRuns: 5, seed: 11 })) {
          const node = { field: field.key, [word]: value };
          const there = await compare(t, worlds, about, node);
          const others = await compare(t, worlds, about, { not: node });
          t.is(there + others, graph[about.name]?.length ?? 0, 'what does not hold, holds negated');
          asked++;
          found += there;
        }
  t.true(asked > 500 && found > 1000, `${asked} asked, ${found} found`);
});

test('thousands of random trees mean the same in memory and in SQL', async (t) => {
  const worlds = await opened(t);
  const trees = fc.oneof(
    treeOver(worker, 3).map((node) => ({ name: 'worker', node })),
    treeOver(firm, 3).map((node) => ({ name: 'firm', node })),
  );
  const someFound = { none: 0, some: 0, all: 0 };
  // On a busy machine fewer trees are asked, rather than the run held up.
  const until = performance.now() + 40_000;
  await fc.assert(
    fc.asyncProperty(
      trees,
      fc.constantFrom('2026-11-24', '2026-02-28', '2024-02-29', '2000-03-01'),
      async ({ name, node }, today) => {
        if (performance.now() > until) return;
        const of = CATALOG.entity(name);
        const found = await compare(t, worlds, of, node, today);
        someFound[found === 0 ? 'none' : found === graph[of.name]?.length ? 'all' : 'some']++;
      },
    ),
    { numRuns: 2000, seed: 1177 },
  );
  t.true(someFound.some > 100, JSON.stringify(someFound));
});

test('what was loaded for a question answers it as the whole graph does', async (t) => {
  const [w] = (await opened(t)) as [World];
  const asking: Asking = { ...ASKING, dialect: 'sqlite' };
  for (const about of [worker, firm])
    for (const node of fc.sample(treeOver(about, 3), { numRuns: 60, seed: 5 })) {
      const meaning = checkNode(node, about, { catalog: CATALOG });
      const ids = (graph[about.name] ?? []).map((subject) => subject.id as string);
      const subjects = await w.in(() => loadSubjects(about, ids, meaning));
      t.deepEqual(
        ids.filter((id) => matches(meaning, subjects.get(id) as never, asking)),
        matching(about, meaning, asking),
        JSON.stringify(node),
      );
    }
});
