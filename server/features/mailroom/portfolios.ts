import { db } from '#kernel/db/unit.ts';
import { update } from '#kernel/model.ts';
import type { Handing, Portfolio } from '#platform/access/portfolio.ts';
import { tellMembers } from './commands/mailboxes.ts';
import { tellThreads } from './grow-threads.ts';
import { Thread } from './model.ts';

/** What a user holds of the mail: mailboxes it reads, and correspondences it takes care of. */

async function mailboxesOf(userId: string): Promise<string[]> {
  const rows = (await db()('mailbox_members')
    .where({ userId })
    .orderBy('mailbox_id')
    .select('mailbox_id')) as {
    mailboxId: string;
  }[];
  return rows.map((row) => row.mailboxId);
}

export const mailboxesPortfolio: Portfolio = {
  name: 'mailroom.mailboxes',
  says: 'Mailboxes it reads.',
  count: async (userId) => (await mailboxesOf(userId)).length,
  /** Those that nobody else with an open way in reads. */
  async keeps(userId) {
    const row = (await db()('mailbox_members as m')
      .join('mailboxes as b', 'b.id', 'm.mailbox_id')
      .where('m.user_id', userId)
      .whereNull('b.closed_at')
      .whereNotExists(
        db()('mailbox_members as o')
          .join('users as u', 'u.id', 'o.user_id')
          .whereRaw('o.mailbox_id = m.mailbox_id')
          .whereNot('o.user_id', userId)
          .whereNull('u.closed_at'),
      )
      .count('m.mailbox_id as n')
      .first()) as { n: number };
    return Number(row.n);
  },
  /** Who stands in for a time reads beside the colleague; whoever leaves for good reads no more. */
  async move({ from, to, forGood }) {
    const theirs = new Set(await mailboxesOf(to));
    const moved = (await mailboxesOf(from)).map((id) => ({
      entity: 'mailbox',
      id,
      detail: { joined: !theirs.has(id), left: forGood },
    }));
    const changed = moved.filter(({ detail }) => detail.joined || detail.left);
    for (const { id, detail } of changed) {
      if (detail.joined) await db()('mailbox_members').insert({ mailboxId: id, userId: to });
      if (detail.left) await db()('mailbox_members').where({ mailboxId: id, userId: from }).delete();
      await tellMembers(id);
    }
    return changed;
  },
  async bringBack({ from, to }, { id, detail }) {
    const { joined, left } = detail as { joined: boolean; left: boolean };
    if (left)
      await db()('mailbox_members')
        .insert({ mailboxId: id, userId: from })
        .onConflict(['mailbox_id', 'user_id'])
        .ignore();
    if (joined) await db()('mailbox_members').where({ mailboxId: id, userId: to }).delete();
    await tellMembers(id);
    return true;
  },
};

async function assign(threadId: string, from: string, to: string): Promise<boolean> {
  const thread = await Thread.query().findById(threadId);
  if (thread === undefined || thread.assigneeId !== from) return false;
  const { version } = await update(Thread, threadId, { assigneeId: to });
  await tellThreads([{ id: threadId, version }]);
  return true;
}

function openThreads(userId: string) {
  return db()('threads').where({ assigneeId: userId }).whereNull('closed_at').whereNull('merged_into');
}

export const threadsPortfolio: Portfolio = {
  name: 'mailroom.threads',
  says: 'Open correspondence it takes care of.',
  async count(userId) {
    return Number(((await openThreads(userId).count('id as n').first()) as { n: number }).n);
  },
  async move({ from, to }: Handing, limit) {
    const rows = (await openThreads(from).orderBy('id').limit(limit).select('id')) as { id: string }[];
    for (const { id } of rows) await assign(id, from, to);
    return rows.map(({ id }) => ({ entity: 'thread', id }));
  },
  bringBack: ({ from, to }, { id }) => assign(id, to, from),
};
