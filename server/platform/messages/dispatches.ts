import { joinedRow } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { db, wakeAfterCommit } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import type { Piece } from '#kernel/joined.ts';
import './events.ts';
import { insertRows } from './filing.ts';
import { newReturnToken } from './identity.ts';
import type { CardRef } from './parts.ts';
import { whyHeld } from './queue/why-held.ts';

/**
 * Mail to many. Its message is filed first; then recipients are written in chunks under the state `freezing`, in which none of them
 * is claimed; one row lets all of them go, holds them, or stops them. Bulk is sent at most once (docs/decisions/0040).
 */

export type DispatchState = 'freezing' | 'going' | 'paused' | 'stopped' | 'done';
export type Purpose = 'commercial' | 'service';

export interface Dispatch {
  messageId: string;
  purpose: Purpose;
  state: DispatchState;
  startsAt: string | null;
  /** Mails a minute; null = as fast as the receivers take them. */
  pace: number | null;
  changedAt: string;
}

/** One recipient as it is frozen. */
export interface Dispatched {
  id?: string;
  number: number;
  name: string;
  /** Empty where the card has none; then it is skipped. */
  address: string;
  destination: string;
  card: CardRef | null;
  /** Why it gets nothing; null where it does. */
  skipped: string | null;
  /** Why it may be sent: the consent as it stood. */
  basis: Record<string, unknown>;
  token?: string;
  mail: { pieces: Piece[]; size: number; sha256: string } | null;
}

export async function openDispatch(given: Pick<Dispatch, 'messageId' | 'purpose' | 'pace'>): Promise<void> {
  await db()('dispatches').insert({ ...given, state: 'freezing', startsAt: null, changedAt: moment(now()) });
}

export async function dispatchOf(messageId: string): Promise<Dispatch | undefined> {
  return (await db()('dispatches').where({ messageId }).first()) as Dispatch | undefined;
}

/** Says that a blob holds what mails of this dispatch share. */
export async function addFrame(messageId: string, blobId: string): Promise<void> {
  await db()('dispatch_frames').insert({ messageId, blobId });
}

/** Writes some recipients with their bytes, in a unit of work; rows, so that many cost little. */
export async function addDispatched(messageId: string, some: readonly Dispatched[]): Promise<void> {
  const at = moment(now());
  const blobs: Record<string, unknown>[] = [];
  const rows = some.map((each) => {
    const blob = each.mail === null ? null : joinedRow(each.mail.pieces, each.mail);
    if (blob !== null) blobs.push(blob);
    const held = each.skipped === null ? whyHeld(each.destination) : null;
    return {
      id: each.id ?? newId(),
      version: 1,
      createdAt: at,
      updatedAt: at,
      messageId,
      channel: 'mail',
      role: 'to',
      name: each.name,
      address: each.address,
      destination: each.destination,
      cardEntity: each.card?.entity ?? null,
      cardId: each.card?.id ?? null,
      state: each.skipped !== null ? 'skipped' : held === null ? 'queued' : 'held',
      reason: each.skipped ?? held,
      token: each.token ?? newReturnToken(),
      rawBlobId: (blob?.id as string | undefined) ?? null,
      bulk: true,
      sentAt: null,
      dueAt: at,
      lockedBy: null,
      lockedAt: null,
      attempts: 0,
      number: each.number,
      basis: JSON.stringify(each.basis),
    };
  });
  await insertRows('blobs', blobs);
  await insertRows('recipients', rows);
}

/** Takes back what was written of a freezing that did not end. In units of its caller; true while there is more. */
export async function dropDispatched(messageId: string, limit: number): Promise<boolean> {
  const rows = (await db()('recipients').where({ messageId }).limit(limit).select('id', 'raw_blob_id')) as {
    id: string;
    rawBlobId: string | null;
  }[];
  await db()('recipients')
    .whereIn(
      'id',
      rows.map((row) => row.id),
    )
    .delete();
  await db()('blobs')
    .whereIn(
      'id',
      rows.map((row) => row.rawBlobId).filter((id) => id !== null),
    )
    .delete();
  return rows.length === limit;
}

/** Changes the one row that everything hangs on; false where it was not in one of the states `from`. In a unit of work. */
export async function turnDispatch(
  messageId: string,
  from: readonly DispatchState[],
  to: DispatchState,
  startsAt?: string,
): Promise<boolean> {
  const changed = await db()('dispatches')
    .where({ messageId })
    .whereIn('state', [...from])
    .update({ state: to, changedAt: moment(now()), ...(startsAt === undefined ? {} : { startsAt }) });
  if (Number(changed) === 0) return false;
  await emit('dispatch.turned', { id: messageId, state: to }, { entity: 'message', id: messageId });
  wakeAfterCommit('recipients');
  return true;
}

/** Calls back those of a stopped dispatch who were not tried yet; true while there are more. In a unit of work. */
export async function callBackSome(messageId: string, limit: number): Promise<boolean> {
  const rows = (await db()('recipients')
    .where({ messageId })
    .whereIn('state', ['queued', 'held'])
    .limit(limit)
    .select('id')) as { id: string }[];
  if (rows.length > 0)
    await db()('recipients')
      .whereIn(
        'id',
        rows.map((row) => row.id),
      )
      .whereIn('state', ['queued', 'held'])
      .update({ state: 'stopped', reason: null, updatedAt: moment(now()) })
      .increment('version', 1);
  return rows.length === limit;
}

/** Dispatches of which nobody waits any more are done. In the unit that wrote results. */
export async function endDispatches(messageIds: readonly string[]): Promise<void> {
  for (const messageId of new Set(messageIds)) {
    const waiting = await db()('recipients')
      .where({ messageId })
      .whereIn('state', ['queued', 'sending', 'held'])
      .first('id');
    if (waiting === undefined) await turnDispatch(messageId, ['going'], 'done');
  }
}

/** Writes down that a recipient answered; the first answer stays. In a unit of work. */
export async function markAnswered(
  messageId: string,
  by: { number: number } | { address: string },
  answer: { id: string; at: string },
): Promise<boolean> {
  const query = db()('recipients').where({ messageId }).whereNull('answered_at');
  if ('number' in by) query.where({ number: by.number });
  else query.whereRaw('lower(address) = ?', [by.address.toLowerCase()]);
  const changed = await query
    .update({ answeredAt: answer.at, answeredId: answer.id, updatedAt: moment(now()) })
    .increment('version', 1);
  return Number(changed) > 0;
}
