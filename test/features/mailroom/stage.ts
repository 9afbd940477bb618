import type { ExecutionContext } from 'ava';
import { type Cast, cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import type { Engine } from '#test/support/world.ts';
import { type Mailroom, mailroom } from './mailroom.ts';

interface Stage {
  m: Mailroom;
  people: Cast;
  /** Administrator; member of no mailbox. */
  ayse: Client;
  /** Member of satis@, sees every card. */
  mehmet: Client;
  /** Sees every card, member of nothing. */
  zofia: Client;
  /** Sees her own and her team's cards, member of destek@. */
  isil: Client;
}

export async function stage(t: ExecutionContext, engine: Engine = 'sqlite'): Promise<Stage> {
  const m = await mailroom(t, { engine });
  const people = await cast(m);
  await m.settle();
  const api = await serveApi(t, m);
  const [ayse, mehmet, zofia, isil] = await Promise.all(
    [people.ayse, people.mehmet, people.zofia, people.isil].map((user) => signIn(api.client(), user)),
  );
  const one = { m, people, ayse: ayse!, mehmet: mehmet!, zofia: zofia!, isil: isil! };
  t.is((await one.ayse.call('PUT', `/api/mailboxes/${m.satis}/members/${people.mehmet.id}`)).status, 204);
  t.is((await one.ayse.call('PUT', `/api/mailboxes/${m.destek}/members/${people.isil.id}`)).status, 204);
  return one;
}
