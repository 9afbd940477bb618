import type { ExecutionContext } from 'ava';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { setSetting } from '#platform/settings/api.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { sink as openSink } from '#test/support/sink.ts';
import type { Engine } from '#test/support/world.ts';
import { mailroom } from '../features/mailroom/mailroom.ts';

/** The post office and the mailroom together, with a stranger's mail server, Mehmet, and Ewa's card. */
export async function house(t: ExecutionContext, engine: Engine) {
  const outside = await openSink(t);
  const w = await mailroom(t, { engine, environment: { LOBI_RELAY_URL: outside.url } });
  const people = await cast(w);
  await w.in(() =>
    work('test', async () => {
      await setSetting('sendingHeld', null, 'test');
      for (const mailboxId of [w.satis, w.destek])
        await db()('mailbox_members').insert({ mailboxId, userId: people.mehmet.id });
    }),
  );
  const api = await serveApi(t, w);
  const mehmet = await signIn(api.client(), people.mehmet);
  const ewa = await mehmet.post('/api/persons', {
    givenName: 'Ewa',
    familyName: 'Nowak',
    contactPoints: [{ kind: 'email', value: 'ewa@zolc.example', primary: true }],
  });
  return { w, outside, mehmet, ewa: ewa.body as { id: string } };
}
