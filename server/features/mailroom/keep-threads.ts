import { db } from '#kernel/db/unit.ts';
import type { HeardEvent } from '#kernel/events.ts';
import { makeStale } from '#platform/search/api.ts';
import { tellThreads } from './grow-threads.ts';
import { countAgain } from './join-threads.ts';
import { MAILS_COUNTED } from './same-mail.ts';

/**
 * Most threads are kept by who files into them. Where a message was filed by somebody else (a note of the post office), or was
 * called back before it left, its thread counts again.
 */
export async function keepThreads(
  events: readonly HeardEvent<'message.filed' | 'message.stopped'>[],
): Promise<void> {
  const filed = events.map(({ payload }) => payload);
  const ids = [...new Set(filed.map((payload) => payload.threadId).filter((id) => id !== null))];
  if (ids.length === 0) return;
  const counts = (await db()('messages')
    .whereIn('thread_id', ids)
    .groupBy('thread_id')
    .select('thread_id', db().raw(`${MAILS_COUNTED} AS count`))) as { threadId: string; count: number }[];
  const rows = (await db()('threads').whereIn('id', ids).select('id', 'version', 'message_count')) as {
    id: string;
    version: number;
    messageCount: number;
  }[];
  // A mail called back is still one of the thread's messages: its count says nothing of it.
  const stopped = new Set(
    events.filter(({ name }) => name === 'message.stopped').map(({ payload }) => payload.threadId),
  );
  const wrong = rows.filter(
    (row) =>
      stopped.has(row.id) ||
      Number(counts.find((each) => each.threadId === row.id)?.count ?? 0) !== row.messageCount,
  );
  for (const row of wrong) {
    await countAgain(row.id);
    await db()('threads').where({ id: row.id }).increment('version', 1);
  }
  if (wrong.length === 0) return;
  await makeStale(
    'message',
    filed.filter((payload) => wrong.some((row) => row.id === payload.threadId)).map((payload) => payload.id),
  );
  await tellThreads(wrong.map(({ id, version }) => ({ id, version: version + 1 })));
}
