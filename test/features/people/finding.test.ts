import { cardNames, cardsByAddress, cardWords, employersOf, primaryEmail } from '#features/people/api.ts';
import { addOrganisation, changeOrganisation } from '#features/people/commands/organisations.ts';
import { addPerson, changePerson, closePerson, restorePerson } from '#features/people/commands/persons.ts';
import { addPosition, changePosition } from '#features/people/commands/positions.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { can } from '#platform/access/policy.ts';
import { find } from '#platform/search/find.ts';
import { fault, on, SYSTEM, userActor } from './stage.ts';

on('addresses lead to the cards on which they stand today', async (t, w) => {
  const firm = await run(
    addOrganisation,
    { name: 'Öztürk Gıda', contactPoints: [{ kind: 'email', value: 'bilgi@ozturkgida.example' }] },
    SYSTEM,
  );
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
  const found = await cardsByAddress([
    'S.ISIK@ozturkgida.example',
    'bilgi@ozturkgida.example',
    'eski@ozturkgida.example',
    'kim@bilinmez.example',
  ]);
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
  t.deepEqual(
    await cardNames([{ entity: 'person', id: sule.id }]),
    new Map([[`person:${sule.id}`, 'Şule Işık']]),
  );
  void w;
});

on('positions are dated: who left is no longer with the organisation', async (t, w) => {
  const firm = await run(addOrganisation, { name: 'Mleczarnia Gościno' }, SYSTEM);
  const person = await run(addPerson, { givenName: 'Grażyna', familyName: 'Żółkiewska' }, SYSTEM);
  const position = await run(
    addPosition,
    { person: person.id, organisation: firm.id, title: 'Kierowniczka produkcji', from: '2020-01-01' },
    SYSTEM,
  );
  t.is((await employersOf([person.id])).get(person.id)?.[0]?.name, 'Mleczarnia Gościno');
  t.is(
    (await fault(t, run(changePosition, { id: position.id, until: '2019-01-01' }, SYSTEM))).facts.errors?.[0]
      ?.path,
    'until',
  );
  await run(changePosition, { id: position.id, until: '2026-11-23' }, SYSTEM);
  t.is((await employersOf([person.id])).size, 0);
  await w.settle();
  const lines = (await db()('timeline_lines').where({ cardId: firm.id }).orderBy('id').select('said')) as {
    said: string;
  }[];
  // Kept as keys and facts: each reader is told in their own language.
  t.deepEqual(
    lines.map((line) => JSON.parse(line.said) as unknown),
    [
      { key: 'people.line.added', values: {} },
      {
        key: 'people.line.titled',
        values: {
          person: 'Grażyna Żółkiewska',
          organisation: 'Mleczarnia Gościno',
          title: 'Kierowniczka produkcji',
        },
      },
    ],
  );
});

on('cards are found by names, numbers, addresses and employers, by those who may see them', async (t, w) => {
  const elif = await userActor('Elif', ['limited']);
  const firm = await run(addOrganisation, { name: 'Zakłady Mięsne Łuków', taxNumber: '5270103391' }, SYSTEM);
  const person = await run(
    addPerson,
    {
      givenName: 'Michał',
      familyName: 'Wąsowski',
      representative: elif.userId,
      contactPoints: [{ kind: 'phone', value: '+48 500 123 456' }],
    },
    SYSTEM,
  );
  await run(addPosition, { person: person.id, organisation: firm.id, title: 'Head of purchasing' }, SYSTEM);
  await w.settle();
  const hits = async (question: string, actor = SYSTEM) =>
    (await find(question, actor, { limit: 10 })).map((hit) => hit.title).sort();
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
  t.is(
    (await fault(t, run(addPosition, { person: mine.id, organisation: firm.id }, elif))).facts.errors?.[0]
      ?.path,
    'organisation',
  );
  const position = await run(addPosition, { person: mine.id, organisation: firm.id }, SYSTEM);
  t.false(
    await can(elif, 'see', 'position', position),
    'it would name an organisation that is not theirs to see',
  );
  await run(changeOrganisation, { id: firm.id, representative: elif.userId }, SYSTEM);
  t.true(await can(elif, 'see', 'position', position));
  t.deepEqual((await cardWords([{ entity: 'person', id: mine.id }])).get(`person:${mine.id}`), [
    'card',
    `rep${elif.userId}`,
  ]);
});
