import type { ExecutionContext } from 'ava';
import type { Client } from '#test/support/http.ts';
import { onApi, type Stage } from './stage.ts';

/** Tags, representatives and criteria for many cards at once (P6, P14), with a way back; tags that are called otherwise. */

async function firms({ ayse }: Stage, names: readonly string[], more: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const { status, body } = await ayse.post('/api/organisations', { name, ...more });
    if (status !== 201) throw new Error(JSON.stringify(body));
    ids.push(body.id);
  }
  return ids;
}

async function change(t: ExecutionContext, { w }: Stage, who: Client, sent: object) {
  const asked = await who.post('/api/bulk-changes', { of: 'organisation', ...sent });
  t.is(asked.status, 201, JSON.stringify(asked.body));
  await w.settle();
  return (await who.get(`/api/bulk-changes/${asked.body.id}`)).body;
}

async function undo(t: ExecutionContext, { w }: Stage, who: Client, id: string) {
  t.is((await who.post(`/api/bulk-changes/${id}/undo`)).status, 200);
  await w.settle();
  return (await who.get(`/api/bulk-changes/${id}`)).body;
}

const tagsOf = async ({ ayse }: Stage, ids: readonly string[]): Promise<string[][]> =>
  Promise.all(ids.map(async (id) => (await ayse.get(`/api/organisations/${id}`)).body.tags));

onApi(
  'chosen cards are tagged, and untagged again except where somebody was there meanwhile',
  async (t, stage) => {
    const { ayse } = stage;
    const ids = await firms(stage, ['Bir', 'İki', 'Üç']);
    await ayse.patch(`/api/organisations/${ids[0]}`, { tags: ['Ramazan'] });
    await stage.w.settle();
    const done = await change(t, stage, ayse, {
      cards: { ids },
      action: { do: 'tag', tags: ['ramazan', 'soğuk zincir'] },
    });
    t.like(done, { state: 'done', total: 3, done: 3, changed: 3, refused: 0 });
    const both = ['Ramazan', 'soğuk zincir'];
    t.deepEqual(await tagsOf(stage, ids), [both, both, both]);
    await ayse.patch(`/api/organisations/${ids[1]}`, { tags: [...both, 'fuar'] });
    const back = await undo(t, stage, ayse, done.id);
    t.like(back, { state: 'undone', undone: 3 });
    t.deepEqual(await tagsOf(stage, ids), [['Ramazan'], ['fuar'], []]);
    const history = await ayse.get(`/api/audit?entity=organisation&record=${ids[2]}`);
    t.is(history.status, 200);
  },
);

onApi(
  'all cards of a question get a representative, as it finds them, and each its former one back',
  async (t, stage) => {
    const { ayse, people } = stage;
    await ayse.post('/api/criteria', { set: 'sector', key: 'food', name: 'Gıda' });
    const food = await firms(stage, ['Ege Un', 'Kuzey Un'], { sector: ['food'] });
    const [other] = await firms(stage, ['Cam']);
    await ayse.patch(`/api/organisations/${food[1]}`, { representative: people.zofia.id });
    const where = { field: 'sector', under: 'food' };
    const done = await change(t, stage, ayse, {
      cards: { where },
      action: { do: 'represent', user: people.mehmet.id },
    });
    t.like(done, { state: 'done', total: 2, changed: 2 });
    const who = async (id: string) =>
      (await ayse.get(`/api/organisations/${id}`)).body.representative?.id ?? null;
    t.deepEqual(
      [await who(food[0]!), await who(food[1]!), await who(other!)],
      [people.mehmet.id, people.mehmet.id, null],
    );
    await ayse.patch(`/api/organisations/${food[0]}`, { representative: people.isil.id });
    const back = await undo(t, stage, ayse, done.id);
    t.is(back.undone, 1);
    t.deepEqual([await who(food[0]!), await who(food[1]!)], [people.isil.id, people.zofia.id]);
  },
);

onApi(
  'criteria and kinds are given to many, and what stood there with days comes back with them',
  async (t, stage) => {
    const { ayse } = stage;
    for (const key of ['food', 'glass']) await ayse.post('/api/criteria', { set: 'sector', key, name: key });
    const ids = await firms(stage, ['Ege'], { sector: [{ key: 'glass', from: '2020-01-01' }] });
    const given = await change(t, stage, ayse, {
      cards: { ids },
      action: { do: 'classify', set: 'sector', key: 'food' },
    });
    t.is(given.changed, 1);
    const sector = async () => (await ayse.get(`/api/organisations/${ids[0]}`)).body;
    t.deepEqual((await sector()).sector, ['food', 'glass']);
    await undo(t, stage, ayse, given.id);
    t.deepEqual((await sector()).criteriaDays.sector, [{ key: 'glass', from: '2020-01-01', until: null }]);
    const kinds = await change(t, stage, ayse, {
      cards: { ids },
      action: { do: 'addKinds', kinds: ['supplier'] },
    });
    t.is(kinds.changed, 1);
    t.deepEqual((await sector()).kinds, ['supplier']);
    t.like(
      await change(t, stage, ayse, { cards: { ids }, action: { do: 'addKinds', kinds: ['supplier'] } }),
      { changed: 0, done: 1 },
    );
  },
);

onApi(
  'what cannot be done to any card is refused before it begins, what one may not change is left',
  async (t, stage) => {
    const { ayse, isil, people } = stage;
    const [mine] = await firms(stage, ['Benim'], { representative: people.isil.id });
    const [foreign] = await firms(stage, ['Yabancı']);
    const bad = async (sent: object) => {
      const { status, body } = await ayse.post('/api/bulk-changes', { of: 'organisation', ...sent });
      t.is(status, 422, JSON.stringify(body));
      return body.errors[0];
    };
    const ids = [mine!];
    t.like(await bad({ cards: { ids }, action: { do: 'classify', set: 'glass', key: 'x' } }), {
      path: 'action.set',
    });
    t.like(await bad({ cards: { ids }, action: { do: 'represent', user: mine } }), { code: 'missing' });
    t.like(await bad({ cards: { ids, q: 'x' }, action: { do: 'tag', tags: ['x'] } }), {
      path: 'cards',
      code: 'one',
    });
    t.like(await bad({ cards: { where: { field: 'nothing', is: 1 } }, action: { do: 'tag', tags: ['x'] } }), {
      path: 'where.field',
    });
    t.truthy(await bad({ cards: { ids }, action: { do: 'explode' } }));
    const done = await change(t, stage, isil, {
      cards: { ids: [mine, foreign] },
      action: { do: 'tag', tags: ['x'] },
    });
    t.like(done, { state: 'done', total: 2, changed: 1, refused: 1 });
    t.deepEqual(await tagsOf(stage, [foreign!]), [[]]);
    // Others do not see it, and cannot turn it back.
    t.is((await stage.zofia.get(`/api/bulk-changes/${done.id}`)).status, 404);
    t.is((await stage.zofia.post(`/api/bulk-changes/${done.id}/undo`)).status, 404);
    const all = await change(t, stage, isil, { cards: {}, action: { do: 'tag', tags: ['y'] } });
    t.like(all, { total: 1, changed: 1, refused: 0 });
  },
);

onApi('a tag is called otherwise, merged and taken away on every card that has it', async (t, stage) => {
  const { ayse, zofia, w } = stage;
  const ids = await firms(stage, ['Bir', 'İki'], { tags: ['Kış kampanyası'] });
  await ayse.post('/api/persons', {
    givenName: 'Şule',
    familyName: 'Işık',
    tags: ['kış kampanyası', 'fuar'],
  });
  await w.settle();
  const listed = async () => (await zofia.get('/api/tags?sort=name')).body.items;
  t.like(await listed(), [
    { name: 'fuar', count: 1 },
    { name: 'Kış kampanyası', count: 3 },
  ]);
  const [fair, winter] = await listed();
  t.is((await zofia.patch(`/api/tags/${winter.id}`, { name: 'Kış' })).status, 403);
  t.is((await ayse.patch(`/api/tags/${winter.id}`, { name: 'FUAR' })).body.errors[0].code, 'taken');
  t.like((await ayse.patch(`/api/tags/${winter.id}`, { name: 'Kış 2026', colour: 4 })).body, { colour: 4 });
  await w.settle();
  t.deepEqual(await tagsOf(stage, ids), [['Kış 2026'], ['Kış 2026']]);
  const merged = await ayse.post(`/api/tags/${winter.id}/merge`, { into: fair.id });
  t.is(merged.status, 200, JSON.stringify(merged.body));
  await w.settle();
  t.like(await listed(), [{ name: 'fuar', count: 3 }]);
  const changes = (await ayse.get('/api/bulk-changes')).body.items;
  for (const { id } of changes.slice(0, 2)) await undo(t, stage, ayse, id);
  t.deepEqual(await tagsOf(stage, ids), [['Kış 2026'], ['Kış 2026']]);
  t.like(await listed(), [
    { name: 'fuar', count: 1 },
    { name: 'Kış 2026', count: 3 },
  ]);
  t.is((await ayse.delete(`/api/tags/${fair.id}`)).status, 200);
  await w.settle();
  t.deepEqual(
    (await listed()).map((tag: { name: string }) => tag.name),
    ['Kış 2026'],
  );
});
