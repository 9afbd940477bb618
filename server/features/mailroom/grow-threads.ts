import { moment } from '#kernel/clock.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import type { MessageKind } from '#platform/messages/model.ts';
import '#platform/notify/topics.ts';
import './events.ts';
import { joinThreads } from './join-threads.ts';
import { subjectKey } from './pipeline/subject.ts';

/** Threads as messages make them: the mailroom's own row for each, kept with every message that is filed. */

/** One message (to however many mailboxes) that a thread grows by. */
export interface Growth {
  threadId: string;
  subject: string;
  at: string;
  direction: 'in' | 'out';
  kind: MessageKind;
  snippet: string;
  /** Who wrote from outside, or whom we wrote to. */
  who: string;
  hasAttachments: boolean;
  mailboxIds: readonly string[];
  /** Threads that become part of this one. */
  joins: readonly string[];
}

interface ThreadRow {
  id: string;
  version: number;
  createdAt: string;
  subject: string;
  subjectKey: string;
  firstAt: string;
  lastAt: string;
  lastInAt: string | null;
  lastOutAt: string | null;
  awaitingSince: string | null;
  messageCount: number;
  snippet: string;
  who: string;
  hasAttachments: boolean | number;
  closedAt: string | null;
  closedBy: string | null;
}

const COLUMNS = [
  'id',
  'version',
  'created_at',
  'subject',
  'subject_key',
  'first_at',
  'last_at',
  'last_in_at',
  'last_out_at',
  'awaiting_since',
  'message_count',
  'snippet',
  'who',
  'has_attachments',
  'closed_at',
  'closed_by',
];

/** Grows threads, opening those that do not stand yet, in the running unit of work. Tells who looks at them. */
export async function growThreads(growths: readonly Growth[]): Promise<void> {
  if (growths.length === 0) return;
  const ids = [...new Set(growths.map((growth) => growth.threadId))];
  const standing = new Map(
    ((await db()('threads').whereIn('id', ids).select(COLUMNS)) as ThreadRow[]).map((row) => [row.id, row]),
  );
  const grown = new Map<string, ThreadRow>();
  for (const growth of growths)
    grown.set(growth.threadId, grow(grown.get(growth.threadId) ?? standing.get(growth.threadId), growth));
  await putThreads([...grown.values()]);
  await placeInMailboxes(growths);
  for (const { threadId, joins } of growths) if (joins.length > 0) await joinThreads(threadId, joins);
  await tellThreads([...grown.values()].map(({ id, version }) => ({ id, version })));
}

function grow(row: ThreadRow | undefined, growth: Growth): ThreadRow {
  const at = moment(now());
  const before: ThreadRow = row ?? {
    id: growth.threadId,
    version: 0,
    createdAt: at,
    subject: growth.subject.slice(0, 1000),
    subjectKey: subjectKey(growth.subject),
    firstAt: growth.at,
    lastAt: '',
    lastInAt: null,
    lastOutAt: null,
    awaitingSince: null,
    messageCount: 0,
    snippet: '',
    who: growth.who,
    hasAttachments: false,
    closedAt: null,
    closedBy: null,
  };
  const newest = growth.at >= before.lastAt;
  // Machines that answer are no answer, and no question either.
  const counts = growth.kind === 'mail';
  const comesIn = growth.direction === 'in' && counts;
  const goesOut = growth.direction === 'out' && counts;
  return {
    ...before,
    version: before.version + 1,
    firstAt: growth.at < before.firstAt ? growth.at : before.firstAt,
    lastAt: newest ? growth.at : before.lastAt,
    lastInAt: comesIn ? later(before.lastInAt, growth.at) : before.lastInAt,
    lastOutAt: goesOut ? later(before.lastOutAt, growth.at) : before.lastOutAt,
    awaitingSince: goesOut ? null : comesIn ? (before.awaitingSince ?? growth.at) : before.awaitingSince,
    messageCount: before.messageCount + 1,
    snippet: newest ? growth.snippet : before.snippet,
    who: comesIn && newest && growth.who !== '' ? growth.who.slice(0, 300) : before.who,
    hasAttachments: Boolean(before.hasAttachments) || growth.hasAttachments,
    // Somebody writes again: what was done is open once more.
    ...(comesIn ? { closedAt: null, closedBy: null } : {}),
  };
}

function later(a: string | null, b: string): string {
  return a === null || b > a ? b : a;
}

/** What a thread that stands already takes from how it has grown. */
const GROWS = [
  ...['version', 'updated_at', 'first_at', 'last_at', 'last_in_at', 'last_out_at', 'awaiting_since'],
  ...['message_count', 'snippet', 'who', 'has_attachments', 'closed_at', 'closed_by'],
];

async function putThreads(rows: readonly ThreadRow[]): Promise<void> {
  const updatedAt = moment(now());
  await putRows(
    'threads',
    rows.map((row) => ({
      ...row,
      hasAttachments: Boolean(row.hasAttachments),
      updatedAt,
      assigneeId: null,
      mergedInto: null,
    })),
    `(id) DO UPDATE SET ${GROWS.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  );
}

async function placeInMailboxes(growths: readonly Growth[]): Promise<void> {
  const rows = new Map<string, { threadId: string; mailboxId: string; lastAt: string }>();
  for (const { threadId, mailboxIds, at } of growths)
    for (const mailboxId of mailboxIds) {
      const key = `${threadId} ${mailboxId}`;
      rows.set(key, { threadId, mailboxId, lastAt: later(rows.get(key)?.lastAt ?? null, at) });
    }
  await putRows(
    'thread_mailboxes',
    [...rows.values()],
    '(thread_id, mailbox_id) DO UPDATE SET last_at = excluded.last_at',
  );
}

/** Tells that threads stand differently now: those who look at them, at their mailboxes, and at the lists. */
export async function tellThreads(threads: readonly { id: string; version: number }[]): Promise<void> {
  if (threads.length === 0) return;
  const rows = (await db()('thread_mailboxes')
    .whereIn(
      'thread_id',
      threads.map((thread) => thread.id),
    )
    .select('thread_id', 'mailbox_id')) as { threadId: string; mailboxId: string }[];
  for (const { id, version } of threads) {
    const topics = rows.filter((row) => row.threadId === id).map((row) => `mailbox:${row.mailboxId}`);
    await emit('thread.changed', { id }, { entity: 'thread', id });
    await emit('news.told', { entity: 'thread', id, version, topics }, { entity: 'thread', id });
  }
}
