import test from 'ava';
import { lettersDemo } from '#features/letters/demo.ts';
import { mailroomDemo } from '#features/mailroom/demo/furnish.ts';
import { peopleDemo } from '#features/people/demo/furnish.ts';
import { visitsDemo } from '#features/visits/demo.ts';
import { db } from '#kernel/db/unit.ts';
import { accessDemo } from '#platform/access/demo.ts';
import { ENGINES, world } from '#test/support/world.ts';

for (const engine of ENGINES)
  test(`the sample firm has groups and the draft of a letter to one of them, put there once (${engine})`, async (t) => {
    const w = await world(t, { engine });
    await w.settle();
    await w.in(async () => {
      for (const demo of [accessDemo, peopleDemo, mailroomDemo, lettersDemo, visitsDemo])
        await demo.furnish();
      const rows = (table: string) => db()(table).select<{ id: string }[]>('*');
      const groups = await rows('card_groups');
      const [letter, ...others] = (await rows('letters')) as unknown as Record<string, string>[];
      t.is(groups.length, 2);
      t.is(others.length, 0);
      t.is(letter?.state ?? 'draft', 'draft');
      t.regex(letter?.audience ?? '', new RegExp(groups.map(({ id }) => id).join('|')));
      const badges = (await rows('badges')).length;
      t.true(badges > 0);
      for (const demo of [lettersDemo, visitsDemo]) await demo.furnish();
      t.is((await rows('letters')).length, 1);
      t.is((await rows('badges')).length, badges);
    });
  });
