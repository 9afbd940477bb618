import { addCriterion, changeCriterion, closeCriterion } from '#features/people/commands/criteria.ts';
import { addOrganisation, changeOrganisation } from '#features/people/commands/organisations.ts';
import { addPerson, changePerson } from '#features/people/commands/persons.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { fault, on, SYSTEM, sectors } from './stage.ts';

on('criteria form trees: under a node is everything below it, and moving takes all along', async (t) => {
  await sectors();
  const below = async (key: string) =>
    (
      (await db()('criteria_closure as c')
        .join('criteria as a', 'a.id', 'c.ancestor_id')
        .join('criteria as d', 'd.id', 'c.descendant_id')
        .where('a.key', key)
        .orderBy('d.key')
        .select('d.key as key', 'c.depth as depth')) as { key: string; depth: number }[]
    ).map((row) => `${row.key} ${row.depth}`);
  await run(addCriterion, { set: 'sector', name: 'Süt tozu', parent: 'dairy' }, SYSTEM);
  t.deepEqual(await below('food'), ['bakery 1', 'dairy 1', 'food 0', 'sut-tozu 2']);
  const dairy = (await db()('criteria').where({ key: 'dairy' }).first('id')) as { id: string };
  await run(changeCriterion, { id: dairy.id, parent: 'logistics' }, SYSTEM);
  t.deepEqual(await below('food'), ['bakery 1', 'food 0']);
  t.deepEqual(await below('logistics'), ['dairy 1', 'logistics 0', 'sut-tozu 2']);
  const circle = await fault(t, run(changeCriterion, { id: dairy.id, parent: 'sut-tozu' }, SYSTEM));
  t.is(circle.facts.errors?.[0]?.code, 'circle');
  t.is((await fault(t, run(closeCriterion, { id: dairy.id }, SYSTEM))).code, 'criterion.notEmpty');
  await run(changeCriterion, { id: dairy.id, parent: null, name: 'Süt' }, SYSTEM);
  t.deepEqual(await below('logistics'), ['logistics 0']);
});

on('a closed criterion stays on the cards that have it, and is given to no other', async (t) => {
  await sectors();
  const has = await run(addPerson, { familyName: 'Ağaoğlu', sector: ['dairy'] }, SYSTEM);
  const dairy = (await db()('criteria').where({ key: 'dairy' }).first('id')) as { id: string };
  await run(closeCriterion, { id: dairy.id }, SYSTEM);
  t.deepEqual((await run(changePerson, { id: has.id, sector: ['dairy', 'bakery'] }, SYSTEM)).criteria, {
    sector: ['bakery', 'dairy'],
  });
  t.is(
    (await fault(t, run(addPerson, { familyName: 'Yeni', sector: ['dairy'] }, SYSTEM))).facts.errors?.[0]
      ?.path,
    'sector.0',
  );
});

on('a set cannot take the name of something a card has already', async (t) => {
  for (const set of ['givenName', 'taxNumber', 'positions', 'createdAt', 'version'])
    t.is((await fault(t, run(addCriterion, { set, name: 'x' }, SYSTEM))).facts.errors?.[0]?.path, 'set', set);
});

on('a new set is a field of the cards at once', async (t) => {
  t.truthy(await fault(t, run(addOrganisation, { name: 'Ege Konserve', channel: ['direct'] }, SYSTEM)));
  await run(addCriterion, { set: 'channel', key: 'direct', name: 'Doğrudan' }, SYSTEM);
  const firm = await run(addOrganisation, { name: 'Ege Konserve', channel: ['direct'] }, SYSTEM);
  t.deepEqual(firm.criteria, { channel: ['direct'] });
});

on('organisations belong to each other without a circle', async (t) => {
  const holding = await run(addOrganisation, { name: 'Öztürk Holding' }, SYSTEM);
  const food = await run(addOrganisation, { name: 'Öztürk Gıda', parent: holding.id }, SYSTEM);
  const flour = await run(
    addOrganisation,
    { name: 'Çarşamba Un', parent: { entity: 'organisation', id: food.id } },
    SYSTEM,
  );
  const circle = await fault(t, run(changeOrganisation, { id: holding.id, parent: flour.id }, SYSTEM));
  t.is(circle.facts.errors?.[0]?.code, 'circle');
});
