import { onApi } from './stage.ts';

onApi('a card comes and goes through the API as the contract says', async (t, { ayse, zofia, people }) => {
  for (const criterion of [
    { set: 'sector', key: 'food', name: 'Gıda' },
    { set: 'sector', key: 'dairy', name: 'Süt', parent: 'food' },
    { set: 'region', key: 'karadeniz', name: 'Karadeniz' },
  ]) {
    const { status, body } = await ayse.post('/api/criteria', criterion);
    t.is(status, 201, JSON.stringify(body));
    t.like(body, {
      entity: 'criterion',
      set: criterion.set,
      key: criterion.key,
      parent: criterion.parent ?? null,
    });
  }
  const made = await zofia.post('/api/persons', {
    givenName: 'Şule',
    familyName: 'Işık',
    formOfAddress: 'Şule Hanım',
    language: 'tr',
    birthDate: '1984-05-12',
    kinds: ['customer'],
    tags: ['Ramazan'],
    externalIds: { erp: '4711' },
    contactPoints: [
      { kind: 'phone', value: '0532 418 07 66', label: 'cep' },
      { kind: 'email', value: 'S.Isik@ozturkgida.example', primary: true },
    ],
    representative: people.mehmet.id,
    sector: ['dairy'],
  });
  t.is(made.status, 201, JSON.stringify(made.body));
  t.like(made.body, {
    entity: 'person',
    version: 1,
    name: 'Şule Işık',
    age: 42,
    kinds: ['customer'],
    tags: ['Ramazan'],
    externalIds: { erp: '4711' },
    representative: { entity: 'user', id: people.mehmet.id, label: 'Mehmet Şahin' },
    sector: ['dairy'],
    region: [],
    positions: [],
    photo: null,
    can: { change: true, close: true },
  });
  t.like(made.body.contactPoints[0], {
    kind: 'phone',
    value: '+905324180766',
    label: 'cep',
    primary: true,
  });
  t.is(made.headers.get('etag'), '"1"');

  const path = `/api/persons/${made.body.id}`;
  const changed = await zofia.patch(
    path,
    { givenName: 'Şule Nur', region: ['karadeniz'] },
    { 'If-Match': '"1"' },
  );
  t.like(changed, { status: 200 });
  t.like(changed.body, { version: 2, name: 'Şule Nur Işık', sector: ['dairy'], region: ['karadeniz'] });
  const stale = await ayse.patch(path, { givenName: 'Şule' }, { 'If-Match': '"1"' });
  t.is(stale.status, 412);
  t.like(stale.body.current, {
    id: made.body.id,
    version: 2,
    givenName: 'Şule Nur',
    age: 42,
    sector: ['dairy'],
  });

  const audited = (await ayse.get(`/api/audit?record=person:${made.body.id}&command=person.change`)).body
    .items[0];
  t.deepEqual(
    audited.changes.map((each: { key: string }) => each.key).sort(),
    ['criteria', 'givenName', 'name'],
    'keys that only follow from others are left out',
  );

  t.is((await zofia.delete(path)).body.closedAt, '2026-11-24T08:00:00.000Z');
  t.is((await zofia.get('/api/persons')).body.items.length, 0);
  t.is((await zofia.get('/api/persons?closed=only')).body.items.length, 1);
  t.is((await zofia.post(`${path}/restore`)).body.closedAt, null);
  t.is((await zofia.get('/api/persons')).body.items.length, 1);
});

onApi('positions link people and organisations; cards name each other', async (t, { zofia }) => {
  const { body: firm } = await zofia.post('/api/organisations', {
    name: 'Öztürk Gıda',
    taxNumber: '657 004 1183',
  });
  t.is(firm.taxNumber, '6570041183');
  const { body: person } = await zofia.post('/api/persons', { givenName: 'Hakan', familyName: 'Öztürk' });
  const old = { title: 'Müdür', from: '2010-01-01', until: '2013-12-31' };
  await zofia.post('/api/positions', { person: person.id, organisation: firm.id, ...old });
  const position = await zofia.post('/api/positions', {
    person: { entity: 'person', id: person.id },
    organisation: { entity: 'organisation', id: firm.id },
    title: 'Genel Müdür',
    department: 'Yönetim',
    from: '2014-02-01',
  });
  t.is(position.status, 201, JSON.stringify(position.body));
  t.like(position.body, {
    person: { label: 'Hakan Öztürk' },
    organisation: { label: 'Öztürk Gıda' },
    title: 'Genel Müdür',
    until: null,
  });
  const shown = await zofia.get(`/api/persons/${person.id}`);
  t.deepEqual(shown.body.positions, [
    {
      id: position.body.id,
      entity: 'position',
      organisation: { entity: 'organisation', id: firm.id, label: 'Öztürk Gıda' },
      title: 'Genel Müdür',
      department: 'Yönetim',
      from: '2014-02-01',
      contactPoints: [],
      until: null,
    },
  ]);
  t.is((await zofia.get(`/api/positions?about=organisation:${firm.id}`)).body.items.length, 2);
  t.deepEqual(
    (await zofia.get(`/api/persons?about=organisation:${firm.id}`)).body.items.map(
      (each: { id: string }) => each.id,
    ),
    [person.id],
  );
  t.deepEqual(
    (await zofia.get(`/api/organisations?about=person:${person.id}`)).body.items.map(
      (each: { id: string }) => each.id,
    ),
    [firm.id],
  );
  t.is(
    (await zofia.get(`/api/organisations/${firm.id}`)).body.version,
    1,
    'a changed contact person does not disturb the organisation',
  );
});

onApi('another program puts cards by its own id: 201, then 200', async (t, { zofia }) => {
  const put = (body: unknown, headers = {}) =>
    zofia.call('PUT', '/api/persons/by/erp/4711', { body, headers });
  const first = await put({
    familyName: 'Güneş',
    contactPoints: [{ kind: 'email', value: 'omer@guneszeytin.example' }],
  });
  t.is(first.status, 201);
  t.is(first.headers.get('etag'), '"1"');
  const second = await put({ givenName: 'Ömer Faruk' });
  t.is(second.status, 200);
  t.like(second.body, {
    id: first.body.id,
    version: 2,
    name: 'Ömer Faruk Güneş',
    externalIds: { erp: '4711' },
  });
  t.is((await put({ givenName: 'Ömer' }, { 'If-Match': '"1"' })).status, 412);
  t.is((await zofia.get('/api/persons/by/erp/4711')).body.id, first.body.id);
  t.is((await zofia.get('/api/persons/by/erp/4712')).status, 404);
  t.is(
    (await zofia.call('PUT', '/api/organisations/by/erp/9', { body: { name: 'Güneş Zeytincilik' } })).status,
    201,
  );
  t.is((await zofia.call('PUT', '/api/organisations/by/erp/9', { body: { tags: ['x'] } })).status, 200);
  t.is((await zofia.call('PUT', '/api/organisations/by/erp/10', { body: { tags: ['x'] } })).status, 422);
  const many = await Promise.all(
    Array.from({ length: 6 }, (_, at) =>
      zofia.call('PUT', '/api/persons/by/erp/77', {
        body: { familyName: 'Aynı', givenName: `Kişi ${at}` },
      }),
    ),
  );
  t.deepEqual(
    many.map((each) => each.status).filter((status) => status === 201).length,
    1,
    JSON.stringify(many.map((each) => [each.status, each.body.detail])),
  );
  t.is(
    new Set(many.map((each) => each.body.id)).size,
    1,
    JSON.stringify(many.map((each) => [each.status, each.body.code, each.body.detail])),
  );
});

onApi('criteria are listed by set, renamed and moved; a set gets its words', async (t, { ayse, zofia }) => {
  await ayse.post('/api/criteria', {
    set: 'sector',
    key: 'food',
    name: 'Gıda',
    setLabel: { tr: 'Sektör', pl: 'Branża', en: 'Sector' },
  });
  const { body: dairy } = await ayse.post('/api/criteria', { set: 'sector', name: 'Süt ürünleri' });
  t.is(dairy.key, 'sut-urunleri');
  const moved = await ayse.patch(
    `/api/criteria/${dairy.id}`,
    { parent: 'food', name: 'Süt' },
    { 'If-Match': '"1"' },
  );
  t.like(moved.body, { version: 2, parent: 'food', name: 'Süt', key: 'sut-urunleri' });
  t.is((await ayse.patch(`/api/criteria/${dairy.id}`, { key: 'milk' })).status, 422);
  t.is((await ayse.patch(`/api/criteria/${dairy.id}`, { name: 'x' }, { 'If-Match': '"1"' })).status, 412);
  const listed = await zofia.get(
    `/api/criteria?where=${encodeURIComponent('{"field":"set","is":"sector"}')}`,
  );
  t.deepEqual(
    listed.body.items.map((each: { key: string }) => each.key),
    ['food', 'sut-urunleri'],
  );
  t.is((await ayse.patch('/api/criteria-sets/sector', { label: 'Branş' })).body.label.pl, 'Branş');
  const { body: words } = await zofia.get('/api/entities/person');
  t.like(
    words.fields.find((field: { key: string }) => field.key === 'sector'),
    { type: 'criteria', label: { tr: 'Branş' } },
  );
  t.is((await ayse.post('/api/criteria', { set: 'givenName', name: 'x' })).status, 422);
});
