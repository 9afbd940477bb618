import test from 'ava';
import fc from 'fast-check';
import { addCriterion, changeCriterion } from '#features/people/commands/criteria.ts';
import { addOrganisation, changeOrganisation } from '#features/people/commands/organisations.ts';
import { Criterion } from '#features/people/model/criterion.ts';
import { Organisation } from '#features/people/model/organisation.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { ENGINES, world } from '#test/support/world.ts';

const SYSTEM = systemActor('test', 'Europe/Istanbul');
const TREE: [string, string | null][] = [
  ['a', null],
  ['b', 'a'],
  ['c', 'b'],
  ['d', 'a'],
  ['e', null],
  ['f', 'e'],
];
const KEYS = TREE.map(([key]) => key);

/** What the tables beside the cards say of one, in the shape of its row. */
async function besides(id: string) {
  const ofCard = { cardEntity: 'organisation', cardId: id };
  const points = (await db()('contact_points').where(ofCard).select('kind', 'value', 'is_primary')) as {
    kind: string;
    value: string;
    isPrimary: unknown;
  }[];
  const ids = (await db()('card_external_ids').where(ofCard).select('system', 'value')) as {
    system: string;
    value: string;
  }[];
  const nodes = (await db()('card_criteria as cc')
    .join('criteria as c', 'c.id', 'cc.criterion_id')
    .where({ 'cc.card_id': id })
    .select('c.key as key')) as { key: string }[];
  const of = async (table: string, where: object, key: string) =>
    ((await db()(table).where(where).select(key)) as Record<string, string>[])
      .map((row) => row[key] as string)
      .sort();
  return {
    kinds: await of('card_kinds', ofCard, 'kind'),
    tags: await of('record_tags', { entity: 'organisation', recordId: id }, 'tag'),
    externalIds: Object.fromEntries(ids.map(({ system, value }) => [system, value])),
    criteria: nodes.map((node) => node.key).sort(),
    points: points.map((point) => `${point.kind} ${point.value} ${Boolean(point.isPrimary)}`).sort(),
  };
}

const change = fc.record(
  {
    kinds: fc.uniqueArray(fc.constantFrom('customer', 'supplier', 'bank'), { maxLength: 3 }),
    tags: fc.uniqueArray(fc.constantFrom('Işık', 'łódź', 'soğuk zincir'), { maxLength: 3 }),
    externalIds: fc.dictionary(
      fc.constantFrom('erp', 'crm'),
      fc.oneof(fc.constantFrom('1', '2'), fc.constant(null)),
    ),
    size: fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 3 }),
    contactPoints: fc.uniqueArray(
      fc.constantFrom(
        { kind: 'email' as const, value: 'a@firma.example' },
        { kind: 'email' as const, value: 'b@firma.example' },
        { kind: 'phone' as const, value: '+905324180766' },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

for (const engine of ENGINES) {
  test(`after any changes the tables beside a card say what its row says (${engine})`, async (t) => {
    const w = await world(t, { engine });
    await w.in(async () => {
      for (const [key, parent] of TREE)
        await run(addCriterion, { set: 'size', key, name: key, parent }, SYSTEM);
      const { id } = await run(addOrganisation, { name: 'Ege Konserve' }, SYSTEM);
      await fc.assert(
        fc.asyncProperty(change, async (sent) => {
          await run(changeOrganisation, { id, ...sent }, SYSTEM);
          const row = (await Organisation.query().findById(id)) as Organisation;
          t.deepEqual(await besides(id), {
            kinds: [...row.kinds].sort(),
            tags: [...row.tags].sort(),
            externalIds: row.externalIds,
            criteria: [...(row.criteria.size ?? [])].sort(),
            points: row.contactPoints.map((point) => `${point.kind} ${point.value} ${point.primary}`).sort(),
          });
        }),
        { numRuns: engine === 'postgres' ? 15 : 30 },
      );
    });
  });

  test(`after any moves the closure says what the tree says (${engine})`, async (t) => {
    const w = await world(t, { engine });
    await w.in(async () => {
      const ids = new Map<string, string>();
      for (const [key, parent] of TREE)
        ids.set(key, (await run(addCriterion, { set: 'size', key, name: key, parent }, SYSTEM)).id);
      const move = fc.record({
        node: fc.constantFrom(...KEYS),
        parent: fc.oneof(fc.constantFrom(...KEYS), fc.constant(null)),
      });
      await fc.assert(
        fc.asyncProperty(move, async ({ node, parent }) => {
          await run(changeCriterion, { id: ids.get(node) as string, parent }, SYSTEM).catch(
            (error: { kind?: string }) => t.is(error.kind, 'invalid'),
          );
          t.deepEqual(await closure(), await walked());
        }),
        { numRuns: engine === 'postgres' ? 15 : 40 },
      );
    });
  });
}

async function closure(): Promise<string[]> {
  const rows = (await db()('criteria_closure').select('ancestor_id', 'descendant_id', 'depth')) as {
    ancestorId: string;
    descendantId: string;
    depth: number;
  }[];
  return rows.map((row) => `${row.ancestorId} ${row.descendantId} ${row.depth}`).sort();
}

/** The same from the parents alone. */
async function walked(): Promise<string[]> {
  const rows = await Criterion.query();
  const parents = new Map(rows.map((row) => [row.id, row.parentId]));
  const steps: string[] = [];
  for (const { id } of rows) {
    let depth = 0;
    for (let above: string | null | undefined = id; above != null; above = parents.get(above))
      steps.push(`${above} ${id} ${depth++}`);
  }
  return steps.sort();
}
