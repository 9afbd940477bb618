import { claim } from '#kernel/claim.ts';
import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { groupsOf, places } from './many.ts';

/**
 * Who is next. A claim is one conditional update; the `sending` attempt of each claimed recipient is committed with it, before
 * a word is said to the other server: so a crash can hide a delivery, but never that there was a try.
 */

/** A claim not renewed for so long is over: the process is dead, or frozen. */
export const LEASE_MS = 120_000;

export interface DueRow {
  id: string;
  channel: string;
  destination: string;
}

export interface Claimed {
  id: string;
  messageId: string;
  channel: string;
  destination: string;
  address: string;
  token: string;
  /** Exact bytes that it gets. */
  rawBlobId: string | null;
  bulk: boolean;
  attempts: number;
  lockedAt: string;
  attemptId: string;
}

/** Recipients that are due and free, oldest first, without the named destinations. Outside of a unit: a look, not a claim. */
export async function dueRecipients(
  channels: readonly string[],
  of: { messageId: string } | 'correspondence',
  limit: number,
  without: readonly string[],
): Promise<DueRow[]> {
  const query = db()('recipients')
    .where(
      of === 'correspondence'
        ? { state: 'queued', bulk: false }
        : { state: 'queued', messageId: of.messageId },
    )
    .whereIn('channel', [...channels])
    .where('due_at', '<=', moment(now()))
    .orderBy(['due_at', 'id'])
    .limit(limit)
    .select('id', 'channel', 'destination');
  if (without.length > 0) query.whereNotIn('destination', [...without]);
  return (await query) as DueRow[];
}

/** Mail to many that may go now, the longest waiting first. */
export async function goingDispatches(): Promise<{ messageId: string; pace: number | null }[]> {
  return (await db()('dispatches')
    .where({ state: 'going' })
    .where('starts_at', '<=', moment(now()))
    .orderBy(['starts_at', 'message_id'])
    .select('message_id', 'pace')) as { messageId: string; pace: number | null }[];
}

/** What is read of a claimed recipient. */
const GIVEN = [
  'id',
  'message_id',
  'channel',
  'destination',
  'address',
  'token',
  'raw_blob_id',
  'bulk',
  'attempts',
  'locked_at',
];

/** Takes these recipients as far as they are still free, for an attempt each. In a unit of work. */
export async function claimRecipients(ids: readonly string[]): Promise<Claimed[]> {
  const rows = await claim<Omit<Claimed, 'attemptId'>>({
    table: 'recipients',
    limit: ids.length,
    leaseMs: LEASE_MS,
    where: (query) => void query.where({ state: 'queued' }).whereIn('id', [...ids]),
    set: { state: 'sending', reason: null },
    give: GIVEN,
  });
  const shared = await sharedBytes(rows.filter((row) => row.rawBlobId === null).map((row) => row.messageId));
  return rows.map((row) => ({
    ...row,
    rawBlobId: row.rawBlobId ?? shared.get(row.messageId) ?? null,
    bulk: Boolean(row.bulk),
    attemptId: newId(),
  }));
}

/** Bytes that all recipients of a message get alike, by message. */
async function sharedBytes(messageIds: readonly string[]): Promise<Map<string, string | null>> {
  const ids = [...new Set(messageIds)];
  if (ids.length === 0) return new Map();
  const rows = (await db()('messages').whereIn('id', ids).select('id', 'raw_blob_id')) as {
    id: string;
    rawBlobId: string | null;
  }[];
  return new Map(rows.map((row) => [row.id, row.rawBlobId]));
}

/** Writes the attempts that are about to be made. */
export async function beginAttempts(claimed: readonly Claimed[]): Promise<void> {
  const at = moment(now());
  for (const some of groupsOf(claimed))
    await db().raw(
      `INSERT INTO attempts (recipient_id, id, at, outcome, host, reply, tls) VALUES ${places(some.length, "(?, ?, ?, 'sending', '', '', '')")}`,
      some.flatMap((each) => [each.id, each.attemptId, at]),
    );
}

/** Says that these are still under way here; gives the new moment of their claim. In a unit of work. */
export async function renewClaims(ids: readonly string[]): Promise<string> {
  const at = moment(now());
  await db()('recipients')
    .whereIn('id', [...ids])
    .where({ lockedBy: house().node, state: 'sending' })
    .update({ lockedAt: at });
  return at;
}
