import type { ExecutionContext } from 'ava';
import { addMember } from '#features/mailroom/commands/mailboxes.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import type { User } from '#platform/access/model.ts';
import { type Mailroom, mailroom } from '#test/features/mailroom/mailroom.ts';
import { type Cast, cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import type { Engine } from '#test/support/world.ts';

/** A house in which Mehmet and Zofia share satis@, and what its people are told. */

export interface Alert {
  id: string;
  kind: string;
  sentence: string;
  title: string;
  times: number;
  readAt: string | null;
  opens: { entity: string; id: string };
  about: { label: string } | null;
}

interface Stage {
  m: Mailroom;
  people: Cast;
  /** Members of satis@. */
  mehmet: Client;
  zofia: Client;
  /** Sees her team's cards only; member of nothing. */
  isil: Client;
  client(user: User): Promise<Client>;
}

export const SYSTEM = systemActor();

export async function stage(t: ExecutionContext, engine: Engine = 'sqlite'): Promise<Stage> {
  const m = await mailroom(t, { engine });
  const people = await cast(m);
  await m.in(async () => {
    for (const user of [people.mehmet, people.zofia])
      await run(addMember, { id: m.satis, userId: user.id }, SYSTEM);
  });
  await m.settle();
  const api = await serveApi(t, m);
  const client = (user: User) => signIn(api.client(), user);
  return {
    m,
    people,
    mehmet: await client(people.mehmet),
    zofia: await client(people.zofia),
    isil: await client(people.isil),
    client,
  };
}

export async function alertsOf(client: Client): Promise<{ items: Alert[]; count: number }> {
  return (await client.get('/api/alerts?unread=true&count=true')).body;
}

/** Mails of the house that were asked for: their subject and text. */
export async function letters(m: Mailroom): Promise<{ to: string; subject: string; text: string }[]> {
  const rows = (await m.in(async () =>
    db()('outbox').where({ name: 'house.mailAsked' }).orderBy('seq').select('payload'),
  )) as { payload: string | object }[];
  return rows.map(({ payload }) => {
    const letter = typeof payload === 'string' ? JSON.parse(payload) : payload;
    return { to: letter.to.address, subject: letter.subject, text: letter.text };
  });
}
