import test, { type ExecutionContext } from 'ava';
import { type Cast, cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { ENGINES, type World, world } from '#test/support/world.ts';

interface Stage {
  w: World;
  people: Cast;
  /** Ayşe, who may do everything. */
  ayse: Client;
  /** Zofia, who sees every card. */
  zofia: Client;
  /** Işıl, who sees her own and her team's. */
  isil: Client;
}

for (const engine of ENGINES) {
  const on = (title: string, does: (t: ExecutionContext, stage: Stage) => Promise<void>) =>
    test(`${title} (${engine})`, async (t) => {
      const w = await world(t, { engine });
      await w.settle();
      const people = await cast(w);
      const api = await serveApi(t, w);
      const [ayse, zofia, isil] = [api.client(), api.client(), api.client()];
      await signIn(ayse, people.ayse);
      await signIn(zofia, people.zofia);
      await signIn(isil, people.isil);
      await does(t, { w, people, ayse, zofia, isil });
    });

  on('a card comes and goes through the API as the contract says', async (t, { ayse, zofia, people }) => {
    for (const criterion of [{ set: 'sector', key: 'food', name: 'Gıda' }, { set: 'sector', key: 'dairy', name: 'Süt', parent: 'food' }, { set: 'region', key: 'karadeniz', name: 'Karadeniz' }]) {
      const { status, body } = await ayse.post('/api/criteria', criterion);
      t.is(status, 201, JSON.stringify(body));
      t.like(body, { entity: 'criterion', set: criterion.set, key: criterion.key, parent: criterion.parent ?? null });
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
      contactPoints: [{ kind: 'phone', value: '0532 418 07 66', label: 'cep' }, { kind: 'email', value: 'S.Isik@ozturkgida.example', primary: true }],
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
    t.like(made.body.contactPoints[0], { kind: 'phone', value: '+905324180766', label: 'cep', primary: true });
    t.is(made.headers.get('etag'), '"1"');

    const path = `/api/persons/${made.body.id}`;
    const changed = await zofia.patch(path, { givenName: 'Şule Nur', region: ['karadeniz'] }, { 'If-Match': '"1"' });
    t.like(changed, { status: 200 });
    t.like(changed.body, { version: 2, name: 'Şule Nur Işık', sector: ['dairy'], region: ['karadeniz'] });
    const stale = await ayse.patch(path, { givenName: 'Şule' }, { 'If-Match': '"1"' });
    t.is(stale.status, 412);
    t.like(stale.body.current, { id: made.body.id, version: 2, givenName: 'Şule Nur', age: 42, sector: ['dairy'] });

    const audited = (await ayse.get(`/api/audit?record=person:${made.body.id}&command=person.change`)).body.items[0];
    t.deepEqual(audited.changes.map((each: { key: string }) => each.key).sort(), ['criteria', 'givenName', 'name'], 'keys that only follow from others are left out');

    t.is((await zofia.delete(path)).body.closedAt, '2026-11-24T08:00:00.000Z');
    t.is((await zofia.get('/api/persons')).body.items.length, 0);
    t.is((await zofia.get('/api/persons?closed=only')).body.items.length, 1);
    t.is((await zofia.post(`${path}/restore`)).body.closedAt, null);
    t.is((await zofia.get('/api/persons')).body.items.length, 1);
  });

  on('positions link people and organisations; cards name each other', async (t, { zofia }) => {
    const { body: firm } = await zofia.post('/api/organisations', { name: 'Öztürk Gıda', taxNumber: '657 004 1183' });
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
    t.like(position.body, { person: { label: 'Hakan Öztürk' }, organisation: { label: 'Öztürk Gıda' }, title: 'Genel Müdür', until: null });
    const shown = await zofia.get(`/api/persons/${person.id}`);
    t.deepEqual(shown.body.positions, [
      {
        id: position.body.id,
        entity: 'position',
        organisation: { entity: 'organisation', id: firm.id, label: 'Öztürk Gıda' },
        title: 'Genel Müdür',
        department: 'Yönetim',
        from: '2014-02-01',
        until: null,
      },
    ]);
    t.is((await zofia.get(`/api/positions?about=organisation:${firm.id}`)).body.items.length, 2);
    t.deepEqual((await zofia.get(`/api/persons?about=organisation:${firm.id}`)).body.items.map((each: { id: string }) => each.id), [person.id]);
    t.deepEqual((await zofia.get(`/api/organisations?about=person:${person.id}`)).body.items.map((each: { id: string }) => each.id), [firm.id]);
    t.is((await zofia.get(`/api/organisations/${firm.id}`)).body.version, 1, 'a changed contact person does not disturb the organisation');
  });

  on('another program puts cards by its own id: 201, then 200', async (t, { zofia }) => {
    const put = (body: unknown, headers = {}) => zofia.call('PUT', '/api/persons/by/erp/4711', { body, headers });
    const first = await put({ familyName: 'Güneş', contactPoints: [{ kind: 'email', value: 'omer@guneszeytin.example' }] });
    t.is(first.status, 201);
    t.is(first.headers.get('etag'), '"1"');
    const second = await put({ givenName: 'Ömer Faruk' });
    t.is(second.status, 200);
    t.like(second.body, { id: first.body.id, version: 2, name: 'Ömer Faruk Güneş', externalIds: { erp: '4711' } });
    t.is((await put({ givenName: 'Ömer' }, { 'If-Match': '"1"' })).status, 412);
    t.is((await zofia.get('/api/persons/by/erp/4711')).body.id, first.body.id);
    t.is((await zofia.get('/api/persons/by/erp/4712')).status, 404);
    t.is((await zofia.call('PUT', '/api/organisations/by/erp/9', { body: { name: 'Güneş Zeytincilik' } })).status, 201);
    t.is((await zofia.call('PUT', '/api/organisations/by/erp/9', { body: { tags: ['x'] } })).status, 200);
    t.is((await zofia.call('PUT', '/api/organisations/by/erp/10', { body: { tags: ['x'] } })).status, 422);
    const many = await Promise.all(Array.from({ length: 6 }, (_, at) => zofia.call('PUT', '/api/persons/by/erp/77', { body: { familyName: 'Aynı', givenName: `Kişi ${at}` } })));
    t.deepEqual(many.map((each) => each.status).filter((status) => status === 201).length, 1, JSON.stringify(many.map((each) => [each.status, each.body.detail])));
    t.is(new Set(many.map((each) => each.body.id)).size, 1, JSON.stringify(many.map((each) => [each.status, each.body.code, each.body.detail])));
  });

  on('the sentence of the group: general managers over 35 in food in two regions', async (t, { ayse, zofia }) => {
    for (const [set, key, parent] of [['sector', 'food'], ['sector', 'bakery', 'food'], ['sector', 'steel'], ['region', 'karadeniz'], ['region', 'samsun', 'karadeniz'], ['region', 'marmara'], ['region', 'ege']])
      await ayse.post('/api/criteria', { set, key, name: key, parent });
    const firm = async (name: string, sector: string, region: string) => (await zofia.post('/api/organisations', { name, sector: [sector], region: [region] })).body.id;
    const boss = async (familyName: string, birthDate: string, organisation: string, title = 'Genel Müdür', until?: string) => {
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
        { some: 'positions', all: [{ field: 'title', is: 'genel mudur' }, { field: 'organisation.sector', under: 'food' }, { field: 'organisation.region', under: ['karadeniz', 'marmara'] }] },
      ],
    };
    const names = async (path: string) => (await zofia.get(path)).body.items.map((each: { name: string }) => each.name);
    t.deepEqual(await names(`/api/persons?where=${encodeURIComponent(JSON.stringify(where))}`), ['İçeride']);
    const posted = await zofia.post('/api/persons/query', { where, asOf: '2024-06-01', count: true });
    t.deepEqual(posted.body.items.map((each: { name: string }) => each.name), ['Ayrılan', 'İçeride']);
    t.is(posted.body.count, 2);
    const refused = await zofia.get(`/api/persons?where=${encodeURIComponent('{"field":"shoeSize","is":43}')}`);
    t.is(refused.status, 422);
    t.is((await zofia.post('/api/persons/query', { where: { some: 'contactPoints', all: [{ field: 'kind', is: 'phone' }] } })).body.items.length, 0);
  });

  on('lists are in the order of the reader’s language and filtered by words', async (t, { w, ayse, zofia }) => {
    for (const [givenName, familyName] of [['Ali', 'Işık'], ['Ece', 'İnce'], ['Can', 'Çelik'], ['Can', 'Demir'], ['Ewa', 'Łuczak'], ['Ewa', 'Lis'], ['Olga', 'Lux']]) await zofia.post('/api/persons', { givenName, familyName });
    const names = async (client: Client, path: string) => (await client.get(path)).body.items.map((each: { familyName: string }) => each.familyName);
    t.deepEqual(await names(ayse, '/api/persons'), ['Çelik', 'Demir', 'Işık', 'İnce', 'Lis', 'Łuczak', 'Lux']);
    t.deepEqual((await names(zofia, '/api/persons?sort=-name')).slice(0, 3), ['Łuczak', 'Lux', 'Lis']);
    const first = (await zofia.get('/api/persons?limit=3')).body;
    t.is((await zofia.get(`/api/persons?limit=50&cursor=${first.next}`)).body.items.length, 4);
    await w.settle();
    t.deepEqual(await names(zofia, '/api/persons?q=luczak'), ['Łuczak']);
    t.deepEqual(await names(zofia, '/api/persons?q=isik'), ['Işık']);
  });

  on('who sees own cards only finds, changes and counts no others', async (t, { zofia, isil, people }) => {
    const { body: foreign } = await zofia.post('/api/persons', { familyName: 'Yabancı' });
    const { body: mine } = await isil.post('/api/persons', { familyName: 'Benim' });
    t.is(mine.representative.id, people.isil.id);
    t.is((await isil.get(`/api/persons/${foreign.id}`)).status, 404);
    t.is((await isil.patch(`/api/persons/${foreign.id}`, { familyName: 'Çaldım' })).status, 404);
    t.is((await isil.delete(`/api/persons/${mine.id}`)).status, 403);
    t.deepEqual((await isil.get('/api/persons?count=true')).body.items.map((each: { id: string }) => each.id), [mine.id]);
    t.is((await isil.get('/api/persons?count=true')).body.count, 1);
    t.is(mine.can.close, undefined);
    t.is((await isil.post('/api/criteria', { set: 'sector', key: 'food', name: 'Gıda' })).status, 403);
    await zofia.patch(`/api/persons/${foreign.id}`, { team: people.sales });
    t.is((await isil.get(`/api/persons/${foreign.id}`)).status, 200);
  });

  on('criteria are listed by set, renamed and moved; a set gets its words', async (t, { ayse, zofia }) => {
    await ayse.post('/api/criteria', { set: 'sector', key: 'food', name: 'Gıda', setLabel: { tr: 'Sektör', pl: 'Branża', en: 'Sector' } });
    const { body: dairy } = await ayse.post('/api/criteria', { set: 'sector', name: 'Süt ürünleri' });
    t.is(dairy.key, 'sut-urunleri');
    const moved = await ayse.patch(`/api/criteria/${dairy.id}`, { parent: 'food', name: 'Süt' }, { 'If-Match': '"1"' });
    t.like(moved.body, { version: 2, parent: 'food', name: 'Süt', key: 'sut-urunleri' });
    t.is((await ayse.patch(`/api/criteria/${dairy.id}`, { key: 'milk' })).status, 422);
    t.is((await ayse.patch(`/api/criteria/${dairy.id}`, { name: 'x' }, { 'If-Match': '"1"' })).status, 412);
    const listed = await zofia.get(`/api/criteria?where=${encodeURIComponent('{"field":"set","is":"sector"}')}`);
    t.deepEqual(listed.body.items.map((each: { key: string }) => each.key), ['food', 'sut-urunleri']);
    t.is((await ayse.patch('/api/criteria-sets/sector', { label: 'Branş' })).body.label.pl, 'Branş');
    const { body: words } = await zofia.get('/api/entities/person');
    t.like(words.fields.find((field: { key: string }) => field.key === 'sector'), { type: 'criteria', label: { tr: 'Branş' } });
    t.is((await ayse.post('/api/criteria', { set: 'givenName', name: 'x' })).status, 422);
  });
}
