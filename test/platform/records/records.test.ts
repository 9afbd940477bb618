import test from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { list } from '#platform/records/list.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, type World } from '#test/support/world.ts';
import { addBook, shelfWorld } from './shelf.ts';

const put = (w: World, actor: Actor, book: Record<string, unknown>) =>
  w.in(() => run(addBook, book as never, actor)) as Promise<{ id: string }>;

for (const engine of ENGINES) {
  test(`${engine}: a record is sent with its references by name and what one may do with it`, async (t) => {
    const w = await shelfWorld(t, engine);
    const people = await cast(w);
    const api = await serveApi(t, w);
    const mehmet = await signIn(api.client(), people.mehmet);

    const made = await mehmet.post('/api/books', {
      title: 'İnce Memed',
      pages: 436,
      owner: people.mehmet.id,
      tags: ['roman', 'Çukurova'],
      summary: 'Uzun bir özet.',
    });
    t.is(made.status, 201, JSON.stringify(made.body));
    t.is(made.headers.get('etag'), '"1"');
    const { id, createdAt, updatedAt, ...rest } = made.body;
    t.regex(id, /^[0-9A-Z]{26}$/);
    t.is(createdAt, updatedAt);
    t.deepEqual(rest, {
      entity: 'book',
      version: 1,
      closedAt: null,
      title: 'İnce Memed',
      pages: 436,
      readOn: null,
      owner: { entity: 'user', id: people.mehmet.id, label: 'Mehmet Şahin' },
      sequelTo: null,
      tags: ['roman', 'Çukurova'],
      summary: 'Uzun bir özet.',
      letters: 10,
      whole: true,
      can: { change: true, close: true, restore: true },
    });

    const ofOthers = await (await signIn(api.client(), people.zofia)).get(`/api/books/${id}`);
    t.deepEqual(ofOthers.body.can, { close: true, restore: true });
    t.is((await (await signIn(api.client(), people.isil)).get(`/api/books/${id}`)).status, 404);

    const page = await mehmet.get('/api/books');
    t.is(page.body.next, null);
    t.deepEqual(Object.keys(page.body.items[0]).includes('summary'), false, 'what is large is not in lists');
  });

  test(`${engine}: the second of two who change the same record gets it as it stands`, async (t) => {
    const w = await shelfWorld(t, engine);
    const people = await cast(w);
    const api = await serveApi(t, w);
    const mehmet = await signIn(api.client(), people.mehmet);
    const { id } = (await mehmet.post('/api/books', { title: 'Lalka', owner: people.mehmet.id })).body;

    const first = await mehmet.patch(`/api/books/${id}`, { pages: 900 }, { 'If-Match': '"1"' });
    t.is(first.status, 200, JSON.stringify(first.body));
    t.is(first.body.version, 2);
    const second = await mehmet.patch(`/api/books/${id}`, { pages: 901 }, { 'If-Match': '"1"' });
    t.is(second.status, 412);
    t.is(second.body.code, 'book.changedMeanwhile');
    t.like(second.body.current, { entity: 'book', version: 2, pages: 900, owner: { label: 'Mehmet Şahin' } });

    const zofia = await signIn(api.client(), people.zofia);
    t.is((await zofia.patch(`/api/books/${id}`, { pages: 1 })).status, 403);
    t.is((await mehmet.patch(`/api/books/${id}`, { nothing: 1 })).status, 422);
    t.is((await mehmet.patch(`/api/books/${id}`, { title: '' })).status, 422);
    t.is((await mehmet.patch('/api/books/01HZZZZZZZZZZZZZZZZZZZZZZZ', { pages: 1 })).status, 404);

    t.is((await mehmet.delete(`/api/books/${id}`)).status, 200);
    t.deepEqual((await mehmet.get('/api/books')).body.items, []);
    t.is((await mehmet.get('/api/books?closed=only')).body.items[0].id, id);
    t.is((await mehmet.get(`/api/books/${id}`)).body.closedAt, '2026-11-24T08:00:00.000Z');
    t.is((await mehmet.post(`/api/books/${id}/restore`)).body.closedAt, null);
  });

  test(`${engine}: a request sent twice with one Idempotency-Key is done once and answered the same`, async (t) => {
    const w = await shelfWorld(t, engine);
    const people = await cast(w);
    const api = await serveApi(t, w);
    const ayse = await signIn(api.client(), people.ayse);
    const key = { 'Idempotency-Key': 'b1' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => ayse.post('/api/books', { title: 'Quo vadis' }, key)),
    );
    t.deepEqual(
      answers.map((answer) => answer.status),
      [201, 201, 201],
      JSON.stringify(answers.map((each) => each.body)),
    );
    t.is(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1);
    t.is((await ayse.get('/api/books?count=true')).body.count, 1);

    const other = await ayse.post('/api/books', { title: 'Faraon' }, key);
    t.is(other.status, 409);
    t.is(other.body.code, 'request.keyUsed');
    t.is(
      (await (await signIn(api.client(), people.mehmet)).post('/api/books', { title: 'Faraon' }, key)).status,
      201,
      'keys are each asker’s own',
    );

    const failed = await ayse.post('/api/books', { title: '' }, { 'Idempotency-Key': 'b2' });
    t.is(failed.status, 422);
    t.is(
      (await ayse.post('/api/books', { title: 'Faraon' }, { 'Idempotency-Key': 'b2' })).status,
      201,
      'what failed is not kept',
    );
    await w.settle();
    w.clock.advance(72 * 3_600_000);
    await w.settle();
    t.is((await w.house.db.reader('given_answers').select('id')).length, 0);
  });

  test(`${engine}: pages follow each other without gap or repetition, in the order of the asker's language`, async (t) => {
    const w = await shelfWorld(t, engine);
    const people = await cast(w);
    const ayse = people.as(people.ayse);
    const titles = [
      'Zeytin',
      'Çalıkuşu',
      'Ciğerdelen',
      'Ispanak',
      'İnce Memed',
      'Ilık',
      'Şu Çılgın Türkler',
      'Sinekli Bakkal',
      'Łuk',
      'Lalka',
      'Ąs',
      'Azyl',
    ];
    for (const [at, title] of titles.entries())
      await put(w, ayse, { title, pages: at % 3 === 0 ? null : at % 4 });

    const all = async (actor: Actor, sort: string | undefined, limit: number) => {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await w.in(() => list({ entity: 'book', actor, sort, limit, cursor }));
        seen.push(...page.items.map((item) => item.title as string));
        if (page.next === null) return seen;
        cursor = page.next;
      }
    };
    const turkish = await all(ayse, undefined, 5);
    t.deepEqual(turkish, [
      'Ąs',
      'Azyl',
      'Ciğerdelen',
      'Çalıkuşu',
      'Ilık',
      'Ispanak',
      'İnce Memed',
      'Lalka',
      'Łuk',
      'Sinekli Bakkal',
      'Şu Çılgın Türkler',
      'Zeytin',
    ]);
    const polish = await all({ ...ayse, language: 'pl' }, 'title', 1);
    t.true(polish.indexOf('Azyl') < polish.indexOf('Ąs') && polish.indexOf('Lalka') < polish.indexOf('Łuk'));
    for (const sort of ['pages', '-pages', '-createdAt', '-title', 'readOn', 'updatedAt']) {
      const whole = await all(ayse, sort, 200);
      t.is(new Set(whole).size, titles.length, sort);
      for (const limit of [1, 2, 5]) t.deepEqual(await all(ayse, sort, limit), whole, `${sort} by ${limit}`);
    }
    const byPages = await w.in(() => list({ entity: 'book', actor: ayse, sort: '-pages' }));
    t.deepEqual(
      byPages.items.map((item) => item.pages),
      [3, 3, 2, 2, 1, 1, 0, 0, null, null, null, null],
      'without a value: last',
    );

    for (const [options, path] of [
      [{ sort: 'summary' }, 'sort'],
      [{ sort: 'nothing' }, 'sort'],
      [{ sort: 'note' }, 'sort'],
      [{ cursor: 'abc' }, 'cursor'],
      [
        { cursor: byPages.next ?? Buffer.from('["title","x","y"]').toString('base64url'), sort: 'pages' },
        'cursor',
      ],
    ] as const) {
      const error: any = await t.throwsAsync(w.in(() => list({ entity: 'book', actor: ayse, ...options })));
      t.is(error.facts.errors[0].path, path);
    }
  });

  test(`${engine}: lists are narrowed by a tree, by words, by a card; and never further than one may see`, async (t) => {
    const w = await shelfWorld(t, engine);
    const people = await cast(w);
    const api = await serveApi(t, w);
    const ayse = await signIn(api.client(), people.ayse);
    const first = (
      await ayse.post('/api/books', { title: 'Potop', pages: 900, owner: people.zofia.id, tags: ['tarih'] })
    ).body;
    await ayse.post('/api/books', {
      title: 'Ogniem i mieczem',
      pages: 600,
      owner: people.isil.id,
      sequelTo: first.id,
    });
    await ayse.post('/api/books', { title: 'Küçük Ağa', pages: 400, tags: ['tarih'], readOn: '2026-11-20' });

    const titles = async (client: typeof ayse, path: string) => {
      const answer = await client.get(path);
      t.is(answer.status, 200, JSON.stringify(answer.body));
      return answer.body.items.map((item: { title: string }) => item.title);
    };
    const where = (tree: unknown) => `/api/books?where=${encodeURIComponent(JSON.stringify(tree))}`;
    t.deepEqual(await titles(ayse, where({ field: 'pages', over: 500 })), ['Ogniem i mieczem', 'Potop']);
    t.deepEqual(
      await titles(ayse, where({ some: 'sequels', all: [{ field: 'title', startsWith: 'OGN' }] })),
      ['Potop'],
    );
    t.deepEqual(await titles(ayse, where({ field: 'sequelTo.tags', is: 'tarih' })), ['Ogniem i mieczem']);
    t.deepEqual(await titles(ayse, where({ field: 'readOn', during: 'last-7-days' })), ['Küçük Ağa']);
    t.deepEqual(await titles(ayse, '/api/books?q=kucuk%20AG'), ['Küçük Ağa']);
    t.deepEqual(await titles(ayse, '/api/books?q=%25'), ['Küçük Ağa', 'Ogniem i mieczem', 'Potop']);
    const queried = await ayse.post('/api/books/query', {
      where: { field: 'owner.familyName', is: 'wojcik' },
      count: true,
      limit: 1,
    });
    t.is(queried.status, 200);
    t.is(queried.body.count, 1);

    const isil = await signIn(api.client(), people.isil);
    t.deepEqual(await titles(isil, '/api/books'), ['Ogniem i mieczem']);
    t.deepEqual(
      (await isil.get(where({ all: [] }))).body.items[0].sequelTo,
      { entity: 'book', id: first.id, label: null },
      'what may not be seen has no name',
    );
    t.deepEqual(
      await titles(isil, where({ field: 'sequelTo.title', is: 'potop' })),
      [],
      'a question does not tell what a list would not show',
    );
    t.deepEqual(await titles(isil, where({ field: 'sequelTo.title', known: false })), ['Ogniem i mieczem']);

    for (const [path, place] of [
      [where({ field: 'note', is: 'x' }), 'where.field'],
      [where({ field: 'nothing', is: 'x' }), 'where.field'],
      [where({ all: [{ field: 'title', over: 3 }] }), 'where.all.0.over'],
      ['/api/books?where={', 'where'],
      ['/api/books?about=book:1', 'about'],
      ['/api/books?limit=1000', 'limit'],
    ] as const) {
      const answer = await ayse.get(path);
      t.is(answer.status, 422, path);
      t.is(answer.body.errors[0].path, place, path);
    }
    t.is((await ayse.get('/api/books?about=person:01HZZZZZZZZZZZZZZZZZZZZZZZ')).status, 404);
  });
}
