import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { house, now } from '#kernel/house.ts';
import { enqueue } from '#kernel/jobs.ts';
import '#platform/notify/topics.ts';
import { setting } from '#platform/settings/api.ts';
import type { Outcome } from '../channels/channel.ts';
import type { RecipientState } from '../model.ts';
import type { Claimed } from './claims.ts';
import { toldOfDelay, waitAfter } from './ladder.ts';
import { noticeJob } from '../notices.ts';
import '../settings.ts';

/** Writes down what came of tries, many in one unit. */

export interface Result {
  claimed: Claimed;
  outcome: Outcome;
}

interface Fate {
  state: RecipientState;
  reason: string | null;
  dueAt: string;
  sentAt: string | null;
  notice: 'delay' | 'bounce' | null;
}

/** In a unit of work. A recipient that somebody else holds by now keeps its state; the attempt is told in any case. */
export async function writeResults(results: readonly Result[]): Promise<void> {
  const fates = results.map((result) => fateOf(result));
  await updateAttempts(results);
  await updateRecipients(results, fates);
  for (const [at, { claimed }] of results.entries()) {
    const fate = fates[at] as Fate;
    const about = { id: claimed.messageId, recipientId: claimed.id };
    const record = { entity: 'message', id: claimed.messageId };
    if (fate.state === 'sent') await emit('message.sent', about, record);
    if (fate.state === 'failed') await emit('message.bounced', about, record);
    if (fate.notice !== null && !claimed.bulk) await enqueue(noticeJob, { recipientId: claimed.id, kind: fate.notice });
  }
  await tellNews(results.filter(({ claimed }) => !claimed.bulk).map(({ claimed }) => claimed.messageId));
}

/** Live news that the recipients of messages stand differently now: to those who look at the message, its thread, its mailbox. */
export async function tellNews(messageIds: readonly string[]): Promise<void> {
  const ids = [...new Set(messageIds)];
  if (ids.length === 0) return;
  const rows = (await db()('messages').whereIn('id', ids).select('id', 'thread_id', 'mailbox_id')) as {
    id: string;
    threadId: string | null;
    mailboxId: string | null;
  }[];
  for (const { id, threadId, mailboxId } of rows) {
    const topics = [threadId === null ? null : `thread:${threadId}`, mailboxId === null ? null : `mailbox:${mailboxId}`];
    await emit('news.told', { entity: 'message', id, version: null, topics: topics.filter((each) => each !== null) }, { entity: 'message', id });
  }
}

function fateOf({ claimed, outcome }: Result): Fate {
  const at = moment(now());
  const words = outcome.reply.slice(0, 2000);
  if (outcome.outcome === 'sent') return { state: 'sent', reason: null, dueAt: at, sentAt: at, notice: null };
  if (outcome.outcome === 'failed') return { state: 'failed', reason: words, dueAt: at, sentAt: null, notice: 'bounce' };
  if (outcome.outcome === 'unknown' && claimed.bulk) return { state: 'unknown', reason: words, dueAt: at, sentAt: null, notice: null };
  const ladder = setting('sendingLadder');
  const minutes = waitAfter(claimed.attempts, ladder);
  if (minutes === null) return { state: 'failed', reason: words, dueAt: at, sentAt: null, notice: 'bounce' };
  const dueAt = moment(now().getTime() + minutes * 60_000);
  return { state: 'queued', reason: words, dueAt, sentAt: null, notice: toldOfDelay(claimed.attempts, ladder) ? 'delay' : null };
}

/** Seven values per row stay below the engines' limit of bound values. */
const ROWS = 100;

async function updateAttempts(results: readonly Result[]): Promise<void> {
  for (let from = 0; from < results.length; from += ROWS) {
    const some = results.slice(from, from + ROWS);
    const values = some.flatMap(({ claimed, outcome }) => [
      claimed.attemptId,
      outcome.outcome,
      outcome.host,
      outcome.reply.slice(0, 4000),
      outcome.enhancedCode,
      outcome.tls,
      outcome.tookMs,
    ]);
    await db().raw(
      `UPDATE attempts SET outcome = v.column2, host = v.column3, reply = v.column4, enhanced_code = v.column5, tls = v.column6,
       took_ms = CAST(v.column7 AS integer) FROM (VALUES ${places(some.length, 7)}) AS v WHERE attempts.id = v.column1`,
      values as never,
    );
  }
}

async function updateRecipients(results: readonly Result[], fates: readonly Fate[]): Promise<void> {
  const at = moment(now());
  for (let from = 0; from < results.length; from += ROWS) {
    const some = results.slice(from, from + ROWS);
    const values = some.flatMap(({ claimed }, index) => {
      const fate = fates[from + index] as Fate;
      return [claimed.id, fate.state, fate.reason, fate.dueAt, fate.sentAt];
    });
    await db().raw(
      `UPDATE recipients SET state = v.column2, reason = v.column3, due_at = v.column4, sent_at = v.column5, locked_by = NULL,
       locked_at = NULL, version = version + 1, updated_at = ? FROM (VALUES ${places(some.length, 5)}) AS v
       WHERE recipients.id = v.column1 AND recipients.locked_by = ? AND recipients.state = 'sending'`,
      [at, ...values, house().node] as never,
    );
  }
}

function places(rows: number, columns: number): string {
  return Array(rows)
    .fill(`(${Array(columns).fill('?').join(', ')})`)
    .join(', ');
}
