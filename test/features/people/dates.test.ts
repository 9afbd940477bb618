import { onApi, type Stage } from './stage.ts';

/** Criteria from and until a day (P16), positions with ways to be reached of their own (P2), names in three languages. */

async function criteria({ ayse }: Stage): Promise<void> {
  for (const [key, parent] of [
    ['food', null],
    ['dairy', 'food'],
    ['bakery', 'food'],
  ]) {
    const { status } = await ayse.post('/api/criteria', { set: 'sector', key, name: key, parent });
    if (status !== 201) throw new Error(`criterion ${key}: ${status}`);
  }
}

const where = (node: object) => `where=${encodeURIComponent(JSON.stringify(node))}`;

onApi('criteria hold from and until a day, and a list is asked as of a past one', async (t, stage) => {
  const { ayse } = stage;
  await criteria(stage);
  const made = await ayse.post('/api/organisations', {
    name: 'Ege Gıda',
    sector: [
      { key: 'dairy', from: '2019-01-01', until: '2023-12-31' },
      { key: 'bakery', from: '2024-01-01' },
    ],
  });
  t.is(made.status, 201, JSON.stringify(made.body));
  t.deepEqual(made.body.sector, ['bakery']);
  t.deepEqual(made.body.criteriaDays, {
    sector: [
      { key: 'bakery', from: '2024-01-01', until: null },
      { key: 'dairy', from: '2019-01-01', until: '2023-12-31' },
    ],
  });
  const found = async (key: string, asOf: string) =>
    (await ayse.get(`/api/organisations?${where({ field: 'sector', is: key })}${asOf}`)).body.items.length;
  t.deepEqual(
    [
      await found('dairy', ''),
      await found('dairy', '&asOf=2022-05-01'),
      await found('bakery', ''),
      await found('bakery', '&asOf=2022-05-01'),
    ],
    [0, 1, 1, 0],
  );
  // A program that knows nothing of days sends keys: what it sees today is what it changes.
  const path = `/api/organisations/${made.body.id}`;
  const same = await ayse.patch(path, { sector: ['bakery'] });
  t.is(same.body.version, 1);
  const more = await ayse.patch(path, { sector: ['bakery', 'food'] });
  t.deepEqual(
    more.body.criteriaDays.sector.map((each: { key: string }) => each.key),
    ['bakery', 'dairy', 'food'],
  );
  const none = await ayse.patch(path, { sector: [] });
  t.deepEqual(none.body.criteriaDays.sector, [{ key: 'dairy', from: '2019-01-01', until: '2023-12-31' }]);
  t.is(await found('dairy', '&asOf=2022-05-01'), 1);
  const listed = await ayse.get(`/api/organisations?${where({ field: 'id', is: made.body.id })}`);
  t.is(listed.body.items[0].criteriaDays, undefined);
});

onApi('days of criteria that cannot be are refused with their place', async (t, stage) => {
  const { ayse } = stage;
  await criteria(stage);
  const tried = async (sector: unknown[]) => {
    const { status, body } = await ayse.post('/api/organisations', { name: 'Ege', sector });
    t.is(status, 422, JSON.stringify(body));
    return body.errors[0];
  };
  t.like(await tried(['dairy', { key: 'dairy', from: '2020-01-01' }]), { path: 'sector.1', code: 'double' });
  t.like(await tried([{ key: 'dairy', from: '2020-01-01', until: '2019-01-01' }]), {
    path: 'sector.0.until',
    code: 'day',
  });
  t.like(await tried([{ key: 'glass', from: '2020-01-01' }]), { path: 'sector.0', code: 'criterion' });
  t.regex((await tried([{ key: 'dairy', from: 'May' }])).path, /^sector\.0/);
});

onApi('a person is reached at a position by its own ways, which leave with it', async (t, stage) => {
  const { ayse, w } = stage;
  const firm = (
    await ayse.post('/api/organisations', {
      name: 'Öztürk Gıda',
      contactPoints: [{ kind: 'email', value: 'bilgi@ozturkgida.example' }],
    })
  ).body;
  const sule = (await ayse.post('/api/persons', { givenName: 'Şule', familyName: 'Işık' })).body;
  const position = await ayse.post('/api/positions', {
    person: sule.id,
    organisation: firm.id,
    title: 'Satın alma',
    contactPoints: [
      { kind: 'email', value: 'S.Isik@ozturkgida.example' },
      { kind: 'phone', value: '0362 266 51 00', label: 'dahili 12' },
    ],
  });
  t.is(position.status, 201, JSON.stringify(position.body));
  t.like(position.body.contactPoints[1], {
    kind: 'phone',
    value: '+903622665100',
    label: 'dahili 12',
    primary: true,
  });
  t.like((await ayse.get(`/api/persons/${sule.id}`)).body.positions[0].contactPoints[0], {
    value: 's.isik@ozturkgida.example',
  });
  // The organisation's own data stays as it is.
  t.is((await ayse.get(`/api/organisations/${firm.id}`)).body.version, 1);
  const { cardsByAddress, primaryEmail } = await import('#features/people/api.ts');
  const { actor } = { actor: stage.people.as(stage.people.ayse) };
  const matched = () => w.in(() => cardsByAddress(['s.isik@OZTURKGIDA.example']));
  t.deepEqual([...(await matched()).values()], [[{ entity: 'person', id: sule.id, name: 'Şule Işık' }]]);
  t.like(await w.in(() => primaryEmail({ entity: 'person', id: sule.id }, actor)), {
    address: 's.isik@ozturkgida.example',
  });
  await w.settle();
  t.is((await ayse.get('/api/persons?q=isik@ozturkgida')).body.items.length, 1);
  const asked = {
    some: 'positions',
    all: [{ some: 'contactPoints', all: [{ field: 'kind', is: 'phone' }] }],
  };
  t.is((await ayse.get(`/api/persons?${where(asked)}`)).body.items.length, 1);
  const left = await ayse.patch(`/api/positions/${position.body.id}`, { until: '2026-01-31' });
  t.is(left.status, 200);
  t.is((await matched()).size, 0);
  t.is(await w.in(() => primaryEmail({ entity: 'person', id: sule.id }, actor)), null);
  const wrong = await ayse.patch(`/api/positions/${position.body.id}`, {
    contactPoints: [{ kind: 'email', value: 'nobody' }],
  });
  t.is(wrong.body.errors[0].path, 'contactPoints.0.value');
});

onApi(
  'a criterion is called by its name in the reader’s language, in lists and in sentences',
  async (t, stage) => {
    const { ayse, zofia, w } = stage;
    const names = { tr: 'Süt ürünleri', pl: 'Nabiał', en: 'Dairy' };
    const made = await ayse.post('/api/criteria', { set: 'sector', key: 'dairy', names });
    t.is(made.status, 201, JSON.stringify(made.body));
    t.like(made.body, { name: 'Süt ürünleri', names });
    t.is((await zofia.get(`/api/criteria/${made.body.id}`)).body.name, 'Nabiał');
    const query = { of: 'person', where: { field: 'sector', under: ['dairy'] } };
    const { sentence } = (await zofia.post('/api/query/check', { query })).body;
    t.regex(sentence.tr, /Süt ürünleri/);
    t.regex(sentence.pl, /Nabiał/);
    t.regex(sentence.en, /Dairy/);
    const card = await ayse.post('/api/organisations', { name: 'Ege', sector: ['dairy'] });
    await w.settle();
    for (const word of ['nabial', 'dairy', 'sut'])
      t.is((await ayse.get(`/api/organisations?q=${word}`)).body.items[0]?.id, card.body.id, word);
    const plain = await ayse.patch(`/api/criteria/${made.body.id}`, { name: 'Süt' });
    t.like(plain.body, { name: 'Süt', names: { tr: 'Süt', pl: 'Süt', en: 'Süt' } });
    t.is((await ayse.post('/api/criteria', { set: 'sector', key: 'x' })).body.errors[0].path, 'name');
  },
);
