import test, { type ExecutionContext } from 'ava';
import { type Actor, systemActor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { type Fault, isFault } from '#kernel/errors.ts';
import { insert } from '#kernel/model.ts';
import { User } from '#platform/access/model.ts';
import { derivedOf } from '#platform/access/model.ts';
import { can } from '#platform/access/policy.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { find } from '#platform/search/find.ts';
import { cardNames, cardsByAddress, cardWords, employersOf, primaryEmail } from '#features/people/api.ts';
import { addCriterion, changeCriterion, closeCriterion } from '#features/people/commands/criteria.ts';
import { addOrganisation, changeOrganisation, putOrganisation } from '#features/people/commands/organisations.ts';
import { addPerson, changePerson, closePerson, putPerson, restorePerson } from '#features/people/commands/persons.ts';
import { addPosition, changePosition } from '#features/people/commands/positions.ts';
import { Person } from '#features/people/model/person.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

const SYSTEM = systemActor('test', 'Europe/Istanbul');

async function userActor(givenName: string, roles: string[], teams: string[] = []): Promise<Actor> {
  const email = `${givenName.toLowerCase()}@marmarapack.example`;
  const names = { givenName, familyName: '', email };
  const user = await work('test.user', () =>
    insert(User, { ...names, ...derivedOf(names), language: 'tr', roles, teams, passwordHash: null, passwordChangedAt: null, closedAt: null, closedBy: null }),
  );
  await freshenRights();
  return { kind: 'user', userId: user.id, name: givenName, roles, teams, language: 'tr', zone: 'Europe/Istanbul' };
}

async function fault(t: ExecutionContext, promise: Promise<unknown>): Promise<Fault> {
  const error = await t.throwsAsync(promise);
  t.true(isFault(error), String(error));
  return error as unknown as Fault;
}

async function sectors(): Promise<void> {
  for (const [key, parent] of [['food', null], ['dairy', 'food'], ['bakery', 'food'], ['logistics', null]] as const)
    await run(addCriterion, { set: 'sector', key, name: key, parent }, SYSTEM);
}

for (const engine of ENGINES) {
  const on = (title: string, does: (t: ExecutionContext, w: World) => Promise<void>) =>
    test(`${title} (${engine})`, async (t) => {
      const w = await world(t, { engine });
      await w.settle(); // listeners hear from now on
      await w.in(() => does(t, w));
    });

  on('a person is opened with contact points, criteria, tags and external ids in one go', async (t) => {
    await sectors();
    const person = await run(
      addPerson,
      {
        givenName: 'Şule',
        familyName: 'Işık',
        formOfAddress: 'Şule Hanım',
        birthDate: '1984-05-12',
        kinds: ['customer', 'customer'],
        tags: ['Ramazan', 'ramazan', ' soğuk zincir '],
        externalIds: { erp: '4711' },
        contactPoints: [{ kind: 'phone', value: '0532 418 07 66' }, { kind: 'email', value: 'S.Isik@OzturkGida.example' }],
        sector: ['dairy'],
      },
      SYSTEM,
    );
    const row = await Person.query().findById(person.id);
    t.like(row, {
      name: 'Şule Işık',
      nameFolded: 'sule isik',
      bornOn: '1984-05-12',
      kinds: ['customer'],
      tags: ['Ramazan', 'soğuk zincir'],
      externalIds: { erp: '4711' },
      criteria: { sector: ['dairy'] },
    });
    t.is(row?.contactPoints[1]?.value, 's.isik@ozturkgida.example');
    const count = async (table: string, where: Record<string, string>) => (await db()(table).where(where)).length;
    t.is(await count('contact_points', { cardId: person.id }), 2);
    t.is(await count('card_kinds', { cardId: person.id }), 1);
    t.is(await count('record_tags', { recordId: person.id }), 2);
    t.is(await count('card_criteria', { cardId: person.id }), 1);
    t.is(await count('card_external_ids', { cardId: person.id }), 1);
  });

  on('a change replaces what was sent and leaves the rest; the tables beside follow', async (t) => {
    await sectors();
    const person = await run(addPerson, { familyName: 'Żółkiewska', sector: ['dairy'], tags: ['a'], contactPoints: [{ kind: 'email', value: 'g@goscino.example' }] }, SYSTEM);
    const after = await run(changePerson, { id: person.id, givenName: 'Grażyna', sector: ['bakery', 'logistics'] }, SYSTEM);
    t.is(after.version, 2);
    t.is(after.name, 'Grażyna Żółkiewska');
    t.deepEqual(after.criteria, { sector: ['bakery', 'logistics'] });
    t.deepEqual(after.tags, ['a']);
    t.is((await db()('card_criteria').where({ cardId: person.id })).length, 2);
    const same = await run(changePerson, { id: person.id, givenName: 'Grażyna' }, SYSTEM);
    t.is(same.version, 2);
    const emptied = await run(changePerson, { id: person.id, sector: [], contactPoints: null }, SYSTEM);
    t.deepEqual([emptied.criteria, emptied.contactPoints], [{}, []]);
    t.is((await db()('contact_points').where({ cardId: person.id })).length, 0);
  });

  on('two people change one card: the second is told, with the card as it stands', async (t) => {
    const person = await run(addPerson, { givenName: 'Fatih', familyName: 'Kılıç' }, SYSTEM);
    await run(changePerson, { id: person.id, version: 1, formOfAddress: 'Fatih Bey' }, SYSTEM);
    const stale = await fault(t, run(changePerson, { id: person.id, version: 1, formOfAddress: 'Sayın Kılıç' }, SYSTEM));
    t.is(stale.kind, 'conflict');
    t.like(stale.facts.current, { version: 2, formOfAddress: 'Fatih Bey' });
  });

  on('what cannot be used is refused with its place', async (t) => {
    await sectors();
    const paths = async (input: Record<string, unknown>) => (await fault(t, run(addPerson, { familyName: 'Şen', ...input }, SYSTEM))).facts.errors?.map((each) => each.path);
    t.deepEqual(await paths({ sector: ['dairy', 'steel'] }), ['sector.1']);
    t.deepEqual(await paths({ contactPoints: [{ kind: 'phone', value: '12' }] }), ['contactPoints.0.value']);
    t.deepEqual(await paths({ contactPoints: [{ kind: 'pager', value: '12' }] }), ['contactPoints.0.kind']);
    t.deepEqual(await paths({ birthDate: '2030-01-01' }), ['birthDate']);
    t.deepEqual(await paths({ birthDate: '1990-02-30' }), ['birthDate']);
    t.deepEqual(await paths({ representative: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }), ['representative']);
    t.deepEqual(await paths({ kinds: ['friend'] }), ['kinds.0']);
    t.truthy(await paths({ shoeSize: 43 }));
    t.deepEqual((await fault(t, run(addPerson, { givenName: ' ' }, SYSTEM))).facts.errors?.map((each) => each.path), ['familyName']);
    t.deepEqual((await fault(t, run(addOrganisation, { name: 'X', taxNumber: '123' }, SYSTEM))).facts.errors?.map((each) => each.path), ['taxNumber']);
  });

  on('another program opens and changes cards by its own ids, and never takes those of others', async (t) => {
    const first = await run(putPerson, { system: 'erp', value: '4711', familyName: 'Güneş' }, SYSTEM);
    t.true(first.made);
    const second = await run(putPerson, { system: 'erp', value: '4711', givenName: 'Ömer Faruk', externalIds: { crm: '9' } }, SYSTEM);
    t.false(second.made);
    t.is(second.person.id, first.person.id);
    t.is(second.person.name, 'Ömer Faruk Güneş');
    t.deepEqual(second.person.externalIds, { crm: '9', erp: '4711' });
    const taken = await fault(t, run(addPerson, { familyName: 'Başka', externalIds: { erp: '4711' } }, SYSTEM));
    t.is(taken.code, 'person.externalIdTaken');
    const firm = await run(putOrganisation, { system: 'erp', value: '4711', name: 'Güneş Zeytincilik' }, SYSTEM);
    t.true(firm.made, 'organisations have ids of their own');
  });

  on('criteria form trees: under a node is everything below it, and moving takes all along', async (t) => {
    await sectors();
    const below = async (key: string) =>
      ((await db()('criteria_closure as c')
        .join('criteria as a', 'a.id', 'c.ancestor_id')
        .join('criteria as d', 'd.id', 'c.descendant_id')
        .where('a.key', key)
        .orderBy('d.key')
        .select('d.key as key', 'c.depth as depth')) as { key: string; depth: number }[]).map((row) => `${row.key} ${row.depth}`);
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
    t.deepEqual((await run(changePerson, { id: has.id, sector: ['dairy', 'bakery'] }, SYSTEM)).criteria, { sector: ['bakery', 'dairy'] });
    t.is((await fault(t, run(addPerson, { familyName: 'Yeni', sector: ['dairy'] }, SYSTEM))).facts.errors?.[0]?.path, 'sector.0');
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
    const flour = await run(addOrganisation, { name: 'Çarşamba Un', parent: { entity: 'organisation', id: food.id } }, SYSTEM);
    const circle = await fault(t, run(changeOrganisation, { id: holding.id, parent: flour.id }, SYSTEM));
    t.is(circle.facts.errors?.[0]?.code, 'circle');
  });

  on('addresses lead to the cards on which they stand today', async (t, w) => {
    const firm = await run(addOrganisation, { name: 'Öztürk Gıda', contactPoints: [{ kind: 'email', value: 'bilgi@ozturkgida.example' }] }, SYSTEM);
    const sule = await run(
      addPerson,
      {
        givenName: 'Şule',
        familyName: 'Işık',
        contactPoints: [
          { kind: 'email', value: 's.isik@ozturkgida.example' },
          { kind: 'email', value: 'bilgi@ozturkgida.example' },
          { kind: 'email', value: 'eski@ozturkgida.example', until: '2025-12-31' },
        ],
      },
      SYSTEM,
    );
    const found = await cardsByAddress(['S.ISIK@ozturkgida.example', 'bilgi@ozturkgida.example', 'eski@ozturkgida.example', 'kim@bilinmez.example']);
    t.deepEqual([...found.keys()].sort(), ['S.ISIK@ozturkgida.example', 'bilgi@ozturkgida.example']);
    t.deepEqual(found.get('bilgi@ozturkgida.example'), [
      { entity: 'person', id: sule.id, name: 'Şule Işık' },
      { entity: 'organisation', id: firm.id, name: 'Öztürk Gıda' },
    ]);
    t.is((await primaryEmail({ entity: 'person', id: sule.id }, SYSTEM))?.address, 's.isik@ozturkgida.example');
    await run(closePerson, { id: sule.id }, SYSTEM);
    t.is((await cardsByAddress(['s.isik@ozturkgida.example'])).size, 0);
    await run(restorePerson, { id: sule.id }, SYSTEM);
    t.is((await cardsByAddress(['s.isik@ozturkgida.example'])).size, 1);
    t.deepEqual(await cardNames([{ entity: 'person', id: sule.id }]), new Map([[`person:${sule.id}`, 'Şule Işık']]));
    void w;
  });

  on('positions are dated: who left is no longer with the organisation', async (t, w) => {
    const firm = await run(addOrganisation, { name: 'Mleczarnia Gościno' }, SYSTEM);
    const person = await run(addPerson, { givenName: 'Grażyna', familyName: 'Żółkiewska' }, SYSTEM);
    const position = await run(addPosition, { person: person.id, organisation: firm.id, title: 'Kierowniczka produkcji', from: '2020-01-01' }, SYSTEM);
    t.is((await employersOf([person.id])).get(person.id)?.[0]?.name, 'Mleczarnia Gościno');
    t.is((await fault(t, run(changePosition, { id: position.id, until: '2019-01-01' }, SYSTEM))).facts.errors?.[0]?.path, 'until');
    await run(changePosition, { id: position.id, until: '2026-11-23' }, SYSTEM);
    t.is((await employersOf([person.id])).size, 0);
    await w.settle();
    const lines = (await db()('timeline_lines').where({ cardId: firm.id }).orderBy('id').select('title')) as { title: string }[];
    t.deepEqual(lines.map((line) => line.title), ['Card opened', 'Grażyna Żółkiewska, Mleczarnia Gościno: Kierowniczka produkcji']);
  });

  on('cards are found by names, numbers, addresses and employers, by those who may see them', async (t, w) => {
    const elif = await userActor('Elif', ['limited']);
    const firm = await run(addOrganisation, { name: 'Zakłady Mięsne Łuków', taxNumber: '5270103391' }, SYSTEM);
    const person = await run(
      addPerson,
      { givenName: 'Michał', familyName: 'Wąsowski', representative: elif.userId, contactPoints: [{ kind: 'phone', value: '+48 500 123 456' }] },
      SYSTEM,
    );
    await run(addPosition, { person: person.id, organisation: firm.id, title: 'Head of purchasing' }, SYSTEM);
    await w.settle();
    const hits = async (question: string, actor = SYSTEM) => (await find(question, actor, { limit: 10 })).map((hit) => hit.title).sort();
    t.deepEqual(await hits('wasowski'), ['Michał Wąsowski']);
    t.deepEqual(await hits('lukow'), ['Michał Wąsowski', 'Zakłady Mięsne Łuków']);
    t.deepEqual(await hits('500123456'), ['Michał Wąsowski']);
    t.deepEqual(await hits('5270103391'), ['Zakłady Mięsne Łuków']);
    t.deepEqual(await hits('lukow', elif), ['Michał Wąsowski']);
    await run(changeOrganisation, { id: firm.id, name: 'Łukowskie Smaki' }, SYSTEM);
    await w.settle();
    t.deepEqual(await hits('smaki'), ['Michał Wąsowski', 'Łukowskie Smaki'].sort());
  });

  on('a role that reaches own cards sees its own and its team’s, and answers for what it opens', async (t) => {
    const team = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const elif = await userActor('Elif', ['limited'], [team]);
    const other = await userActor('Tomasz', ['limited']);
    const mine = await run(addPerson, { familyName: 'Benim' }, elif);
    t.is(mine.representativeId, elif.userId);
    const foreign = await run(addPerson, { familyName: 'Onun' }, other);
    t.true(await can(elif, 'see', 'person', mine));
    t.false(await can(elif, 'see', 'person', foreign));
    t.is((await fault(t, run(changePerson, { id: foreign.id, givenName: 'Yok' }, elif))).kind, 'missing');
    t.is((await fault(t, run(closePerson, { id: mine.id }, elif))).kind, 'forbidden');
    const firm = await run(addOrganisation, { name: 'Gizli' }, SYSTEM);
    t.is((await fault(t, run(addPosition, { person: mine.id, organisation: firm.id }, elif))).facts.errors?.[0]?.path, 'organisation');
    const position = await run(addPosition, { person: mine.id, organisation: firm.id }, SYSTEM);
    t.false(await can(elif, 'see', 'position', position), 'it would name an organisation that is not theirs to see');
    await run(changeOrganisation, { id: firm.id, representative: elif.userId }, SYSTEM);
    t.true(await can(elif, 'see', 'position', position));
    t.deepEqual((await cardWords([{ entity: 'person', id: mine.id }])).get(`person:${mine.id}`), ['card', `rep${elif.userId}`]);
  });
}
