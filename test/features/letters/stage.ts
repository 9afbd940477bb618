import type { ExecutionContext } from 'ava';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { setSetting } from '#platform/settings/api.ts';
import { type Cast, cast, signIn } from '#test/support/cast.ts';
import { type Client, serveApi } from '#test/support/http.ts';
import { openSink, type Sink, type SinkOptions } from '#test/support/sink.ts';
import type { Engine } from '#test/support/world.ts';
import { type Mailroom, mailroom } from '../mailroom/mailroom.ts';

/** Marmara Pack, about to write to many: a mailbox of Mehmet's, a stranger's mail server, and people to write to. */
export interface Stage {
  w: Mailroom;
  sink: Sink;
  people: Cast;
  mehmet: Client;
  zofia: Client;
  stranger: Client;
  person(fields: Record<string, unknown>): Promise<string>;
  /** A draft of a service letter, changed by `fields`; gives its id. */
  letter(fields: Record<string, unknown>): Promise<string>;
  /** Sends it and lets it leave. */
  send(id: string): Promise<void>;
  recipients(id: string): Promise<Record<string, any>[]>;
}

export async function stage(
  t: ExecutionContext<any>,
  options: { engine?: Engine; sink?: SinkOptions; environment?: Record<string, string> } = {},
): Promise<Stage> {
  const sink = await openSink(options.sink);
  t.teardown(() => sink.close());
  const w = await mailroom(t, {
    engine: options.engine ?? 'sqlite',
    environment: { LOBI_RELAY_URL: sink.url, LOBI_COMPANY: 'Marmara Pack A.Ş.', ...options.environment },
  });
  const people = await cast(w);
  await w.in(() =>
    work('test', async () => {
      await setSetting('sendingHeld', null, 'test');
      await db()('mailbox_members').insert({ mailboxId: w.satis, userId: people.mehmet.id });
    }),
  );
  const api = await serveApi(t, w);
  const mehmet = await signIn(api.client(), people.mehmet);
  return {
    w,
    sink,
    people,
    mehmet,
    zofia: await signIn(api.client(), people.zofia),
    stranger: api.client(),
    async person({ email, ...fields }) {
      const contactPoints = email === undefined ? [] : [{ kind: 'email', value: email, primary: true }];
      return made(await mehmet.post('/api/persons', { contactPoints, ...fields }));
    },
    async letter(fields) {
      return made(
        await mehmet.post('/api/letters', {
          mailbox: { entity: 'mailbox', id: w.satis },
          subject: 'Fiyat listesi',
          text: 'Fiyatlarımız değişti.',
          purpose: 'service',
          audience: { of: 'person', where: { all: [] } },
          ...fields,
        }),
      );
    },
    async send(id) {
      const { status, body } = await mehmet.post(`/api/letters/${id}/sending`);
      if (status !== 200) throw new Error(JSON.stringify(body));
      await w.settle();
      w.clock.advance(11_000);
      await w.settle();
    },
    async recipients(id) {
      const { body } = await mehmet.get(`/api/recipients?letter=${id}&sort=createdAt&limit=200`);
      return body.items as Record<string, any>[];
    },
  };
}

function made({ status, body }: { status: number; body: any }): string {
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id as string;
}
