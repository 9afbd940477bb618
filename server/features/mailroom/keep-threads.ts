import { db } from '#kernel/db/unit.ts';
import type { HeardEvent } from '#kernel/events.ts';
import { makeStale } from '#platform/search/api.ts';
import { tellThreads } from './grow-threads.ts';
import { countAgain, countFiles } from './join-threads.ts';
import { MAILS_COUNTED } from './same-mail.ts';

/**
 * Most threads are kept by who files into them. Where a message was filed by somebody else (a note of the post office), or was
 * called back before it left, its thread counts again.
 */

type Filed = HeardEvent<'message.filed' | 'message.stopped'>;

export interface WrongThread {
  id: string;
  version: number;
}

/** The threads whose rows say something else than their messages; null where there is none. */
export async function wrongThreads(events: readonly Filed[]): Promise<WrongThread[] | null> {
  const ids = [...new Set(events.map(({ payload }) => payload.threadId).filter((id) => id !== null))];
  if (ids.length === 0) return null;
  // One statement, so that a batch that is filed meanwhile does not stand in one of two answers.
  const rows = (await db()('threads as t')
    .whereIn('t.id', ids)
    .select(
      't.id as id',
      't.version as version',
      't.message_count as messageCount',
      db().raw(`(SELECT ${MAILS_COUNTED} FROM messages WHERE thread_id = t.id) AS counted`),
    )) as (WrongThread & { messageCount: number; counted: number })[];
  // A mail called back is still one of the thread's messages: its count says nothing of it.
  const stopped = new Set(
    events.filter(({ name }) => name === 'message.stopped').map(({ payload }) => payload.threadId),
  );
  const wrong = rows.filter((row) => stopped.has(row.id) || row.counted !== row.messageCount);
  return wrong.length === 0 ? null : wrong;
}

export async function keepThreads(events: readonly Filed[], wrong: readonly WrongThread[]): Promise<void> {
  for (const row of wrong) {
    await countAgain(row.id);
    await countFiles(row.id);
    await db()('threads').where({ id: row.id }).increment('version', 1);
  }
  const filed = events.map(({ payload }) => payload);
  await makeStale(
    'message',
    filed.filter((payload) => wrong.some((row) => row.id === payload.threadId)).map((payload) => payload.id),
  );
  await tellThreads(wrong.map(({ id, version }) => ({ id, version: version + 1 })));
}
