import { db } from '#kernel/db/unit.ts';
import { emit, listener } from '#kernel/events.ts';
import { update } from '#kernel/model.ts';
import '#platform/messages/events.ts';
import '#platform/notify/topics.ts';
import { markAnswered } from '#platform/messages/dispatches.ts';
import { namedByMessageId } from '#platform/messages/identity.ts';
import { Letter, type LetterState } from './model.ts';
import { unsubscribe } from './unsubscribe.ts';

/** What happens to a letter after it was sent. */

const STATES = new Set<string>(['going', 'paused', 'stopped', 'done']);

export const LETTER_LISTENERS = [
  listener({
    name: 'letters.turned',
    says: 'A letter stands as its dispatch does.',
    on: ['dispatch.turned'],
    async hears(events) {
      for (const { payload } of events) {
        const letter = await Letter.query().findById(payload.id);
        if (letter !== undefined && STATES.has(payload.state) && letter.state !== payload.state)
          await update(Letter, letter.id, { state: payload.state as LetterState });
      }
    },
  }),
  listener({
    name: 'letters.progress',
    says: 'Tells who looks at a letter that its recipients stand differently.',
    on: ['message.sent', 'message.bounced'],
    async hears(events) {
      const ids = [...new Set(events.map(({ payload }) => payload.id))];
      const rows = (await db()('letters').whereIn('id', ids).select('id')) as { id: string }[];
      for (const { id } of rows)
        await emit(
          'news.told',
          { entity: 'letter', id, version: null, topics: [`letter:${id}`] },
          { entity: 'letter', id },
        );
    },
  }),
  listener({
    name: 'letters.answers',
    says: 'Marks the recipient whose answer came in, and leaves alone who wrote to the address for that.',
    on: ['message.filed'],
    // Most mails that come in answer no letter: they take no unit of work.
    async looks(events) {
      const ids = events.filter(({ payload }) => payload.direction === 'in').map(({ payload }) => payload.id);
      const answers = await answersAmong(ids);
      const tokens = await tokensLeft(ids);
      return answers.length === 0 && tokens.length === 0 ? null : { answers, tokens };
    },
    async hears(_events, { answers, tokens }) {
      for (const answer of answers) await answered(answer);
      for (const token of tokens) await unsubscribe(token, 'mail');
    },
  }),
];

interface AnswerRow {
  id: string;
  at: string;
  kind: string;
  answersId: string | null;
  threadId: string | null;
  fromAddress: string;
  inReplyTo: string | null;
  referenceIds: string;
}

type Answer = AnswerRow & { letterId: string };

/** Those of the messages that answer a letter: the one each names, else the one whose thread its reply address led into. */
async function answersAmong(ids: readonly string[]): Promise<Answer[]> {
  if (ids.length === 0) return [];
  const rows = (await db()('messages')
    .whereIn('id', [...ids])
    .where({ kind: 'mail' })
    .select(
      'id',
      'at',
      'kind',
      'answers_id',
      'thread_id',
      'from_address',
      'in_reply_to',
      'reference_ids',
    )) as AnswerRow[];
  const named = rows.map((row) => row.answersId).filter((id) => id !== null);
  const threads = rows.filter((row) => row.answersId === null).map((row) => row.threadId);
  const letters = (await db()('letters as l')
    .join('messages as m', 'm.id', 'l.id')
    .whereIn('l.id', named)
    .orWhereIn(
      'm.thread_id',
      threads.filter((id) => id !== null),
    )
    .select('l.id as id', 'm.thread_id as threadId')) as { id: string; threadId: string | null }[];
  return rows.flatMap((row) => {
    const { answersId, threadId } = row;
    const letter = letters.find((each) =>
      answersId === null ? each.threadId !== null && each.threadId === threadId : each.id === answersId,
    );
    return letter === undefined ? [] : [{ ...row, letterId: letter.id }];
  });
}

/** By the Message-ID that each recipient's mail had; else by the address it came from. */
async function answered({ letterId, ...row }: Answer): Promise<void> {
  const answer = { id: row.id, at: row.at };
  const named = [row.inReplyTo ?? '', ...(JSON.parse(row.referenceIds) as string[]).toReversed()];
  for (const each of named) {
    const found = await namedByMessageId(each);
    if (found?.id !== letterId || found.number === undefined) continue;
    await markAnswered(letterId, { number: found.number }, answer);
    return;
  }
  await markAnswered(letterId, { address: row.fromAddress }, answer);
}

async function tokensLeft(ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = (await db()('message_addresses')
    .whereIn('message_id', [...ids])
    .where('address', 'like', 'unsubscribe+%')
    .select('address')) as { address: string }[];
  return rows.flatMap(({ address }) => /^unsubscribe\+([0-9a-z]+)@/.exec(address)?.[1] ?? []);
}
