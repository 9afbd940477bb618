import { db } from '#kernel/db/unit.ts';
import type { Language } from '#kernel/schema.ts';
import { documentsOf } from '#platform/files/api.ts';
import type { Presenter, RecordRow } from '#platform/records/declared.ts';

export const letterPresenter: Presenter = {
  entity: 'letter',
  says: 'Salutation and reference as they were chosen, attachments, the sentence, and how many recipients stand in each state.',
  needs: ['salutation', 'reference', 'sentence', 'startsAt', 'state'],
  async present(rows, actor) {
    const ids = rows.map((row) => row.id);
    const documents = await documentsOf('letter', ids);
    const counts = await countsOf(ids);
    return new Map(
      rows.map((row) => [
        row.id,
        {
          salutation: row.salutation === 'formal' ? true : row.salutation === '' ? false : row.salutation,
          reference: row.reference === null ? false : row.reference === '' ? true : row.reference,
          sentence: sentenceIn(row, actor.language as Language),
          attachments: (documents.get(row.id) ?? []).map(({ id, name, type, size }) => ({
            id,
            name,
            type,
            size,
          })),
          counts: counts.get(row.id) ?? {},
        },
      ]),
    );
  },
};

function sentenceIn({ sentence }: RecordRow, language: Language): string {
  const said = (typeof sentence === 'string' ? JSON.parse(sentence) : sentence) as Record<
    Language,
    string
  > | null;
  return said?.[language] ?? '';
}

/** By letter: recipients by state, and those who answered or asked to be left alone. */
async function countsOf(ids: readonly string[]): Promise<Map<string, Record<string, number>>> {
  const found = new Map<string, Record<string, number>>();
  if (ids.length === 0) return found;
  const rows = (await db()('recipients')
    .whereIn('message_id', [...ids])
    .groupBy('message_id', 'state')
    .select('message_id', 'state')
    .count({ n: '*', answered: 'answered_at', unsubscribed: 'unsubscribed_at' })) as unknown as {
    messageId: string;
    state: string;
    n: number;
    answered: number;
    unsubscribed: number;
  }[];
  for (const { messageId, state, n, answered, unsubscribed } of rows) {
    const counts = found.get(messageId) ?? { all: 0, answered: 0, unsubscribed: 0 };
    counts[state] = Number(n);
    counts.all = (counts.all ?? 0) + Number(n);
    counts.answered = (counts.answered ?? 0) + Number(answered);
    counts.unsubscribed = (counts.unsubscribed ?? 0) + Number(unsubscribed);
    found.set(messageId, counts);
  }
  return found;
}
