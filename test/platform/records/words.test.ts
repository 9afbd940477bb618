import test from 'ava';
import { addPerson } from '#features/people/commands/persons.ts';
import { run } from '#kernel/command.ts';
import { list } from '#platform/records/list.ts';
import { cast } from '#test/support/cast.ts';
import { ENGINES, world } from '#test/support/world.ts';

for (const engine of ENGINES)
  test(`${engine}: records in the index are found by their words, together with what else is asked`, async (t) => {
    const w = await world(t, { engine });
    const people = await cast(w);
    const [ayse, isil] = [people.as(people.ayse), people.as(people.isil)];
    // The index listens from now on.
    await w.settle();
    await w.in(async () => {
      await run(
        addPerson,
        { givenName: 'Şule', familyName: 'Işık', birthDate: '1980-05-01', team: people.sales },
        ayse,
      );
      await run(addPerson, { givenName: 'Işıl', familyName: 'Işıkçı', birthDate: '2001-05-01' }, ayse);
      await run(addPerson, { givenName: 'Zofia', familyName: 'Łuk' }, ayse);
    });
    await w.settle();
    const names = async (actor: typeof ayse, q: string, where?: unknown) =>
      (await w.in(() => list({ entity: 'person', actor, q, where }))).items.map((item) => item.familyName);
    t.deepEqual(await names(ayse, 'ISIK'), ['Işık', 'Işıkçı']);
    t.deepEqual(await names(ayse, 'isik', { field: 'age', below: 40 }), ['Işıkçı']);
    t.deepEqual(await names(ayse, 'luk'), ['Łuk']);
    t.deepEqual(await names(ayse, 'nobody'), []);
    t.deepEqual(await names(isil, 'isik'), ['Işık'], 'of the team alone');
  });
