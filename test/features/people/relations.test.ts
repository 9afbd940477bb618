import { onApi, type Stage } from './stage.ts';

/** Relations between cards, named from both ends (P4), and the family of an organisation. */

async function person(
  stage: Stage,
  givenName: string,
  familyName: string,
  more: object = {},
): Promise<string> {
  const { status, body } = await stage.ayse.post('/api/persons', { givenName, familyName, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

async function organisation(stage: Stage, name: string, more: object = {}): Promise<string> {
  const { status, body } = await stage.ayse.post('/api/organisations', { name, ...more });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}

const ref = (entity: string, id: string) => ({ entity, id });

onApi('a relation is named from both ends, on both cards, in the reader’s language', async (t, stage) => {
  const { zofia, ayse, w } = stage;
  const [hakan, emre] = [await person(stage, 'Hakan', 'Öztürk'), await person(stage, 'Emre', 'Öztürk')];
  const made = await zofia.post('/api/relations', {
    card: ref('person', emre),
    role: 'parent',
    other: ref('person', hakan),
    from: '1990-04-23',
    note: 'üvey',
  });
  t.is(made.status, 201, JSON.stringify(made.body));
  t.like(made.body, {
    card: { id: emre, label: 'Emre Öztürk' },
    role: 'parent',
    roleName: 'Rodzic',
    other: { id: hakan, label: 'Hakan Öztürk' },
    counterRole: 'child',
    counterRoleName: 'Dziecko',
    from: '1990-04-23',
    until: null,
    note: 'üvey',
  });
  for (const id of [hakan, emre]) {
    const { body } = await ayse.get(`/api/relations?about=person:${id}`);
    t.deepEqual(
      body.items.map((each: { id: string }) => each.id),
      [made.body.id],
    );
  }
  await w.settle();
  const history = await zofia.get(`/api/timeline?about=person:${hakan}`);
  t.is(history.body.items[0].title, 'Dodano relację: Emre Öztürk (dziecko)');
});

onApi(
  'what cannot be is refused with its reason: circles, doubles, unlike cards, roles nobody defined',
  async (t, stage) => {
    const { ayse } = stage;
    const [a, b, c] = [
      await person(stage, 'Ayla', 'Er'),
      await person(stage, 'Banu', 'Er'),
      await person(stage, 'Can', 'Er'),
    ];
    const firm = await organisation(stage, 'Er Un');
    const relate = (card: object, role: string, other: object, days: object = {}) =>
      ayse.post('/api/relations', { card, role, other, ...days });
    t.is((await relate(ref('person', b), 'parent', ref('person', a))).status, 201);
    const second = await relate(ref('person', c), 'parent', ref('person', b));
    t.is(second.status, 201);
    const cases: [string, Awaited<ReturnType<typeof relate>>][] = [
      ['circle', await relate(ref('person', a), 'parent', ref('person', c))],
      // The same circle, said from the other end.
      ['circle', await relate(ref('person', c), 'child', ref('person', a))],
      ['double', await relate(ref('person', b), 'parent', ref('person', a))],
      ['double', await relate(ref('person', a), 'child', ref('person', b), { from: '2020-01-01' })],
      ['unlike', await relate(ref('person', a), 'partner', ref('organisation', firm))],
      ['self', await relate(ref('person', a), 'sibling', ref('person', a))],
      ['missing', await relate(ref('person', a), 'supplier', ref('person', b))],
      [
        'day',
        await relate(ref('person', a), 'sibling', ref('person', c), {
          from: '2026-02-01',
          until: '2026-01-01',
        }),
      ],
    ];
    for (const [code, { status, body }] of cases) {
      t.is(status, 422, `${code}: ${JSON.stringify(body)}`);
      t.is(body.errors[0].code, code, JSON.stringify(body));
    }
    // The kind may be turned round where that makes no circle: its own former way does not count.
    const turned = await ayse.patch(`/api/relations/${second.body.id}`, { role: 'child' });
    t.is(turned.status, 200, JSON.stringify(turned.body));
    t.like(turned.body, { role: 'child', counterRole: 'parent' });
  },
);

onApi('related cards are asked for in queries, on the day that is meant', async (t, stage) => {
  const { ayse } = stage;
  await ayse.post('/api/criteria', { set: 'sector', key: 'food', name: 'Gıda' });
  const mill = await organisation(stage, 'Kuzey Un', { sector: ['food'] });
  const bakery = await organisation(stage, 'Ege Fırın');
  const bank = await organisation(stage, 'Garanti Samsun');
  const relate = (card: string, role: string, other: string, days: object = {}) =>
    ayse.post('/api/relations', {
      card: ref('organisation', card),
      role,
      other: ref('organisation', other),
      ...days,
    });
  t.is((await relate(bakery, 'supplier', mill, { from: '2020-01-01', until: '2024-12-31' })).status, 201);
  t.is((await relate(bakery, 'bank', bank)).status, 201);
  const found = async (where: object, asOf = '') => {
    const asked = await ayse.get(
      `/api/organisations?where=${encodeURIComponent(JSON.stringify(where))}${asOf}`,
    );
    t.is(asked.status, 200, JSON.stringify(asked.body));
    return asked.body.items.map((each: { name: string }) => each.name);
  };
  const supplied = {
    some: 'related',
    all: [
      { field: 'role', is: 'supplier' },
      { field: 'organisation.sector', under: 'food' },
    ],
  };
  t.deepEqual(await found(supplied), []);
  t.deepEqual(await found(supplied, '&asOf=2022-06-01'), ['Ege Fırın']);
  t.deepEqual(await found({ ...supplied, ever: true }), ['Ege Fırın']);
  t.deepEqual(await found({ some: 'related', all: [{ field: 'role', is: 'buyer' }], ever: true }), [
    'Kuzey Un',
  ]);
  t.deepEqual(await found({ some: 'related', all: [{ field: 'role', is: 'bankClient' }] }), [
    'Garanti Samsun',
  ]);
  t.deepEqual(await found({ none: 'related' }, '&sort=name'), ['Kuzey Un']);
});

onApi(
  'the administrator defines kinds of relation, named from both ends in three languages',
  async (t, stage) => {
    const { ayse, zofia } = stage;
    const kind = {
      between: 'organisation',
      label: { tr: 'Bayisi', pl: 'Dealer', en: 'Dealer' },
      counterLabel: { tr: 'Ana firması', pl: 'Producent', en: 'Manufacturer' },
    };
    t.is((await zofia.post('/api/relation-kinds', kind)).status, 403);
    const made = await ayse.post('/api/relation-kinds', kind);
    t.is(made.status, 201, JSON.stringify(made.body));
    t.like(made.body, { key: 'dealer', counterKey: 'manufacturer' });
    const twice = await ayse.post('/api/relation-kinds', kind);
    t.is(twice.body.errors[0].code, 'taken');
    const [one, two] = [await organisation(stage, 'Bir'), await organisation(stage, 'İki')];
    const dealer = { card: ref('organisation', one), role: 'manufacturer', other: ref('organisation', two) };
    t.like((await ayse.post('/api/relations', dealer)).body, { counterRole: 'dealer' });
    const where = { some: 'related', all: [{ field: 'role', is: 'dealer' }] };
    const said = await ayse.post('/api/query/check', { query: { of: 'organisation', where } });
    t.is(said.status, 200, JSON.stringify(said.body));
    t.regex(said.body.sentence.pl, /Dealer/);
    t.is((await ayse.delete(`/api/relation-kinds/${made.body.id}`)).status, 200);
    const late = await ayse.post('/api/relations', { ...dealer, role: 'dealer' });
    t.is(late.body.errors[0].code, 'missing');
  },
);

onApi('a relation to a card that one may not see does not exist', async (t, stage) => {
  const { ayse, isil, people } = stage;
  const mine = await person(stage, 'Işık', 'Er', { representative: people.isil.id });
  const foreign = await person(stage, 'Yabancı', 'Er');
  const made = await ayse.post('/api/relations', {
    card: ref('person', mine),
    role: 'sibling',
    other: ref('person', foreign),
  });
  t.is((await isil.get(`/api/relations/${made.body.id}`)).status, 404);
  t.deepEqual((await isil.get(`/api/relations?about=person:${mine}`)).body.items, []);
  const where = encodeURIComponent(JSON.stringify({ some: 'related' }));
  t.deepEqual((await isil.get(`/api/persons?where=${where}`)).body.items, []);
  const tried = await isil.post('/api/relations', {
    card: ref('person', mine),
    role: 'spouse',
    other: ref('person', foreign),
  });
  t.is(tried.body.errors[0].code, 'missing');
});

onApi(
  'a family is told whole, from the top downwards, and nobody belongs to what belongs to it',
  async (t, stage) => {
    const { ayse, isil, people } = stage;
    const holding = await organisation(stage, 'Öztürk Holding');
    const food = await organisation(stage, 'Öztürk Gıda', {
      parent: holding,
      representative: people.isil.id,
    });
    const depot = await organisation(stage, 'Soğuk Depo', { parent: holding });
    const flour = await organisation(stage, 'Çarşamba Un', { parent: food, representative: people.isil.id });
    for (const id of [holding, food, depot, flour]) {
      const { body } = await ayse.get(`/api/organisations/${id}/family`);
      t.deepEqual(
        body.items.map((each: { label: string; parent: string | null }) => [each.label, each.parent]),
        [
          ['Öztürk Holding', null],
          ['Öztürk Gıda', holding],
          ['Soğuk Depo', holding],
          ['Çarşamba Un', food],
        ],
      );
    }
    const seen = await isil.get(`/api/organisations/${flour}/family`);
    t.deepEqual(
      seen.body.items.map((each: { label: string; parent: string | null }) => [each.label, each.parent]),
      [
        ['Öztürk Gıda', null],
        ['Çarşamba Un', food],
      ],
    );
    t.is((await isil.get(`/api/organisations/${depot}/family`)).status, 404);
    const round = await ayse.patch(`/api/organisations/${holding}`, { parent: flour });
    t.is(round.body.errors[0].code, 'circle');
  },
);
