import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { settleAlerts } from '#platform/notify/api.ts';
import { alertWord } from '../alerts.ts';
import { tellThreads } from '../grow-threads.ts';
import { Thread } from '../model.ts';

/** What people do with a correspondence as a whole. */

const id = z.string().length(26);
const user = z.union([
  id.transform((found) => ({ id: found })),
  z.object({ id }).transform((found) => ({ id: found.id })),
]);

export const changeThread = command({
  name: 'thread.change',
  says: 'Closes a correspondence or opens it again, and says who takes care of it.',
  takes: z.object({
    id,
    version: z.int().optional(),
    closed: z.boolean().optional(),
    assignee: user.nullable().optional(),
  }),
  async does({ id: threadId, version, closed, assignee }, { actor, at }) {
    await allow(actor, 'change', 'thread', { id: threadId });
    if (assignee != null) await refuseStranger(assignee.id);
    const closing =
      closed === undefined
        ? {}
        : closed
          ? { closedAt: at, closedBy: actor.userId }
          : { closedAt: null, closedBy: null };
    const changes = { ...closing, ...(assignee === undefined ? {} : { assigneeId: assignee?.id ?? null }) };
    const thread = await update(Thread, threadId, changes, version === undefined ? {} : { version });
    await tellThreads([{ id: threadId, version: thread.version }]);
    return thread;
  },
});

/** Closing by DELETE, as everywhere. */
export const closeThread = command({
  name: 'thread.close',
  says: 'Closes a correspondence: nothing more is to be done.',
  right: 'thread:change',
  takes: z.object({ id, version: z.int().optional() }),
  async does({ id: threadId, version }, { actor, at }) {
    await allow(actor, 'change', 'thread', { id: threadId });
    const thread = await update(
      Thread,
      threadId,
      { closedAt: at, closedBy: actor.userId },
      version === undefined ? {} : { version },
    );
    await tellThreads([{ id: threadId, version: thread.version }]);
    return thread;
  },
});

export const seeThread = command({
  name: 'thread.see',
  says: 'Remembers that somebody has read a correspondence up to now.',
  right: null,
  audited: false,
  takes: z.object({ id }),
  async does({ id: threadId }, { actor, at }) {
    await allow(actor, 'see', 'thread', { id: threadId });
    if (actor.userId === null) return;
    await db()('sightings')
      .insert({ threadId, userId: actor.userId, seenAt: at })
      .onConflict(['thread_id', 'user_id'])
      .merge(['seen_at']);
    await settleAlerts([{ sameAs: alertWord(threadId), of: [actor.userId], until: at }]);
    await tellReader(threadId, actor.userId);
  },
});

export const forgetThread = command({
  name: 'thread.forget',
  says: 'Marks a correspondence as unread for oneself.',
  right: null,
  audited: false,
  takes: z.object({ id }),
  async does({ id: threadId }, { actor }) {
    await allow(actor, 'see', 'thread', { id: threadId });
    if (actor.userId === null) return;
    await db()('sightings').where({ threadId, userId: actor.userId }).delete();
    await tellReader(threadId, actor.userId);
  },
});

/** Other windows of the same person. */
async function tellReader(threadId: string, userId: string): Promise<void> {
  await emit('news.told', { entity: 'sighting', id: threadId, version: null, topics: [`user:${userId}`] });
}

async function refuseStranger(userId: string): Promise<void> {
  const known = (await db()('users').where({ id: userId }).whereNull('closed_at').first('id')) as unknown;
  if (known === undefined) throw Fault.invalidAt('assignee', 'user.missing', 'There is no such colleague.');
}
