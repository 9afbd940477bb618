import test from 'ava';
import { addMailbox } from '#features/mailroom/commands/mailboxes.ts';
import { addPerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { type Cast, cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

const HOUSE = systemActor('test');
const RIGHTS = { cards: 'own', like: 'limited', entities: {}, also: {}, fields: {}, secondFactor: false };

async function given(
  admin: Client,
  user: { id: string },
  rights: Record<string, unknown>,
): Promise<{ id: string; key: string; version: number }> {
  const { body } = await admin.post('/api/roles', { name: 'Bölge satışı', rights: { ...RIGHTS, ...rights } });
  await admin.patch(`/api/users/${user.id}`, { roles: [body.key] });
  return body;
}

async function furnished(w: World, { isil }: Cast) {
  return w.in(async () => {
    const own = await run(
      addPerson,
      {
        givenName: 'Nevin',
        familyName: 'Aksoy',
        birthDate: '1980-05-01',
        representative: { entity: 'user', id: isil.id },
        contactPoints: [{ kind: 'email', value: 'nevin@firma.example' }],
      },
      HOUSE,
    );
    const like = await run(addPerson, { givenName: 'Temel', familyName: 'Karaca' }, HOUSE);
    const foreign = await run(addPerson, { givenName: 'Zeki', familyName: 'Ersoy' }, HOUSE);
    return { own: own.id, like: like.id, foreign: foreign.id };
  });
}

for (const engine of ENGINES)
  test(`on ${engine}, a role reaches cards by what they are like, in lists, records and search, and hides classes of fields`, async (t) => {
    const w = await world(t, { engine });
    const people = await cast(w);
    // Listeners begin at "now": they must have begun before there is something to hear.
    await w.settle();
    const cards = await furnished(w, people);
    await w.settle();
    const { client } = await serveApi(t, w);
    const admin = await signIn(client(), people.ayse);
    await given(admin, people.isil, {
      also: { person: { field: 'familyName', startsWith: 'Kara' } },
      fields: { private: 'none', contact: 'see' },
    });
    const me = await signIn(client(), people.isil);
    const list = (await me.get('/api/persons?count=true')).body;
    t.deepEqual(
      list.items.map((each: { id: string }) => each.id).toSorted(),
      [cards.own, cards.like].toSorted(),
    );
    t.is(list.count, 2);
    t.is((await me.get(`/api/persons/${cards.like}`)).status, 200);
    t.is((await me.get(`/api/persons/${cards.foreign}`)).status, 404);
    const found = async (q: string) =>
      (await me.get(`/api/search?q=${q}`)).body.items.map((each: { id: string }) => each.id);
    t.deepEqual(await found('Temel'), [cards.like]);
    t.deepEqual(await found('Zeki'), []);

    const card = (await me.get(`/api/persons/${cards.own}`)).body;
    t.false('birthDate' in card || 'age' in card, 'hidden');
    t.is(card.contactPoints[0].value, 'nevin@firma.example', 'shown');
    const asked = await me.get(`/api/persons?where=${encodeURIComponent('{"field":"age","over":30}')}`);
    t.is(asked.status, 422, 'what is hidden is no field to ask by');
    t.is((await me.get('/api/persons?sort=birthDate')).status, 422);
    const wrote = await me.patch(`/api/persons/${cards.own}`, { birthDate: '1990-01-01' });
    t.is(wrote.body.code, 'field.forbidden');
    t.is(
      (await me.patch(`/api/persons/${cards.own}`, { contactPoints: [] })).status,
      403,
      'nor changed where it is shown',
    );
    t.is((await me.patch(`/api/persons/${cards.own}`, { givenName: 'Nevin Su' })).status, 200);
    t.is((await admin.get(`/api/persons/${cards.own}`)).body.birthDate, '1980-05-01');
  });

test('verbs count at once; several roles merge; a role somebody has is not closed', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const cards = await furnished(w, people);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), people.ayse);
  const role = await given(admin, people.isil, { entities: { person: ['see'] } });
  const me = await signIn(client(), people.isil);
  const change = () => me.patch(`/api/persons/${cards.own}`, { givenName: `Nevin ${Math.random()}` });
  t.is((await change()).status, 403);
  const changed = await admin.patch(`/api/roles/${role.id}`, {
    rights: { ...RIGHTS, entities: { person: ['see', 'change'] } },
  });
  t.is(changed.status, 200);
  t.is((await change()).status, 200, 'without signing in again');
  await admin.patch(`/api/roles/${role.id}`, { rights: { ...RIGHTS, entities: { person: [] } } });
  t.is((await me.get(`/api/persons/${cards.own}`)).status, 404);
  await admin.patch(`/api/users/${people.isil.id}`, { roles: [role.key, 'limited'] });
  t.is((await me.get(`/api/persons/${cards.own}`)).status, 200, 'what one role gives is given');
  t.is((await admin.delete(`/api/roles/${role.id}`)).body.code, 'role.held');
  await admin.patch(`/api/users/${people.isil.id}`, { roles: ['limited'] });
  t.is((await admin.delete(`/api/roles/${role.id}`)).status, 204);
  t.is((await admin.patch(`/api/users/${people.isil.id}`, { roles: [role.key] })).status, 422);
});

test('built-in roles stay, nobody makes another administrator of a role, and what no room knows is refused', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), people.ayse);
  const roles = (await admin.get('/api/roles')).body.items;
  const built = roles.find((each: { key: string }) => each.key === 'limited');
  t.is((await admin.patch(`/api/roles/${built.id}`, { name: 'x' })).body.code, 'role.builtIn');
  t.is((await admin.delete(`/api/roles/${built.id}`)).status, 409);
  const make = async (rights: Record<string, unknown>) =>
    admin.post('/api/roles', { name: 'Deneme', rights: { ...RIGHTS, ...rights } });
  t.is((await make({ like: 'administrator' })).status, 422);
  t.is(
    (await make({ entities: { user: ['add'] } })).body.errors[0].code,
    'role.entity',
    'users are the administrators’',
  );
  t.is((await make({ entities: { person: ['fly'] } })).body.errors[0].code, 'role.verb');
  t.is((await make({ fields: { secret: 'none' } })).body.errors[0].code, 'role.class');
  t.is((await make({ also: { person: { field: 'shoeSize', is: 42 } } })).status, 422);
  const me = await signIn(client(), people.mehmet);
  t.is((await me.post('/api/roles', { name: 'x', rights: RIGHTS })).status, 403);
  t.is((await me.get('/api/rights')).status, 403);
});

test('a role may be given what is mostly the administrators’: mailboxes', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), people.ayse);
  await w.in(() =>
    run(
      addMailbox,
      { address: 'bilgi@marmarapack.example', name: 'Bilgi', kind: 'group', members: [] },
      HOUSE,
    ),
  );
  await given(admin, people.isil, { entities: { mailbox: ['see', 'add', 'change'] } });
  const me = await signIn(client(), people.isil);
  const made = await me.post('/api/mailboxes', {
    address: 'fuar@marmarapack.example',
    name: 'Fuar',
    kind: 'group',
    members: [{ entity: 'user', id: people.isil.id }],
  });
  t.is(made.status, 201);
  t.is((await me.delete(`/api/mailboxes/${made.body.id}`)).status, 403);
});

test('teams: members are named by people, see its cards at once, and leave with it', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), people.ayse);
  const team = (await admin.post('/api/teams', { name: 'Karadeniz' })).body;
  const card = await w.in(() =>
    run(addPerson, { familyName: 'Uzun', team: { entity: 'team', id: team.id } }, HOUSE),
  );
  const me = await signIn(client(), people.isil);
  t.is((await me.get(`/api/persons/${card.id}`)).status, 404);
  const joined = await admin.patch(`/api/teams/${team.id}`, { members: [people.isil.id] });
  t.like(joined.body.members[0], { id: people.isil.id, label: 'Işıl Çağlar' });
  t.is((await me.get(`/api/persons/${card.id}`)).status, 200);
  t.is((await admin.patch(`/api/teams/${team.id}`, { members: ['0'.repeat(26)] })).status, 422);
  t.is((await admin.delete(`/api/teams/${team.id}`)).status, 200);
  t.is((await me.get(`/api/persons/${card.id}`)).status, 404);
});

test('writing lists out can be given by a role, and is held by it', async (t) => {
  const w = await world(t);
  const people = await cast(w);
  const { client } = await serveApi(t, w);
  const admin = await signIn(client(), people.ayse);
  const { body } = await admin.get('/api/rights');
  const person = body.entities.find((each: { entity: string }) => each.entity === 'person');
  t.true(person.verbs.includes('export'));
  const role = await given(admin, people.isil, { entities: { person: ['see'] } });
  const me = await signIn(client(), people.isil);
  t.is((await me.get('/api/exports?entity=person')).body.code, 'export.forbidden');
  const more = { rights: { ...RIGHTS, entities: { person: ['see', 'export'] } } };
  t.is((await admin.patch(`/api/roles/${role.id}`, more)).status, 200);
  t.is((await me.get('/api/exports?entity=person')).status, 200);
});
