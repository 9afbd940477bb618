import test from 'ava';
import { freezeLetter } from '#features/letters/freezing/freeze.ts';
import { Letter } from '#features/letters/model.ts';
import { db } from '#kernel/db/unit.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { ENGINES } from '#test/support/world.ts';
import { stage } from './stage.ts';

for (const engine of ENGINES)
  test(`a letter that is called back while its audience is still being decided reaches nobody (${engine})`, async (t) => {
    const { w, sink, mehmet, person, letter, recipients } = await stage(t, { engine });
    for (const name of ['Ali', 'Ece'])
      await person({ givenName: name, familyName: 'Er', email: `${name.toLowerCase()}@kuzey.example` });
    const id = await letter({});
    await mehmet.post(`/api/letters/${id}/sending`);
    // The freezing has read the letter and its dispatch does not stand yet; then somebody calls it back.
    const held = await w.in(async () => await Letter.query().findById(id));
    t.is(held?.state, 'freezing');
    t.is((await mehmet.call('DELETE', `/api/letters/${id}/sending`)).body.state, 'stopped');
    await w.in(async () => {
      const user = await User.query().findById(held?.sentBy ?? '');
      await freezeLetter(held as Letter, actorOf(user as User, 'Europe/Istanbul'));
    });
    w.clock.advance(3_600_000);
    await w.settle();
    t.deepEqual(sink.mails, []);
    t.deepEqual(
      (await recipients(id)).map(({ state }) => state),
      ['stopped', 'stopped'],
    );
    t.is((await mehmet.get(`/api/letters/${id}`)).body.state, 'stopped');
    const dispatch = (await w.in(() => db()('dispatches').where({ messageId: id }).first('state'))) as object;
    t.like(dispatch, { state: 'stopped' });
  });
