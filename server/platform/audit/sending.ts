import type { Actor } from '#kernel/actor.ts';
import { systemActor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { timer } from '#kernel/timers.ts';
import { setting } from '#platform/settings/api.ts';
import { verifyAudit } from './chain.ts';
import { sendHead } from './commands.ts';

/** The head leaves the house: whoever owns the database can rewrite the whole chain, but not what others have in their mail. */

export interface SentHead {
  at: string;
  seq: number;
  hash: string;
  sentTo: string;
  ok: boolean;
}

export async function lastSentHead(): Promise<SentHead | null> {
  const row = (await db()('audit_sent_heads')
    .orderBy('id', 'desc')
    .first('at', 'seq', 'hash', 'sent_to', 'ok')) as SentHead | undefined;
  return row === undefined ? null : { ...row, seq: Number(row.seq), ok: Boolean(row.ok) };
}

/** Reads the chain, and sends its head with what was found. */
export async function checkAndSend(actor: Actor): Promise<SentHead> {
  const { ok, head, firstBroken } = await verifyAudit();
  const says = firstBroken === undefined ? '' : `${firstBroken.seq}: ${firstBroken.says}`;
  const sent = await run(sendHead, { ...head, ok, says }, actor);
  return { at: sent.at, seq: sent.seq, hash: sent.hash, sentTo: sent.sentTo.join(', '), ok };
}

export const auditTimers = [
  timer({
    name: 'audit.sendHead',
    says: 'Checks the audit chain and mails its head, where the settings name somebody.',
    every: '30 6 * * *',
    async does() {
      const every = setting('auditHeadEvery');
      if (every === 'never' || setting('auditHeadTo').length === 0) return;
      const day = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: setting('timeZone') }).format(
        now(),
      );
      if (every === 'weekly' && day !== 'Mon') return;
      await checkAndSend(systemActor('audit.sendHead', setting('timeZone')));
    },
  }),
];
