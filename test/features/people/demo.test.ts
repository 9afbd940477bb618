import test from 'ava';
import { peopleDemo } from '#features/people/demo/furnish.ts';
import { systemActor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { accessDemo } from '#platform/access/demo.ts';
import { list } from '#platform/records/list.ts';
import { ENGINES, world } from '#test/support/world.ts';

for (const engine of ENGINES)
  test(`the sample cards are put there once, with their history in the past (${engine})`, async (t) => {
    const w = await world(t, { engine });
    await w.settle();
    await w.in(async () => {
      await accessDemo.furnish();
      await peopleDemo.furnish();
      await w.settle();
      const count = async (table: string) =>
        Number(((await db()(table).count('* as n').first()) as unknown as { n: number }).n);
      const first = {
        organisations: await count('organisations'),
        persons: await count('persons'),
        positions: await count('positions'),
      };
      t.deepEqual(first, { organisations: 44, persons: 109, positions: 110 });
      t.deepEqual(await peopleDemo.furnish(), []);
      t.is(await count('persons'), 109);
      const stray = await db()('contact_points')
        .where({ kind: 'email' })
        .whereNot('value', 'like', '%.example')
        .first('value');
      t.is(stray, undefined, 'sample mail never leaves the reserved domains');
      const unanswered = await db()('persons').whereNull('representative_id').first('name');
      t.is(unanswered, undefined);
      t.is(
        await count('search_rows'),
        44 + 109 + (await db()('search_rows').whereNotIn('entity', ['person', 'organisation'])).length,
      );
      const bosses = {
        all: [
          { field: 'age', over: 35 },
          {
            some: 'positions',
            all: [
              { field: 'title', is: 'Genel Müdür' },
              { field: 'organisation.sector', under: 'food' },
              { field: 'organisation.region', under: ['karadeniz', 'marmara'] },
            ],
          },
        ],
      };
      const { items } = await list({
        entity: 'person',
        actor: systemActor('test', 'Europe/Istanbul'),
        where: bosses,
      });
      const names = items.map((item) => item.name);
      for (const name of ['Hakan Öztürk', 'Kemal Ağaoğlu', 'Gülşah Yiğit', 'Tuğrul Şen', 'Songül Aydın'])
        t.true(names.includes(name), name);
      t.false(names.includes('Ömer Faruk Güneş'), 'his firm is in Aydın');
      const newest = (await db()('timeline_lines').max('at as at').first()) as { at: string };
      t.true(newest.at < '2026-11-24', newest.at);
    });
  });
