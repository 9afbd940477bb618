import test from 'ava';
import { textsOfMessages } from '#features/mailroom/search.ts';
import { systemActor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { list } from '#platform/records/list.ts';
import { indexTexts } from '#platform/search/index-texts.ts';
import { type MailRow, mailRows, putAll } from '#test/bench/mails.ts';
import { ENGINES, world } from '#test/support/world.ts';

const everything = systemActor();
/** Every fifth mail has the moment of the one before it: a page must not end between them. */
const mails = (): MailRow[] => {
  const rows = [...mailRows(300, 300)].flat();
  return rows.map((row, n) => ({
    ...row,
    at: String(n % 5 === 0 ? row.at : rows[n - (n % 5)]?.at),
    subject: n % 3 === 0 ? 'Sipariş teyidi' : 'Zamówienie',
    kind: n % 7 === 0 ? 'bounce' : 'mail',
  }));
};

for (const engine of ENGINES) {
  const filled = async (t: Parameters<typeof world>[0]) => {
    const w = await world(t, { engine });
    const rows = mails();
    await w.in(async () => {
      await work('file', () => putAll(db(), w.house.db.dialect, 'messages', rows));
      const texts = await textsOfMessages(rows.map((row) => row.id));
      await work('index', () => indexTexts(texts));
    });
    const newest = rows.toSorted((one, other) => {
      const [a, b] = [`${one.at} ${one.id}`, `${other.at} ${other.id}`];
      return a < b ? 1 : -1;
    });
    const paged = async (options: { q: string; where?: unknown; limit: number; sort?: string }) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await w.in(() => list({ entity: 'message', actor: everything, cursor, ...options }));
        t.true(page.items.length <= options.limit);
        ids.push(...page.items.map((item) => item.id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && ids.length < 1000);
      return ids;
    };
    return { w, newest, paged };
  };

  test(`${engine}: pages of a list by words leave nothing out and repeat nothing, also among mails of one moment`, async (t) => {
    const { newest, paged } = await filled(t);
    const expected = newest.filter((row) => row.subject === 'Sipariş teyidi').map((row) => row.id);
    t.is(expected.length, 100);
    for (const limit of [1, 7, 50, 200])
      t.deepEqual(await paged({ q: 'siparis tey', limit }), expected, `${limit}`);
  });

  test(`${engine}: filters beside the words leave pages full`, async (t) => {
    const { newest, paged } = await filled(t);
    const expected = newest.filter((row) => row.subject === 'Zamówienie' && row.kind === 'bounce');
    t.true(expected.length > 20);
    t.deepEqual(
      await paged({ q: 'zamow', limit: 6, where: { field: 'kind', is: 'bounce' } }),
      expected.map((row) => row.id),
    );
  });

  test(`${engine}: a list by words in another order has the same records, and counts them`, async (t) => {
    const { w, newest, paged } = await filled(t);
    const expected = newest.filter((row) => row.subject === 'Sipariş teyidi').map((row) => row.id);
    t.deepEqual((await paged({ q: 'sipariş', limit: 30, sort: 'at' })).toSorted(), expected.toSorted());
    const page = await w.in(() =>
      list({ entity: 'message', actor: everything, q: 'sipariş', limit: 10, count: true }),
    );
    t.is(page.count, 100);
  });
}
