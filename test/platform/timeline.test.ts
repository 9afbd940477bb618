import test from 'ava';
import { addPerson, changePerson } from '#features/people/commands/persons.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { ENGINES, world } from '#test/support/world.ts';

const SYSTEM = systemActor('ERP');

for (const engine of ENGINES)
  test(`${engine}: each reader is told a card's history in their own language`, async (t) => {
    const w = await world(t, { engine });
    const { mehmet, zofia, isil } = await cast(w);
    const api = await serveApi(t, w);
    await w.settle();
    const person = (await w.in(() => run(addPerson, { givenName: 'Şule', familyName: 'Işık' }, SYSTEM))) as {
      id: string;
    };
    w.clock.advance(60_000);
    await w.in(() =>
      run(changePerson, { id: person.id, givenName: 'İpek', birthDate: '1980-02-29' }, SYSTEM),
    );
    await w.settle();
    const read = async (user: typeof mehmet) =>
      (await (await signIn(api.client(), user)).get(`/api/timeline?about=person:${person.id}&count=true`))
        .body;
    const turkish = await read(mehmet);
    t.deepEqual(
      turkish.items.map((line: { title: string }) => line.title),
      ['Kart güncellendi: ad, doğum tarihi', 'Kart açıldı'],
    );
    t.deepEqual(turkish.counts, { change: 2 });
    t.is((await read(zofia)).items[1].title, 'Założono kartotekę');
    t.is((await read(isil)).status, 404);
  });
