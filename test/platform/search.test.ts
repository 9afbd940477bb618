import test, { type ExecutionContext } from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { systemActor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { newId } from '#kernel/ids.ts';
import { room } from '#kernel/room.ts';
import { foldedWords } from '#kernel/text/fold.ts';
import { makeStale } from '#platform/search/api.ts';
import { find, numberAfter } from '#platform/search/find.ts';
import { forgetTexts, indexTexts } from '#platform/search/index-texts.ts';
import search from '#platform/search/room.ts';
import { ENGINES, world } from '#test/support/world.ts';

const keys = room({
  name: 'keys',
  says: 'Keys.',
  searchWords: [{ name: 'keys', words: async (actor: Actor) => [...actor.teams] }],
});
const everything = systemActor();
const sees = (...teams: string[]): Actor => ({ ...everything, kind: 'user', userId: 'U', teams });

for (const engine of ENGINES) {
  const open = (t: ExecutionContext) => world(t, { engine, rooms: [search, keys] });
  const mail = (title: string, body: string, at: string, scope: string[] = ['mb1']) => ({
    entity: 'message',
    id: newId(),
    at,
    title,
    body,
    scope,
  });

  test(`${engine}: newest first, whatever was put in first`, async (t) => {
    const w = await open(t);
    const texts = [
      mail('VP-420 teklifi', 'Teslim tarihi', '2026-11-20T10:00:00.000Z'),
      mail('Odp.: oferta', 'VP-420 termin', '2026-11-22T10:00:00.000Z'),
      mail('Eski VP-420', 'arşivden', '2019-01-05T10:00:00.000Z'),
    ];
    await w.in(() => work('fill', () => indexTexts(texts)));
    const hits = await w.in(() => find('vp 420', everything, { limit: 10 }));
    t.deepEqual(
      hits.map((hit) => hit.at.slice(0, 4)),
      ['2026', '2026', '2019'],
    );
    t.is(hits[0]?.title, 'Odp.: oferta');
  });

  test(`${engine}: beside its title stands what tells a hit from others`, async (t) => {
    const w = await open(t);
    const text = mail('Odp.: oferta', 'termin', '2026-11-22T10:00:00.000Z');
    await w.in(() =>
      work('fill', () =>
        indexTexts([
          { ...text, note: 'Ewa Maj · Dzień dobry' },
          { ...text, id: newId() },
        ]),
      ),
    );
    const hits = await w.in(() => find('oferta', everything, { limit: 10 }));
    t.deepEqual(hits.map((hit) => hit.note).sort(), ['', 'Ewa Maj · Dzień dobry']);
  });

  test(`${engine}: Turkish and Polish letters are found as they are typed, and the last word may be unfinished`, async (t) => {
    const w = await open(t);
    await w.in(() =>
      work('fill', () =>
        indexTexts([mail('IŞIK Gıda, DİYARBAKIR', 'Zakłady Mięsne Łuków', '2026-11-20T10:00:00.000Z')]),
      ),
    );
    for (const typed of ['isik', 'ışık', 'diyarbakır', 'LUKOW', 'zakl', 'miesne luk', 'Işık Łuków'])
      t.is((await w.in(() => find(typed, everything, { limit: 5 }))).length, 1, typed);
    for (const typed of ['isikli', 'mie zakladyy', ''])
      t.is((await w.in(() => find(typed, everything, { limit: 5 }))).length, 0, typed);
  });

  test(`${engine}: what may not be seen is not found`, async (t) => {
    const w = await open(t);
    await w.in(() =>
      work('fill', () =>
        indexTexts([
          mail('maaş listesi', '', '2026-11-20T10:00:00.000Z', ['mb2']),
          mail('maaş bordrosu', '', '2026-11-20T10:00:00.000Z', ['mb1', 'card']),
        ]),
      ),
    );
    const found = async (...teams: string[]) =>
      (await w.in(() => find('maaş', sees(...teams), { limit: 5 }))).map((hit) => hit.title);
    t.deepEqual(await found('mb2'), ['maaş listesi']);
    t.deepEqual(await found('card'), ['maaş bordrosu']);
    t.deepEqual(await found('mb3'), []);
    t.deepEqual(await found(), []);
    t.is((await found('mb1', 'mb2')).length, 2);
  });

  test(`${engine}: a record renewed is found by its new words only, one forgotten by none`, async (t) => {
    const w = await open(t);
    const text = mail('kırmızı', '', '2026-11-20T10:00:00.000Z');
    await w.in(() => work('fill', () => indexTexts([text])));
    await w.in(() => work('renew', () => indexTexts([{ ...text, title: 'yeşil' }])));
    t.is((await w.in(() => find('kırmızı', everything, { limit: 5 }))).length, 0);
    t.is((await w.in(() => find('yeşil', everything, { limit: 5 }))).length, 1);
    await w.in(() => work('forget', () => forgetTexts('message', [text.id])));
    t.is((await w.in(() => find('yeşil', everything, { limit: 5 }))).length, 0);
  });

  test(`${engine}: signs of the index's own language are only words`, async (t) => {
    const w = await open(t);
    await w.in(() => work('fill', () => indexTexts([mail('teklif', '', '2026-11-20T10:00:00.000Z')])));
    for (const typed of [
      '"',
      'a" OR "teklif',
      'NOT teklif',
      'scope:mb1',
      '* teklif',
      "'; DROP TABLE search_rows;--",
      '& | !',
      'NEAR(teklif)',
    ])
      await t.notThrowsAsync(w.in(() => find(typed, sees('mb9'), { limit: 5 })));
    t.is((await w.in(() => find('" teklif) AND (', everything, { limit: 5 }))).length, 0);
    t.is((await w.in(() => find('(teklif)', everything, { limit: 5 }))).length, 1);
  });

  test(`${engine}: a thousand records of one millisecond all stand in the index`, async (t) => {
    const w = await open(t);
    const texts = Array.from({ length: 300 }, (_, n) => mail(`kayıt ${n}`, '', '2026-11-20T10:00:00.000Z'));
    await w.in(() => work('fill', () => indexTexts(texts)));
    t.is((await w.in(() => find('kayıt', everything, { limit: 500 }))).length, 300);
  });

  test(`${engine}: thousands of records of one millisecond find their place too, and none stands after its moment`, async (t) => {
    const w = await open(t);
    const one = '2026-11-20T10:00:00.000Z';
    for (let from = 0; from < 6000; from += 2000)
      await w.in(() =>
        work('fill', () =>
          indexTexts(Array.from({ length: 2000 }, (_, n) => mail(`kayıt ${from + n}`, '', one))),
        ),
      );
    const hits = await w.in(() => find('kayıt', everything, { limit: 9000 }));
    t.is(new Set(hits.map((hit) => hit.id)).size, 6000);
    t.true((hits[0]?.nr as number) < numberAfter(one));
    t.true((hits.at(-1)?.nr as number) > numberAfter(one) - 1_000_000, 'nor a second before it');
  });

  test(`${engine}: a key that stands in a text opens nothing`, async (t) => {
    const w = await open(t);
    await w.in(() =>
      work('fill', () =>
        indexTexts([mail('gizli _mb2 mb2 _eperson', '_card card', '2026-11-20T10:00:00.000Z', ['mb1'])]),
      ),
    );
    t.is((await w.in(() => find('gizli', sees('mb2', 'card'), { limit: 5 }))).length, 0);
    t.is((await w.in(() => find('gizli', everything, { limit: 5, entities: ['person'] }))).length, 0);
    t.is((await w.in(() => find('gizli card', sees('mb1'), { limit: 5, entities: ['message'] }))).length, 1);
  });

  test(`${engine}: an unfinished word of any length finds the same as looking through all texts, page after page`, async (t) => {
    const w = await open(t);
    const texts = Array.from({ length: 1500 }, (_, n) =>
      mail(
        `teklif ${n % 2 === 0 ? 'teklifname' : 'tekstil'} ${n % 97 === 0 ? 'tekrarlandı' : ''}`,
        `${n % 3 === 0 ? 'zeytin' : 'zencefil'} ${n}`,
        new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
        [n % 5 === 0 ? 'mbrare' : 'mbmost'],
      ),
    );
    await w.in(() => work('fill', () => indexTexts(texts)));
    const newest = texts.toReversed();
    const others = ['mb1', 'mb2', 'mb3', 'mb4', 'mb5', 'mbmos', 'mbmosts'];
    for (const typed of [
      't',
      'te',
      'tek',
      'tekl',
      'tekra',
      'teklifn',
      'zeytin te',
      'tekstil ze',
      'zey tekra',
      '7',
    ])
      for (const actor of [everything, sees('mbrare'), sees(...others, 'mbrare')]) {
        const asked = foldedWords(typed);
        const last = asked.pop() as string;
        const expected = newest.filter((text) => {
          const words = foldedWords(`${text.title} ${text.body}`);
          return (
            (actor === everything || text.scope[0] === 'mbrare') &&
            asked.every((word) => words.includes(word)) &&
            words.some((word) => word.startsWith(last))
          );
        });
        const first = await w.in(() => find(typed, actor, { limit: 7 }));
        const then = await w.in(() => find(typed, actor, { limit: 7, before: first.at(-1)?.nr }));
        t.deepEqual(
          [...first, ...(first.length < 7 ? [] : then)].map((hit) => hit.id),
          expected.slice(0, 14).map((text) => text.id),
          `${typed} ${actor.kind}`,
        );
      }
  });

  test(`${engine}: what was made stale at once is indexed in units of bounded size, all of it`, async (t) => {
    const stale = Array.from({ length: 1300 }, () => newId());
    const asked: number[] = [];
    const papers = room({
      name: 'papers',
      says: 'Papers.',
      searchable: [
        {
          entity: 'paper',
          async texts(ids) {
            asked.push(ids.length);
            return ids.map((id) => ({
              ...mail('evrak', '', '2026-11-20T10:00:00.000Z'),
              entity: 'paper',
              id,
            }));
          },
        },
      ],
    });
    const w = await world(t, { engine, rooms: [search, keys, papers] });
    await w.settle();
    await w.in(() => work('stale', () => makeStale('paper', stale)));
    await w.settle();
    t.true(asked.length > 0 && Math.max(...asked) <= 100, asked.join(' '));
    t.is((await w.in(() => find('evrak', everything, { limit: 2000 }))).length, 1300);
  });
}
