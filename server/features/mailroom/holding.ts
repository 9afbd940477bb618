import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Node } from '#platform/query/tree.ts';
import { find } from '#platform/search/find.ts';

/** Of the mails that hold the words so many are looked at, the newest first. */
const MOST_MAILS = 500;
/** Conditions that a question may have are few; a list of more threads than this is no answer to words. */
const MOST_THREADS = 150;

/** Correspondence with a mail that holds these words and that the actor may see: texts belong to mails, threads have none. */
export async function threadsHolding(words: string, actor: Actor): Promise<Node> {
  const hits = await find(words, actor, { entities: ['message'], limit: MOST_MAILS });
  const rows = (await db()('messages')
    .whereIn(
      'id',
      hits.map(({ id }) => id),
    )
    .whereNotNull('thread_id')
    .groupBy('thread_id')
    .orderByRaw('max(at) DESC')
    .limit(MOST_THREADS)
    .select('thread_id')) as { threadId: string }[];
  return { any: rows.map(({ threadId }) => ({ field: 'id', is: threadId })) };
}
