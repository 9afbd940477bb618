import { onApi } from '#test/features/people/stage.ts';

/** Comments on a card, with colleagues who are mentioned (P15). */

onApi('a comment stands on the card and its history, until its author takes it away', async (t, stage) => {
  const { ayse, zofia, w, people } = stage;
  const card = (await ayse.post('/api/persons', { givenName: 'Şule', familyName: 'Işık' })).body;
  const about = { entity: 'person', id: card.id };
  const said = await zofia.post('/api/comments', {
    about,
    text: '@Mehmet Şahin lütfen ara\nFiyatı konuşmak istiyor.',
    mentions: [people.mehmet.id],
  });
  t.is(said.status, 201, JSON.stringify(said.body));
  t.like(said.body, {
    about: { ...about, label: 'Şule Işık' },
    author: { id: people.zofia.id, label: 'Zofia Wójcik' },
    mentions: [people.mehmet.id],
    can: { change: true, close: true },
  });
  const path = `/api/comments/${said.body.id}`;
  const listed = await ayse.get(`/api/comments?about=person:${card.id}`);
  t.is(listed.body.items.length, 1);
  t.deepEqual(listed.body.items[0].can, { close: true });
  const history = async () =>
    (await ayse.get(`/api/timeline?about=person:${card.id}&kinds=comment`)).body.items.map(
      (line: { who: string; title: string; snippet: string }) => [line.who, line.title, line.snippet],
    );
  t.deepEqual(await history(), [['Zofia Wójcik', '@Mehmet Şahin lütfen ara', 'Fiyatı konuşmak istiyor.']]);
  t.is((await ayse.patch(path, { text: 'x' })).status, 403);
  const changed = await zofia.patch(path, { text: 'Aradım.' });
  t.is(changed.status, 200, JSON.stringify(changed.body));
  t.deepEqual(await history(), [['Zofia Wójcik', 'Aradım.', '']]);
  t.is((await zofia.delete(path)).status, 200);
  t.deepEqual(await history(), []);
  t.deepEqual((await ayse.get(`/api/comments?about=person:${card.id}`)).body.items, []);
  t.is((await zofia.post(`${path}/restore`)).status, 200);
  t.deepEqual(await history(), [['Zofia Wójcik', 'Aradım.', '']]);
  await w.settle();
});

onApi('whoever is mentioned may see what it is about, and hears of it once', async (t, stage) => {
  const { ayse, isil, w, people } = stage;
  const { db } = await import('#kernel/db/unit.ts');
  const card = (await ayse.post('/api/organisations', { name: 'Ege Un' })).body;
  const about = { entity: 'organisation', id: card.id };
  const heard = async () =>
    w.in(async () =>
      (
        (await db()('outbox').where({ name: 'comment.written' }).orderBy('seq').select('payload')) as {
          payload: string;
        }[]
      ).map(({ payload }) => JSON.parse(payload).mentions),
    );
  const unseen = await ayse.post('/api/comments', { about, text: 'x', mentions: [people.isil.id] });
  t.like(unseen.body.errors[0], { path: 'mentions.0', code: 'unseen' });
  t.regex(unseen.body.errors[0].detail, /Işıl/);
  const said = await ayse.post('/api/comments', {
    about,
    text: 'x',
    mentions: [people.zofia.id, people.ayse.id],
  });
  await ayse.patch(`/api/comments/${said.body.id}`, {
    text: 'y',
    mentions: [people.zofia.id, people.mehmet.id],
  });
  await w.settle();
  t.deepEqual(await heard(), [[people.zofia.id], [people.mehmet.id]]);
  // What may not be seen is not commented on, and what was said of it is not read.
  t.is((await isil.get(`/api/comments/${said.body.id}`)).status, 404);
  t.is((await isil.post('/api/comments', { about, text: 'x' })).body.errors[0].code, 'missing');
  t.deepEqual((await isil.get('/api/comments')).body.items, []);
  t.is(
    (await ayse.post('/api/comments', { about: { entity: 'user', id: people.isil.id }, text: 'x' })).body
      .errors[0].path,
    'about',
  );
  t.is((await ayse.post('/api/comments', { about, text: '  ' })).status, 422);
});
