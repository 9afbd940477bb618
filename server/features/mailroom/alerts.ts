import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import type { HeardEvent } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import '#platform/messages/events.ts';
import { alertKind, type Raised, type RecordName, type Settled } from '#platform/notify/alert-kind.ts';
import { followersOf } from '#platform/notify/api.ts';
import './events.ts';

/** What the mailroom tells people of: mail in their mailboxes, and with cards they follow. One alert for a correspondence. */

type Heard = readonly HeardEvent[];

/** What is brought in later (an import, a queue that stood still) is no news. */
const NEWS_MS = 2 * 86_400_000;

export function alertWord(threadId: string): string {
  return `thread:${threadId}`;
}

export const mailAlerts = alertKind({
  kind: 'mailroom.mail',
  says: 'Somebody wrote to a mailbox: its members are told, and who follows it, until one of them answers or closes it.',
  of: 'message',
  on: ['message.filed', 'thread.changed'],
  follows: ['mailbox'],
  ofCourse: ownBoxes,
  async raises(events) {
    const mails = (await newMails(events)).filter(({ direction }) => direction === 'in');
    const boxes = mails.map(({ mailboxId: id }) => ({ entity: 'mailbox', id: id as string }));
    const [members, followers, seen] = await Promise.all([
      membersOf(boxes),
      followersOf(boxes),
      sightingsOf(mails),
    ]);
    return mails.map((mail) => {
      const asked = followers.get(`mailbox:${mail.mailboxId}`);
      const concerned = new Set([...(members.get(mail.mailboxId as string) ?? []), ...(asked?.follow ?? [])]);
      const left = new Set(asked?.leave);
      const to = [...concerned].filter(
        (user) => !left.has(user) && (seen.get(`${mail.threadId} ${user}`) ?? '') < mail.createdAt,
      );
      return { ...raisedBy(mail, to), about: { entity: 'mailbox', id: mail.mailboxId as string } };
    });
  },
  settles,
});

export const cardAlerts = alertKind({
  kind: 'mailroom.card',
  says: 'Mail came from a card or went to it: who follows the card is told.',
  of: 'message',
  on: ['message.filed'],
  follows: ['person', 'organisation'],
  async raises(events) {
    const mails = await newMails(events);
    const abouts = (await db()('abouts')
      .where({ recordEntity: 'message' })
      .whereIn(
        'record_id',
        mails.map(({ id }) => id),
      )
      .select('record_id', 'card_entity', 'card_id')) as {
      recordId: string;
      cardEntity: string;
      cardId: string;
    }[];
    const cards = abouts.map(({ cardEntity: entity, cardId: id }) => ({ entity, id }));
    const followers = await followersOf(cards);
    return abouts.flatMap(({ recordId, cardEntity, cardId }) => {
      const mail = mails.find(({ id }) => id === recordId) as Mail;
      const follow = followers.get(`${cardEntity}:${cardId}`)?.follow ?? [];
      const to = follow.filter((user) => user !== mail.authorId);
      return to.length === 0 ? [] : [{ ...raisedBy(mail, to), about: { entity: cardEntity, id: cardId } }];
    });
  },
});

interface Mail {
  id: string;
  threadId: string | null;
  mailboxId: string | null;
  direction: 'in' | 'out';
  subject: string;
  snippet: string;
  fromName: string;
  fromAddress: string;
  authorId: string | null;
  at: string;
  createdAt: string;
  /** Of its mailbox. */
  address: string | null;
}

/** What people wrote just now; machines that answer tell nobody anything. */
async function newMails(events: Heard): Promise<Mail[]> {
  const ids = events.flatMap(({ name, payload }) =>
    name === 'message.filed' ? [(payload as { id: string }).id] : [],
  );
  if (ids.length === 0) return [];
  return (await db()('messages')
    .leftJoin('mailboxes', 'mailboxes.id', 'messages.mailbox_id')
    .whereIn('messages.id', ids)
    .where({ 'messages.kind': 'mail' })
    .whereNotNull('messages.thread_id')
    .whereNotNull('messages.mailbox_id')
    .where('messages.at', '>', moment(now().getTime() - NEWS_MS))
    // The house's own letters that come back to it (a digest to a colleague's mailbox here) would tell of themselves.
    .whereNotExists(
      db()('messages as own')
        .select('own.id')
        .whereRaw('?? = ??', ['own.message_id', 'messages.message_id'])
        .where({ 'own.direction': 'out' })
        .whereNull('own.mailbox_id'),
    )
    .select(
      'messages.id',
      'messages.thread_id',
      'messages.mailbox_id',
      'messages.direction',
      'messages.subject',
      'messages.snippet',
      'messages.from_name',
      'messages.from_address',
      'messages.author_id',
      'messages.at',
      'messages.created_at',
      'mailboxes.address',
    )) as Mail[];
}

function raisedBy(mail: Mail, to: readonly string[]): Omit<Raised, 'about'> {
  return {
    to,
    record: { entity: 'message', id: mail.id },
    sameAs: alertWord(mail.threadId as string),
    title: mail.subject,
    snippet: mail.snippet,
    who: mail.fromName || mail.fromAddress,
    at: mail.at,
    cameTo: mail.direction === 'in' ? mail.address : null,
  };
}

async function membersOf(boxes: readonly RecordName[]): Promise<Map<string, string[]>> {
  const rows = (await db()('mailbox_members')
    .whereIn('mailbox_id', [...new Set(boxes.map(({ id }) => id))])
    .select('mailbox_id', 'user_id')) as { mailboxId: string; userId: string }[];
  const found = new Map<string, string[]>();
  for (const { mailboxId, userId } of rows) found.set(mailboxId, [...(found.get(mailboxId) ?? []), userId]);
  return found;
}

/** Who has read a correspondence up to when: by thread and user. */
async function sightingsOf(mails: readonly Mail[]): Promise<Map<string, string>> {
  const rows = (await db()('sightings')
    .whereIn('thread_id', [...new Set(mails.map(({ threadId }) => threadId as string))])
    .select('thread_id', 'user_id', 'seen_at')) as { threadId: string; userId: string; seenAt: string }[];
  return new Map(rows.map((row) => [`${row.threadId} ${row.userId}`, row.seenAt]));
}

async function ownBoxes(userId: string): Promise<RecordName[]> {
  const rows = (await db()('mailbox_members')
    .join('mailboxes', 'mailboxes.id', 'mailbox_members.mailbox_id')
    .where({ userId })
    .whereNull('mailboxes.closed_at')
    .orderBy('mailboxes.name')
    .select('mailboxes.id')) as { id: string }[];
  return rows.map(({ id }) => ({ entity: 'mailbox', id }));
}

/** Handled is handled for all: one answered, or closed the correspondence. */
async function settles(events: Heard): Promise<Settled[]> {
  const answers = (await newMails(events)).filter(({ direction }) => direction === 'out');
  const changed = events.flatMap(({ name, payload }) =>
    name === 'thread.changed' ? [(payload as { id: string }).id] : [],
  );
  const closed = (
    changed.length === 0
      ? []
      : await db()('threads')
          .whereIn('id', [...new Set(changed)])
          .whereNotNull('closed_at')
          .select('id', 'closed_at')
  ) as { id: string; closedAt: string }[];
  return [
    ...answers.map(({ threadId, at }) => ({
      sameAs: alertWord(threadId as string),
      of: 'all' as const,
      until: at,
    })),
    ...closed.map(({ id, closedAt }) => ({ sameAs: alertWord(id), of: 'all' as const, until: closedAt })),
  ];
}
