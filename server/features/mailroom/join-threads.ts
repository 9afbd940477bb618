import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { makeStale } from '#platform/search/api.ts';
import { MAILS_COUNTED } from './same-mail.ts';

/**
 * Two correspondences turn out to be one: a parent arrived after its children. Everything of the others moves to the one that
 * stays; their ids answer with it for ever.
 */
export async function joinThreads(staysId: string, joinedIds: readonly string[]): Promise<void> {
  const ids = [...new Set(joinedIds)].filter((id) => id !== staysId);
  if (ids.length === 0) return;
  const moved = (await db()('messages').whereIn('thread_id', ids).select('id')) as { id: string }[];
  await db()('messages').whereIn('thread_id', ids).update({ threadId: staysId });
  await moveRows('thread_mailboxes', 'mailbox_id', staysId, ids);
  await moveRows('sightings', 'user_id', staysId, ids);
  await moveRows('awaited_messages', 'header_id', staysId, ids);
  await moveAbouts(staysId, ids);
  await db()('threads')
    .whereIn('id', ids)
    .update({ mergedInto: staysId, updatedAt: moment(now()) })
    .increment('version', 1);
  await db()('threads').whereIn('merged_into', ids).update({ mergedInto: staysId });
  await countAgain(staysId);
  const withFiles = await db()('threads').whereIn('id', ids).where({ hasAttachments: true }).first('id');
  if (withFiles !== undefined) await db()('threads').where({ id: staysId }).update({ hasAttachments: true });
  await makeStale(
    'message',
    moved.map((row) => row.id),
  );
}

/** Moves the rows of a table keyed by thread and something else; where the thread that stays has one, that one holds. */
async function moveRows(table: string, key: string, staysId: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await db()(table)
      .where({ threadId: id })
      .whereIn(key, db()(table).where({ threadId: staysId }).select(key))
      .delete();
    await db()(table).where({ threadId: id }).update({ threadId: staysId });
  }
}

async function moveAbouts(staysId: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const rows = (await db()('abouts')
      .where({ recordEntity: 'thread', recordId: id })
      .select('id', 'card_entity', 'card_id', 'role')) as {
      id: string;
      cardEntity: string;
      cardId: string;
      role: string;
    }[];
    for (const { id: aboutId, ...about } of rows) {
      const held = (await db()('abouts')
        .where({ recordEntity: 'thread', recordId: staysId, ...about })
        .first('id')) as unknown;
      if (held === undefined) await db()('abouts').where({ id: aboutId }).update({ recordId: staysId });
      else await db()('abouts').where({ id: aboutId }).delete();
    }
  }
}

/**
 * What a thread's row says of its messages, from the messages themselves. A mail called back before it left stays one of them, but
 * it answers nothing and its words are nobody's newest, unless there is nothing else.
 */
export async function countAgain(threadId: string): Promise<void> {
  type Summary = { count: number; firstAt: string | null };
  const messages = () => db()('messages').where({ threadId });
  const standing = () => messages().whereNull('stopped_at');
  const sums = (await messages()
    .select(db().raw(`${MAILS_COUNTED} AS count`))
    .min({ firstAt: 'at' })
    .first()) as unknown as Summary;
  if (sums.firstAt === null) return;
  const lastOf = async (direction: string) =>
    (
      (await standing().where({ direction, kind: 'mail' }).max({ at: 'at' }).first()) as unknown as {
        at: string | null;
      }
    ).at;
  const lastOutAt = await lastOf('out');
  const owed = (await standing()
    .where({ direction: 'in', kind: 'mail' })
    .where('at', '>', lastOutAt ?? '')
    .min({ at: 'at' })
    .first()) as unknown as { at: string | null };
  type Newest = { at: string; snippet: string };
  const newest = (await messages()
    .orderByRaw('case when stopped_at is null then 0 else 1 end')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .first('at', 'snippet')) as Newest;
  await db()('threads')
    .where({ id: threadId })
    .update({
      messageCount: Number(sums.count),
      firstAt: sums.firstAt,
      lastAt: newest.at,
      lastInAt: await lastOf('in'),
      lastOutAt,
      awaitingSince: owed.at,
      snippet: newest.snippet,
    });
}

/** Says anew whether anything is attached to what stands in a thread: to be asked when its documents are written. */
export async function countFiles(threadId: string): Promise<void> {
  const standing = db()('messages').where({ threadId }).whereNull('stopped_at').select('id');
  const file = (await db()('documents')
    .where({ ownerEntity: 'message', inline: false })
    .whereIn('owner_id', standing)
    .first('id')) as { id: string } | undefined;
  await db()('threads')
    .where({ id: threadId })
    .update({ hasAttachments: file !== undefined });
}
