import type { Client } from '#test/support/http.ts';
import { onApi } from './stage.ts';

onApi(
  'the sentence of the group: general managers over 35 in food in two regions',
  async (t, { ayse, zofia }) => {
    for (const [set, key, parent] of [
      ['sector', 'food'],
      ['sector', 'bakery', 'food'],
      ['sector', 'steel'],
      ['region', 'karadeniz'],
      ['region', 'samsun', 'karadeniz'],
      ['region', 'marmara'],
      ['region', 'ege'],
    ])
      await ayse.post('/api/criteria', { set, key, name: key, parent });
    const firm = async (name: string, sector: string, region: string) =>
      (await zofia.post('/api/organisations', { name, sector: [sector], region: [region] })).body.id;
    const boss = async (
      familyName: string,
      birthDate: string,
      organisation: string,
      title = 'Genel Müdür',
      until?: string,
    ) => {
      const person = (await zofia.post('/api/persons', { familyName, birthDate })).body.id;
      await zofia.post('/api/positions', { person, organisation, title, until });
    };
    await boss('İçeride', '1983-03-14', await firm('Öztürk Gıda', 'bakery', 'samsun'));
    await boss('Genç', '1991-03-14', await firm('Genç Gıda', 'food', 'marmara'));
    await boss('Uzak', '1970-01-01', await firm('Ege Gıda', 'food', 'ege'));
    await boss('Çelikçi', '1970-01-01', await firm('Çelik', 'steel', 'marmara'));
    const left = await firm('Ayrılan Gıda', 'food', 'karadeniz');
    await boss('Ayrılan', '1970-01-01', left, 'Genel Müdür', '2025-01-01');
    await boss('Şoför', '1970-01-01', left, 'Şoför');
    const where = {
      all: [
        { field: 'age', over: 35 },
        {
          some: 'positions',
          all: [
            { field: 'title', is: 'genel mudur' },
            { field: 'organisation.sector', under: 'food' },
            { field: 'organisation.region', under: ['karadeniz', 'marmara'] },
          ],
        },
      ],
    };
    const names = async (path: string) =>
      (await zofia.get(path)).body.items.map((each: { name: string }) => each.name);
    t.deepEqual(await names(`/api/persons?where=${encodeURIComponent(JSON.stringify(where))}`), ['İçeride']);
    const posted = await zofia.post('/api/persons/query', { where, asOf: '2024-06-01', count: true });
    t.deepEqual(
      posted.body.items.map((each: { name: string }) => each.name),
      ['Ayrılan', 'İçeride'],
    );
    t.is(posted.body.count, 2);
    const refused = await zofia.get(
      `/api/persons?where=${encodeURIComponent('{"field":"shoeSize","is":43}')}`,
    );
    t.is(refused.status, 422);
    t.is(
      (
        await zofia.post('/api/persons/query', {
          where: { some: 'contactPoints', all: [{ field: 'kind', is: 'phone' }] },
        })
      ).body.items.length,
      0,
    );
  },
);

onApi(
  'lists are in the order of the reader’s language and filtered by words',
  async (t, { w, ayse, zofia }) => {
    for (const [givenName, familyName] of [
      ['Ali', 'Işık'],
      ['Ece', 'İnce'],
      ['Can', 'Çelik'],
      ['Can', 'Demir'],
      ['Ewa', 'Łuczak'],
      ['Ewa', 'Lis'],
      ['Olga', 'Lux'],
    ])
      await zofia.post('/api/persons', { givenName, familyName });
    const names = async (client: Client, path: string) =>
      (await client.get(path)).body.items.map((each: { familyName: string }) => each.familyName);
    t.deepEqual(await names(ayse, '/api/persons'), [
      'Çelik',
      'Demir',
      'Işık',
      'İnce',
      'Lis',
      'Łuczak',
      'Lux',
    ]);
    t.deepEqual((await names(zofia, '/api/persons?sort=-name')).slice(0, 3), ['Łuczak', 'Lux', 'Lis']);
    const first = (await zofia.get('/api/persons?limit=3')).body;
    t.is((await zofia.get(`/api/persons?limit=50&cursor=${first.next}`)).body.items.length, 4);
    await w.settle();
    t.deepEqual(await names(zofia, '/api/persons?q=luczak'), ['Łuczak']);
    t.deepEqual(await names(zofia, '/api/persons?q=isik'), ['Işık']);
  },
);

onApi('who sees own cards only finds, changes and counts no others', async (t, { zofia, isil, people }) => {
  const { body: foreign } = await zofia.post('/api/persons', { familyName: 'Yabancı' });
  const { body: mine } = await isil.post('/api/persons', { familyName: 'Benim' });
  t.is(mine.representative.id, people.isil.id);
  t.is((await isil.get(`/api/persons/${foreign.id}`)).status, 404);
  t.is((await isil.patch(`/api/persons/${foreign.id}`, { familyName: 'Çaldım' })).status, 404);
  t.is((await isil.delete(`/api/persons/${mine.id}`)).status, 403);
  t.deepEqual(
    (await isil.get('/api/persons?count=true')).body.items.map((each: { id: string }) => each.id),
    [mine.id],
  );
  t.is((await isil.get('/api/persons?count=true')).body.count, 1);
  t.is(mine.can.close, undefined);
  t.is((await isil.post('/api/criteria', { set: 'sector', key: 'food', name: 'Gıda' })).status, 403);
  await zofia.patch(`/api/persons/${foreign.id}`, { team: people.sales });
  t.is((await isil.get(`/api/persons/${foreign.id}`)).status, 200);
});
