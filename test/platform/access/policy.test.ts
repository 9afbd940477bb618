import test from 'ava';
import fc from 'fast-check';
import type { Actor } from '#kernel/actor.ts';
import { systemActor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { insert } from '#kernel/model.ts';
import { room } from '#kernel/room.ts';
import { entity } from '#kernel/schema.ts';
import { addUser } from '#platform/access/commands/users.ts';
import { Role, User } from '#platform/access/model.ts';
import {
  allow,
  applyScope,
  can,
  canMany,
  cardScope,
  fragment,
  policy,
  visibleIds,
} from '#platform/access/policy.ts';
import { freshenRights, type Rights } from '#platform/access/rights.ts';
import access from '#platform/access/room.ts';
import audit from '#platform/audit/room.ts';
import { text } from '#platform/catalog/fields.ts';
import catalog from '#platform/catalog/room.ts';
import query from '#platform/query/room.ts';
import settings from '#platform/settings/room.ts';
import { cast } from '#test/support/cast.ts';
import { ENGINES, type Engine, type World, world } from '#test/support/world.ts';

const label = { tr: 'deneme', pl: 'próba', en: 'trial' };
const trial = (name: string) => ({ name, label: { one: label, many: label }, title: () => name });
const fields = [
  ...['language', 'email'].map((key) => text(key, { label })),
  ...['givenName', 'familyName'].map((key) => text(key, { label, folded: `${key}Folded` })),
];

/** Entities over the table of users, each with a policy of another kind. */
const TRIALS = room({
  name: 'trials',
  says: 'Policies of the tests.',
  entities: ['byTree', 'bySql', 'byBoth', 'open', 'shut', 'undeclared', 'attached'].map((name) =>
    entity({ ...trial(name), plural: `${name}s`, table: 'users', fields }),
  ),
  elements: [
    { name: 'lobi-attached', says: 'Reads both.', reads: ['attached', 'bySql'] },
    { name: 'lobi-other', says: 'Reads neither.', reads: ['open'] },
  ],
  policies: [
    policy({
      entity: 'byTree',
      says: 'By a query tree.',
      see: (actor) => ({
        any: [{ field: 'language', is: actor.language }, { not: { field: 'familyName', startsWith: 'ş' } }],
      }),
      change: (actor) => ({ field: 'language', is: actor.language }),
      may: { merge: false, praise: true },
    }),
    policy({
      entity: 'bySql',
      says: 'By SQL, with an OR that must stay inside.',
      see: (actor) =>
        fragment(
          (rows, table) =>
            void rows.where(`${table}.language`, actor.language).orWhere(`${table}.id`, actor.userId ?? ''),
        ),
      change: (actor) => fragment((rows, table) => void rows.where(`${table}.id`, actor.userId ?? '')),
    }),
    policy({
      entity: 'byBoth',
      says: 'By both.',
      see: () => ({
        both: [
          { field: 'givenName', contains: 'E' },
          fragment((rows, table) => void rows.whereNot(`${table}.language`, 'en')),
        ],
      }),
    }),
    policy({
      entity: 'open',
      says: 'Everybody’s.',
      see: true,
      grants: { user: ['see', 'change'], limited: ['see'] },
    }),
    policy({
      entity: 'attached',
      says: 'By what another entity shows.',
      see: (actor) => fragment((rows, table) => void rows.whereIn(`${table}.id`, visibleIds(actor, 'bySql'))),
      within: (_records, actor) =>
        fragment((rows, table) => void rows.whereIn(`${table}.id`, visibleIds(actor, 'bySql'))),
    }),
    policy({ entity: 'shut', says: 'Nobody’s.', see: false }),
  ],
});

async function trialWorld(t: Parameters<typeof world>[0], engine: Engine = 'sqlite') {
  const w = await world(t, { engine, rooms: [settings, catalog, query, access, audit, TRIALS] });
  const people = await cast(w);
  await w.in(async () => {
    for (const [givenName, familyName, language] of [
      ['Sam', 'Smith', 'en'],
      ['Szymon', 'Sowa', 'pl'],
      ['Selin', 'Sönmez', 'tr'],
      ['Ewa', '', 'pl'],
    ] as const)
      await run(
        addUser,
        { givenName, familyName, language, email: `${givenName.toLowerCase()}@b.example`, invited: false },
        systemActor(),
      );
  });
  return { w, ...people };
}

async function listed(actor: Actor, name: string): Promise<string[]> {
  const rows = db()('users').orderBy('users.id').select('users.id');
  applyScope(rows, actor, name);
  return ((await rows) as { id: string }[]).map((row) => row.id);
}

for (const engine of ENGINES)
  test(`on ${engine}, what a list shows, what one record allows and what a page tells are one and the same`, async (t) => {
    const { w, ayse, mehmet, zofia, isil, as } = await trialWorld(t, engine);
    await w.in(async () => {
      const users = await User.query().orderBy('id');
      const actors = [...[ayse, mehmet, zofia, isil].map(as), systemActor(), { ...as(mehmet), roles: [] }];
      for (const name of ['byTree', 'bySql', 'byBoth', 'open', 'shut', 'undeclared', 'attached'])
        for (const actor of actors) {
          const seen = await listed(actor, name);
          const told = await canMany(
            actor,
            name,
            seen.map((id) => ({ id })),
          );
          const says = `${name} for ${actor.name} (${actor.roles.join(', ')})`;
          t.deepEqual(
            ((await visibleIds(actor, name)) as { id: string }[]).map(({ id }) => id).toSorted(),
            seen,
            says,
          );
          for (const user of users) {
            const visible = seen.includes(user.id);
            t.is(await can(actor, 'see', name, user), visible, says);
            for (const verb of ['change', 'close', 'merge', 'praise'])
              if (verb.length < 7 || name === 'byTree') {
                const may = await can(actor, verb, name, user);
                if (verb !== 'merge' && verb !== 'praise')
                  t.is(may, visible && told.get(user.id)?.[verb] === true, `${says}: ${verb}`);
                if (!visible) t.false(may, `${says}: ${verb} of what is not seen`);
              }
          }
        }
      t.is(
        (await listed(as(zofia), 'byTree')).length,
        5,
        'all but Şahin, Smith and Sönmez; Sowa is of her language',
      );
      t.deepEqual(await listed(as(isil), 'undeclared'), [], 'what nobody declared is the administrators’');
      t.is((await listed(as(ayse), 'undeclared')).length, 8);
    });
  });

test('an OR inside a policy never reaches the conditions around it', async (t) => {
  const { w, mehmet, as } = await trialWorld(t);
  await w.in(async () => {
    const rows = db()('users').where({ language: 'pl' }).select('id');
    applyScope(rows, as(mehmet), 'bySql');
    t.deepEqual(await rows, []);
  });
});

test('what may not be seen is missing, what may be seen and not done is forbidden', async (t) => {
  const { w, mehmet, zofia, isil, as } = await trialWorld(t);
  await w.in(async () => {
    await t.throwsAsync(allow(as(mehmet), 'change', 'bySql', zofia), { code: 'bySql.missing' });
    await t.throwsAsync(allow(as(mehmet), 'change', 'bySql', { id: '0'.repeat(26) }), {
      code: 'bySql.missing',
    });
    await t.throwsAsync(allow(as(mehmet), 'change', 'bySql', isil), { code: 'bySql.forbidden' });
    await t.notThrowsAsync(allow(as(mehmet), 'change', 'bySql', mehmet));
    await t.throwsAsync(allow(as(isil), 'change', 'open', mehmet), { code: 'open.forbidden' });
  });
});

test('roles merge permissively, and a role of the house’s own follows the built-in one it is like', async (t) => {
  const { w, mehmet, as } = await trialWorld(t);
  await w.in(async () => {
    const closer: Rights = { cards: 'own', like: 'limited', entities: { open: ['see', 'close'] } };
    t.false(await can({ ...as(mehmet), roles: ['limited'] }, 'change', 'open', mehmet));
    t.true(await can({ ...as(mehmet), roles: ['limited', 'user'] }, 'change', 'open', mehmet));
    t.false(
      await can({ ...as(mehmet), roles: ['closer'] }, 'see', 'open', mehmet),
      'a role that does not exist gives nothing',
    );
    await addRole(w, 'closer', closer);
    t.true(await can({ ...as(mehmet), roles: ['closer'] }, 'close', 'open', mehmet));
    t.false(await can({ ...as(mehmet), roles: ['closer'] }, 'change', 'open', mehmet));
  });
});

async function addRole(w: World, key: string, rights: Rights): Promise<void> {
  await work('test.addRole', () => insert(Role, { key, name: key, builtIn: false, rights }));
  w.clock.advance(6000);
  await freshenRights();
}

test('cards are reached by role: all of them, the team’s, one’s own', async (t) => {
  const { w, isil, mehmet, zofia, sales, as } = await trialWorld(t);
  await w.in(async () => {
    t.is(cardScope(as(mehmet), 'person'), true);
    t.is(cardScope({ ...as(mehmet), roles: [] }, 'person'), false);
    // Cards as columns of one row, so that this floor needs no card of a feature.
    const holds = async (actor: Actor, representative: string | null, team: string | null) => {
      const scope = cardScope(actor, 'person');
      if (typeof scope === 'boolean') return scope;
      const rows = db()('cards')
        .with(
          'cards',
          db().raw('SELECT CAST(? AS varchar) AS representative_id, CAST(? AS varchar) AS team_id', [
            representative,
            team,
          ]),
        )
        .select('*');
      if ('sql' in scope && typeof scope.sql === 'function')
        rows.where((inner) => (scope as { sql(q: unknown, table: string): void }).sql(inner, 'cards'));
      return ((await rows) as unknown[]).length === 1;
    };
    const people = [isil.id, mehmet.id, zofia.id, null];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...people),
        fc.constantFrom(sales, 'another', null),
        fc.constantFrom('limited', 'own'),
        async (representative, team, reach) => {
          const actor = reach === 'own' ? { ...as(isil), teams: [] } : as(isil);
          const expected = representative === isil.id || (reach === 'limited' && team === sales);
          t.is(await holds(actor, representative, team), expected);
        },
      ),
      { numRuns: 40 },
    );
    t.false(
      await holds({ ...as(isil), userId: null, teams: [] }, null, null),
      'nobody’s card is not nobody’s own',
    );
  });
});

test('an API token has the rights of its user within its scopes, in records too', async (t) => {
  const { w, mehmet, as } = await trialWorld(t);
  await w.in(async () => {
    const token = (scopes: string[]): Actor => ({ ...as(mehmet), kind: 'token', limits: { scopes } });
    t.true(await can(token(['read']), 'see', 'open', mehmet));
    t.false(await can(token(['read']), 'change', 'open', mehmet));
    t.deepEqual((await canMany(token(['opens:read']), 'open', [mehmet])).get(mehmet.id), {});
    t.deepEqual((await canMany(token(['opens:write']), 'open', [mehmet])).get(mehmet.id), { change: true });
    t.deepEqual(await listed(token(['byTrees:read']), 'open'), []);
  });
});

test('what hangs on another entity is seen by a token for it alone, and never beyond its records', async (t) => {
  const { w, mehmet, isil, as } = await trialWorld(t);
  await w.in(async () => {
    const user = as(mehmet);
    const mine = await listed(user, 'attached');
    t.true(mine.length > 1);
    t.deepEqual(
      await listed({ ...user, kind: 'token', limits: { scopes: ['attacheds:read'] } }, 'attached'),
      mine,
    );
    const widget = (reads: string): Actor => ({
      ...user,
      kind: 'widget',
      limits: { elements: [reads], records: [`bySql:${isil.id}`] },
    });
    t.deepEqual(await listed(widget('lobi-attached'), 'attached'), [isil.id], 'what lies within its records');
    t.deepEqual(await listed(widget('lobi-attached'), 'bySql'), [isil.id]);
    t.deepEqual(await listed(widget('lobi-other'), 'attached'), []);
  });
});
