import test from 'ava';
import { addPerson } from '#features/people/commands/persons.ts';
import type { Actor } from '#kernel/actor.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { addRole } from '#platform/access/commands/roles.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { applyScope, idsWithin, policyOf } from '#platform/access/policy.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, world } from '#test/support/world.ts';

const HOUSE = systemActor('test');
const REGION = { field: 'familyName', startsWith: 'Kara' };

for (const engine of ENGINES)
  test(`on ${engine}, what a user sees is explained by role and way, as the policies decide it`, async (t) => {
    const w = await world(t, { engine });
    const { ayse, mehmet, isil, sales } = await cast(w);
    const { client } = await serveApi(t, w);
    const admin = await signIn(client(), ayse);
    const add = (familyName: string, more: Record<string, unknown> = {}) =>
      w.in(async () => (await run(addPerson, { familyName, ...more }, HOUSE)).id);
    const own = await add('Bir', { representative: { entity: 'user', id: isil.id } });
    const team = await add('İki', { team: { entity: 'team', id: sales } });
    const like = await add('Karadeniz');
    const foreign = await add('Dört');
    const role = await w.in(() =>
      run(
        addRole,
        {
          name: 'Bölge',
          rights: {
            cards: 'own',
            like: 'limited',
            entities: {},
            also: { person: REGION },
            fields: { private: 'none' },
          },
        },
        HOUSE,
      ),
    );
    await admin.patch(`/api/users/${isil.id}`, { roles: ['limited', role.key] });
    const ask = async (id: string, user = isil.id) =>
      (await admin.get(`/api/users/${user}/rights?record=person:${id}`)).body.record;

    t.like(await ask(own), { seen: true, verbs: { change: true, close: false } });
    t.deepEqual((await ask(own)).by, [
      { role: 'limited', way: 'representative' },
      { role: role.key, way: 'representative' },
    ]);
    t.deepEqual((await ask(team)).by, [{ role: 'limited', way: 'team' }]);
    t.deepEqual((await ask(like)).by, [{ role: role.key, way: 'like' }]);
    t.like(await ask(foreign), { exists: true, seen: false, by: [], lacks: 'rule' });
    t.like(await ask('0'.repeat(26)), { exists: false, seen: false });
    t.deepEqual((await ask(foreign, mehmet.id)).by, [{ role: 'user', way: 'all' }]);

    const { body } = await admin.get(`/api/users/${isil.id}/rights`);
    const persons = body.entities.find((each: { entity: string }) => each.entity === 'person');
    t.like(persons, { seen: 3, all: 4 });
    t.deepEqual(
      body.teams.map((each: { label: string }) => each.label),
      ['Satış'],
    );
    const me = await signIn(client(), isil);
    t.is((await me.get('/api/persons?count=true')).body.count, 3, 'and her list says the same');
    t.is((await me.get(`/api/users/${isil.id}/rights`)).status, 403);
    await admin.patch(`/api/persons/${own}`, { representative: null });
    t.is((await admin.delete(`/api/users/${isil.id}`)).status, 200);
    t.like(await ask(team), { seen: false, lacks: 'role' }, 'a closed user sees nothing');
  });

test('the ways of every policy together are its rule, for every user of the sample firm', async (t) => {
  const w = await world(t);
  await w.in(async () => {
    for (const demo of w.house.registry.all('demos')) await demo.furnish();
  });
  await w.settle();
  await w.in(async () => {
    await freshenRights();
    const actors: Actor[] = (await User.query()).map((user) => actorOf(user, 'Europe/Istanbul'));
    let compared = 0;
    for (const { entity, ways } of w.house.registry.all('policies')) {
      if (ways === undefined) continue;
      const { table } = w.house.registry.entity(entity);
      const all = ((await db()(table).select('id')) as { id: string }[]).map((row) => row.id);
      for (const actor of actors) {
        const seen = db()(table).select(`${table}.id`);
        applyScope(seen, actor, entity, table);
        const listed = ((await seen) as { id: string }[]).map((row) => row.id).toSorted();
        const reached = new Set<string>();
        for (const holds of Object.values(policyOf(entity)?.ways?.(actor, entity) ?? {})) {
          const ids =
            holds === true ? all : holds === false ? [] : await idsWithin(actor, entity, all, holds);
          for (const id of ids) reached.add(id);
        }
        t.deepEqual([...reached].toSorted(), listed, `${entity} of ${actor.name}`);
        compared += listed.length;
      }
    }
    t.true(compared > 50, `${compared} rows were compared`);
  });
});
