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
    async hears(events) {
      const ids = events.filter(({ payload }) => payload.direction === 'in').map(({ payload }) => payload.id);
      if (ids.length === 0) return;
      const rows = (await db()('messages')
        .whereIn('id', ids)
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
      for (const row of rows) await answered(row);
      await left(ids);
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

/** By the Message-ID that each recipient's mail had; else by the address it came from. */
async function answered(row: AnswerRow): Promise<void> {
  const letterId = row.kind === 'mail' ? await letterAnswered(row) : undefined;
  if (letterId === undefined) return;
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

/** The letter that a mail answers: the one it names, else the one whose thread its reply address led into. */
async function letterAnswered({ answersId, threadId }: AnswerRow): Promise<string | undefined> {
  const query = db()('letters as l').join('messages as m', 'm.id', 'l.id').first('l.id as id');
  if (answersId !== null) query.where('l.id', answersId);
  else if (threadId !== null) query.where('m.thread_id', threadId);
  else return undefined;
  return ((await query) as { id: string } | undefined)?.id;
}

async function left(ids: readonly string[]): Promise<void> {
  const rows = (await db()('message_addresses')
    .whereIn('message_id', [...ids])
    .where('address', 'like', 'unsubscribe+%')
    .select('address')) as { address: string }[];
  for (const { address } of rows) {
    const [, token] = /^unsubscribe\+([0-9a-z]+)@/.exec(address) ?? [];
    if (token !== undefined) await unsubscribe(token, 'mail');
  }
}
