import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { house, now } from '#kernel/house.ts';
import { enqueue } from '#kernel/jobs.ts';
import '#platform/notify/topics.ts';
import { setting } from '#platform/settings/api.ts';
import type { Outcome } from '../channels/channel.ts';
import { endDispatches } from '../dispatches.ts';
import type { RecipientState } from '../model.ts';
import { noticeJob } from '../notices.ts';
import type { Claimed } from './claims.ts';
import { toldOfDelay, waitAfter } from './ladder.ts';
import { groupsOf, places } from './many.ts';
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
  await tellFates(results.map(({ claimed }, at) => ({ claimed, fate: fates[at] as Fate })));
  await endDispatches(results.filter(({ claimed }) => claimed.bulk).map(({ claimed }) => claimed.messageId));
  await tellNews(results.filter(({ claimed }) => !claimed.bulk).map(({ claimed }) => claimed.messageId));
}

async function tellFates(told: readonly { claimed: Claimed; fate: Fate }[]): Promise<void> {
  const sent = Map.groupBy(
    told.filter(({ fate }) => fate.state === 'sent'),
    ({ claimed }) => claimed.messageId,
  );
  for (const [id, some] of sent)
    await emit(
      'message.sent',
      { id, recipientIds: some.map(({ claimed }) => claimed.id) },
      { entity: 'message', id },
    );
  for (const { claimed, fate } of told) {
    const id = claimed.messageId;
    if (fate.state === 'failed')
      await emit('message.bounced', { id, recipientId: claimed.id }, { entity: 'message', id });
    if (fate.notice !== null && !claimed.bulk)
      await enqueue(noticeJob, { recipientId: claimed.id, kind: fate.notice });
  }
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
    const topics = [
      threadId === null ? null : `thread:${threadId}`,
      mailboxId === null ? null : `mailbox:${mailboxId}`,
    ];
    await emit(
      'news.told',
      { entity: 'message', id, version: null, topics: topics.filter((each) => each !== null) },
      { entity: 'message', id },
    );
  }
}

function fateOf({ claimed, outcome }: Result): Fate {
  const at = moment(now());
  const words = outcome.reply.slice(0, 2000);
  if (outcome.outcome === 'sent') return { state: 'sent', reason: null, dueAt: at, sentAt: at, notice: null };
  if (outcome.outcome === 'failed')
    return { state: 'failed', reason: words, dueAt: at, sentAt: null, notice: 'bounce' };
  if (outcome.outcome === 'unknown' && claimed.bulk)
    return { state: 'unknown', reason: words, dueAt: at, sentAt: null, notice: null };
  const ladder = setting('sendingLadder');
  const minutes = waitAfter(claimed.attempts, ladder);
  if (minutes === null) return { state: 'failed', reason: words, dueAt: at, sentAt: null, notice: 'bounce' };
  const dueAt = moment(now().getTime() + minutes * 60_000);
  return {
    state: 'queued',
    reason: words,
    dueAt,
    sentAt: null,
    notice: toldOfDelay(claimed.attempts, ladder) ? 'delay' : null,
  };
}

/** Most answers of one moment are alike but for the server's words: what is alike is bound once. */
async function updateAttempts(results: readonly Result[]): Promise<void> {
  const alike = Map.groupBy(results, ({ outcome }) =>
    [outcome.outcome, outcome.host, outcome.enhancedCode, outcome.tls].join('\n'),
  );
  for (const [, all] of alike) {
    const { outcome, host, enhancedCode, tls } = (all[0] as Result).outcome;
    for (const some of groupsOf(all))
      await db().raw(
        `UPDATE attempts SET outcome = ?, host = ?, enhanced_code = ?, tls = ?, reply = v.column3, took_ms = CAST(v.column4 AS integer)
         FROM (VALUES ${places(some.length, '(?, ?, ?, ?)')}) AS v WHERE attempts.recipient_id = v.column1 AND attempts.id = v.column2`,
        [
          outcome,
          host,
          enhancedCode,
          tls,
          ...some.flatMap((each) => [
            each.claimed.id,
            each.claimed.attemptId,
            each.outcome.reply.slice(0, 4000),
            each.outcome.tookMs,
          ]),
        ] as never,
      );
  }
}

async function updateRecipients(results: readonly Result[], fates: readonly Fate[]): Promise<void> {
  const at = moment(now());
  const alike = Map.groupBy(results.keys(), (index) => JSON.stringify(fates[index]));
  for (const [, indexes] of alike) {
    const { state, reason, dueAt, sentAt } = fates[indexes[0] as number] as Fate;
    for (const some of groupsOf(indexes))
      await db().raw(
        `UPDATE recipients SET state = ?, reason = ?, due_at = ?, sent_at = ?, locked_by = NULL, locked_at = NULL,
         version = version + 1, updated_at = ? WHERE id IN (${places(some.length, '?')}) AND locked_by = ? AND state = 'sending'`,
        [
          state,
          reason,
          dueAt,
          sentAt,
          at,
          ...some.map((index) => (results[index] as Result).claimed.id),
          house().node,
        ] as never,
      );
  }
}
