import { addOrganisation, putOrganisation } from '#features/people/commands/organisations.ts';
import { addPerson, changePerson, putPerson } from '#features/people/commands/persons.ts';
import { Person } from '#features/people/model/person.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { fault, on, SYSTEM, sectors } from './stage.ts';

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
      contactPoints: [
        { kind: 'phone', value: '0532 418 07 66' },
        { kind: 'email', value: 'S.Isik@OzturkGida.example' },
      ],
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
  const count = async (table: string, where: Record<string, string>) =>
    (await db()(table).where(where)).length;
  t.is(await count('contact_points', { cardId: person.id }), 2);
  t.is(await count('card_kinds', { cardId: person.id }), 1);
  t.is(await count('record_tags', { recordId: person.id }), 2);
  t.is(await count('card_criteria', { cardId: person.id }), 1);
  t.is(await count('card_external_ids', { cardId: person.id }), 1);
});

on('a change replaces what was sent and leaves the rest; the tables beside follow', async (t) => {
  await sectors();
  const person = await run(
    addPerson,
    {
      familyName: 'Żółkiewska',
      sector: ['dairy'],
      tags: ['a'],
      contactPoints: [{ kind: 'email', value: 'g@goscino.example' }],
    },
    SYSTEM,
  );
  const after = await run(
    changePerson,
    { id: person.id, givenName: 'Grażyna', sector: ['bakery', 'logistics'] },
    SYSTEM,
  );
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
  const stale = await fault(
    t,
    run(changePerson, { id: person.id, version: 1, formOfAddress: 'Sayın Kılıç' }, SYSTEM),
  );
  t.is(stale.kind, 'conflict');
  t.like(stale.facts.current, { version: 2, formOfAddress: 'Fatih Bey' });
});

on('what cannot be used is refused with its place', async (t) => {
  await sectors();
  const paths = async (input: Record<string, unknown>) =>
    (await fault(t, run(addPerson, { familyName: 'Şen', ...input }, SYSTEM))).facts.errors?.map(
      (each) => each.path,
    );
  t.deepEqual(await paths({ sector: ['dairy', 'steel'] }), ['sector.1']);
  t.deepEqual(await paths({ contactPoints: [{ kind: 'phone', value: '12' }] }), ['contactPoints.0.value']);
  t.deepEqual(await paths({ contactPoints: [{ kind: 'pager', value: '12' }] }), ['contactPoints.0.kind']);
  t.deepEqual(await paths({ birthDate: '2030-01-01' }), ['birthDate']);
  t.deepEqual(await paths({ birthDate: '1990-02-30' }), ['birthDate']);
  t.deepEqual(await paths({ representative: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }), ['representative']);
  t.deepEqual(await paths({ kinds: ['friend'] }), ['kinds.0']);
  t.truthy(await paths({ shoeSize: 43 }));
  t.deepEqual(
    (await fault(t, run(addPerson, { givenName: ' ' }, SYSTEM))).facts.errors?.map((each) => each.path),
    ['familyName'],
  );
  t.deepEqual(
    (await fault(t, run(addOrganisation, { name: 'X', taxNumber: '123' }, SYSTEM))).facts.errors?.map(
      (each) => each.path,
    ),
    ['taxNumber'],
  );
});

on('another program opens and changes cards by its own ids, and never takes those of others', async (t) => {
  const first = await run(putPerson, { system: 'erp', value: '4711', familyName: 'Güneş' }, SYSTEM);
  t.true(first.made);
  const second = await run(
    putPerson,
    { system: 'erp', value: '4711', givenName: 'Ömer Faruk', externalIds: { crm: '9' } },
    SYSTEM,
  );
  t.false(second.made);
  t.is(second.person.id, first.person.id);
  t.is(second.person.name, 'Ömer Faruk Güneş');
  t.deepEqual(second.person.externalIds, { crm: '9', erp: '4711' });
  const taken = await fault(t, run(addPerson, { familyName: 'Başka', externalIds: { erp: '4711' } }, SYSTEM));
  t.is(taken.code, 'person.externalIdTaken');
  const firm = await run(
    putOrganisation,
    { system: 'erp', value: '4711', name: 'Güneş Zeytincilik' },
    SYSTEM,
  );
  t.true(firm.made, 'organisations have ids of their own');
});
