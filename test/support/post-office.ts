import type { ExecutionContext } from 'ava';
import type { Actor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { newId } from '#kernel/ids.ts';
import { type Room, room } from '#kernel/room.ts';
import { fragment, policy } from '#platform/access/policy.ts';
import { bendMailOptions } from '#platform/messages/channels/mail/options.ts';
import { sendMessage } from '#platform/messages/commands.ts';
import type { SendInput } from '#platform/messages/composing/input.ts';
import type { LocalMail, SenderIdentity, ToFile } from '#platform/messages/parts.ts';
import { setSetting } from '#platform/settings/api.ts';
import { ROOMS } from '#server/rooms.ts';
import { type Cast, cast } from './cast.ts';
import { openSink, type Sink, type SinkOptions } from './sink.ts';
import { type World, type WorldOptions, world } from './world.ts';

/**
 * A house with two mailboxes and nothing else of the mailroom: what the post office asks of other rooms is declared here, so that
 * its tests show its own behaviour.
 */
export interface PostOffice {
  w: World;
  people: Cast;
  sink: Sink;
  /** Mailbox of the firm that Mehmet and Zofia share. */
  sales: SenderIdentity;
  /** Mailbox of Ayşe alone. */
  ayse: SenderIdentity;
  /** What the house took in from itself. */
  taken: LocalMail[];
  /** What was placed in threads. */
  placed: ToFile[];
  send(input: SendInput, actor?: Actor): Promise<string>;
  /** Rows of a table, oldest first. */
  rows<T = Record<string, any>>(table: string): Promise<T[]>;
}

export const SALES: SenderIdentity = {
  mailboxId: newId(),
  address: 'satis@marmarapack.example',
  name: 'Marmara Pack Satış',
  signature: 'Marmara Pack A.Ş.\nBursa',
};
const AYSE: SenderIdentity = {
  mailboxId: newId(),
  address: 'ayse@marmarapack.example',
  name: 'Ayşe Yılmaz',
  signature: '',
};

/** The stand-in for the mailroom. */
export function mailboxes(
  members: (actor: Actor) => readonly SenderIdentity[],
  taken: LocalMail[] = [],
  placed: ToFile[] = [],
): Room {
  return room({
    name: 'mailboxes',
    says: 'Two mailboxes.',
    policies: [
      policy({
        entity: 'message',
        says: 'Members of its mailbox.',
        see: (actor) => {
          const ids = members(actor).map((each) => each.mailboxId);
          return fragment((query, table) => query.whereIn(`${table}.mailbox_id`, ids));
        },
      }),
    ],
    senders: [
      {
        senderFor: async (id, actor) => members(actor).find((each) => each.mailboxId === id) ?? null,
        sendersOf: async (actor) => [...members(actor)],
      },
    ],
    filers: [
      {
        async place(what) {
          placed.push(what);
          return what.threadId ?? newId();
        },
      },
    ],
    receivers: [
      {
        ours: async (addresses) =>
          new Set(addresses.filter((each) => [SALES.address, AYSE.address].includes(each))),
        receive: async (mails) => void taken.push(...mails),
      },
    ],
  });
}

export async function postOffice(
  t: ExecutionContext<any>,
  options: WorldOptions & { sink?: SinkOptions; direct?: boolean } = {},
): Promise<PostOffice> {
  const sink = await openSink(options.sink);
  t.teardown(() => sink.close());
  const taken: LocalMail[] = [];
  const placed: ToFile[] = [];
  const administrators = (actor: Actor) => actor.kind === 'system' || actor.roles.includes('administrator');
  const members = (actor: Actor) =>
    administrators(actor) ? [SALES, AYSE] : actor.roles.includes('user') ? [SALES] : [];
  const rooms = [
    ...ROOMS.filter(({ name }) => name !== 'mailroom' && name !== 'letters'),
    mailboxes(members, taken, placed),
  ];
  const environment: Record<string, string> = options.direct ? {} : { LOBI_RELAY_URL: sink.url };
  const w = await world(t, { ...options, rooms, environment: { ...environment, ...options.environment } });
  const people = await cast(w);
  await w.in(async () => {
    await work('test.letGo', () => setSetting('sendingHeld', null, 'test'));
    bendMailOptions({
      mayConnect: () => true,
      mxPort: sink.port,
      resolver: {
        mx: async () => [{ exchange: 'mx.sink.example', priority: 10 }],
        addresses: async () => ['127.0.0.1'],
      },
    });
  });
  return {
    w,
    people,
    sink,
    sales: SALES,
    ayse: AYSE,
    taken,
    placed,
    send: (input, actor = people.as(people.mehmet)) =>
      w.in(
        async () =>
          (
            await sendMessage(
              { from: SALES.mailboxId, subject: 'Fiyat teklifi', text: 'Merhaba', ...input },
              actor,
            )
          ).id,
      ),
    rows: <T>(table: string) => w.in(async () => (await db()(table).orderBy('id').select('*')) as T[]),
  };
}
