import test from 'ava';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { shelfWorld } from './shelf.ts';

test('a query is checked and said as a sentence in three languages', async (t) => {
  const w = await shelfWorld(t, 'sqlite');
  const people = await cast(w);
  const api = await serveApi(t, w);
  const ayse = await signIn(api.client(), people.ayse);
  const query = {
    of: 'book',
    where: {
      all: [
        { field: 'pages', over: 500 },
        { field: 'owner', is: people.zofia.id },
        { field: 'tags', in: ['tarih', 'savaş'] },
      ],
    },
  };
  const answer = await ayse.post('/api/query/check', { query });
  t.is(answer.status, 200, JSON.stringify(answer.body));
  t.deepEqual(answer.body.sentence, {
    tr: 'Şu koşullara uyan kitaplar: sayfa 500’den büyük, sahibi: “Zofia Wójcik” ve etiketler arasında “tarih” veya “savaş” var.',
    pl: 'Książki, dla których liczba stron wynosi więcej niż 500, właściciel to „Zofia Wójcik” i na liście „etykiety” jest „tarih” lub „savaş”.',
    en: 'Books where pages is over 500, owner is “Zofia Wójcik” and among tags there is “tarih” or “savaş”.',
  });
  const refused = await ayse.post('/api/query/check', {
    query: {
      of: 'book',
      where: { all: [{ field: 'pages', over: 'many' }, { some: 'pages' }, { field: 'x.y', is: 1 }] },
      to: 1,
    },
  });
  t.is(refused.status, 422);
  t.deepEqual(
    refused.body.errors.map((error: { path: string }) => error.path),
    ['to', 'where.all.0.over', 'where.all.1.some', 'where.all.2.field'],
  );
});

test('what forms are made of is told', async (t) => {
  const w = await shelfWorld(t, 'sqlite');
  const people = await cast(w);
  const api = await serveApi(t, w);
  const zofia = await signIn(api.client(), people.zofia);
  const { body } = await zofia.get('/api/entities/book');
  t.like(body, { entity: 'book', plural: 'books', card: false, closes: true, order: 'title' });
  t.deepEqual(body.fields[0], {
    key: 'title',
    type: 'text',
    label: { tr: 'Başlık', pl: 'Tytuł', en: 'Title' },
    required: true,
    many: false,
    of: [],
    options: [],
    readOnly: false,
    sortable: true,
    operators: ['is', 'in', 'contains', 'startsWith', 'known'],
    max: null,
  });
  t.false(body.fields.some((field: { key: string }) => field.key === 'note'));
  t.deepEqual(
    body.relations.map((relation: { key: string; many: boolean }) => [relation.key, relation.many]),
    [
      ['owner', false],
      ['sequelTo', false],
      ['sequels', true],
    ],
  );
  t.is((await zofia.get('/api/entities/nothing')).status, 404);
  t.true((await zofia.get('/api/entities')).body.items.length > 5);
});
