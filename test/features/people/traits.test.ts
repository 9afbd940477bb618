import { onApi } from './stage.ts';

/** What is known of a card over time (P5), of kinds that the administrator defines. */

const where = (node: object) => `where=${encodeURIComponent(JSON.stringify(node))}`;

onApi(
  'hobbies and sizes stand on a card from and until a day, and are asked for',
  async (t, { ayse, zofia }) => {
    const card = (await ayse.post('/api/persons', { givenName: 'Şule', familyName: 'Işık' })).body;
    const about = { entity: 'person', id: card.id };
    const enter = (sent: object) => ayse.post('/api/traits', { card: about, ...sent });
    const tennis = await enter({
      kind: 'hobby',
      value: 'Tenis',
      from: '2010-01-01',
      until: '2020-12-31',
      note: 'kulüpte',
    });
    t.is(tennis.status, 201, JSON.stringify(tennis.body));
    t.is((await enter({ kind: 'hobby', value: 'Yelken' })).status, 201);
    const size = await enter({ kind: 'clothingSize', value: 'm' });
    t.like(size.body, { value: 'm', shown: 'M', kindName: 'Beden' });
    t.like((await enter({ kind: 'shoeSize', value: '38' })).body, { amount: 38 });
    t.is((await zofia.get(`/api/traits?about=person:${card.id}`)).body.items.length, 4);
    t.is((await zofia.get(`/api/traits/${size.body.id}`)).body.kindName, 'Rozmiar odzieży');
    const found = async (all: object[], more = '') =>
      (await ayse.get(`/api/persons?${where({ some: 'traits', all })}${more}`)).body.items.length;
    const hobby = (value: string) => [
      { field: 'kind', is: 'hobby' },
      { field: 'value', is: value },
    ];
    t.deepEqual(
      [
        await found(hobby('yelken')),
        await found(hobby('tenis')),
        await found(hobby('tenis'), '&asOf=2015-01-01'),
      ],
      [1, 0, 1],
    );
    t.is(
      await found([
        { field: 'kind', is: 'shoeSize' },
        { field: 'amount', over: 37 },
      ]),
      1,
    );
    t.is(
      await found([
        { field: 'kind', is: 'shoeSize' },
        { field: 'amount', over: 38 },
      ]),
      0,
    );
    const path = `/api/traits/${tennis.body.id}`;
    t.like((await ayse.patch(path, { value: 'Kort tenisi', until: null })).body, {
      value: 'Kort tenisi',
      until: null,
    });
    t.is((await ayse.delete(path)).status, 200);
    t.is((await zofia.get(`/api/traits?about=person:${card.id}`)).body.items.length, 3);
  },
);

onApi(
  'values that do not fit their kind are refused, and so are cards that are not one’s own',
  async (t, { ayse, isil, people }) => {
    const card = (await ayse.post('/api/persons', { givenName: 'Şule', familyName: 'Işık' })).body;
    const enter = async (sent: object) => {
      const { status, body } = await ayse.post('/api/traits', {
        card: { entity: 'person', id: card.id },
        ...sent,
      });
      t.is(status, 422, JSON.stringify(body));
      return body.errors[0];
    };
    t.like(await enter({ kind: 'clothingSize', value: 'huge' }), { path: 'value', code: 'choice' });
    t.like(await enter({ kind: 'shoeSize', value: '38,5' }), { path: 'value', code: 'number' });
    t.like(await enter({ kind: 'staffCount', value: '12' }), { path: 'kind', code: 'missing' });
    t.like(await enter({ kind: 'hobby', value: 'x', from: '2026-01-02', until: '2026-01-01' }), {
      path: 'until',
    });
    t.is((await enter({ kind: 'telepathy', value: 'x' })).path, 'kind');
    const foreign = await isil.post('/api/traits', {
      card: { entity: 'person', id: card.id },
      kind: 'hobby',
      value: 'x',
    });
    t.is(foreign.body.errors[0].code, 'missing');
    await ayse.patch(`/api/persons/${card.id}`, { representative: people.isil.id });
    t.is(
      (await isil.post('/api/traits', { card: { entity: 'person', id: card.id }, kind: 'hobby', value: 'x' }))
        .status,
      201,
    );
  },
);

onApi(
  'a kind of the administrator’s own is known at once, in three languages',
  async (t, { ayse, zofia }) => {
    const kind = {
      of: 'organisation',
      label: { tr: 'Makine parkı', pl: 'Park maszynowy', en: 'Machine park' },
      takes: 'choice',
      options: [
        { key: 'old', label: { tr: 'Eski', pl: 'Stary', en: 'Old' } },
        { key: 'new', label: { tr: 'Yeni', pl: 'Nowy', en: 'New' } },
      ],
    };
    t.is((await zofia.post('/api/trait-kinds', kind)).status, 403);
    const made = await ayse.post('/api/trait-kinds', kind);
    t.is(made.status, 201, JSON.stringify(made.body));
    t.is(made.body.key, 'machinePark');
    t.is((await ayse.post('/api/trait-kinds', kind)).body.errors[0].code, 'taken');
    t.is(
      (await ayse.post('/api/trait-kinds', { ...kind, key: 'x', options: [] })).body.errors[0].path,
      'options',
    );
    const firm = (await ayse.post('/api/organisations', { name: 'Ege' })).body;
    const entered = await zofia.post('/api/traits', {
      card: { entity: 'organisation', id: firm.id },
      kind: 'machinePark',
      value: 'new',
    });
    t.like(entered.body, { shown: 'Nowy', kindName: 'Park maszynowy' });
    const entity = (await zofia.get('/api/entities/trait')).body;
    const options = entity.fields.find((field: { key: string }) => field.key === 'kind').options;
    t.true(options.some((option: { key: string }) => option.key === 'machinePark'));
    await ayse.delete(`/api/trait-kinds/${made.body.id}`);
    const late = await zofia.post('/api/traits', {
      card: { entity: 'organisation', id: firm.id },
      kind: 'machinePark',
      value: 'old',
    });
    t.is(late.body.errors[0].code, 'closed');
  },
);
