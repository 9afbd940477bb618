import { db } from '#kernel/db/unit.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import type { Presenter, RecordRow } from '#platform/records/declared.ts';
import { labelsOf } from '#platform/records/labels.ts';
import { cardsOf } from '#platform/timeline/api.ts';

/** What a thread shows beside its columns. */

export const threadPresenter: Presenter = {
  entity: 'thread',
  says: 'Unread or not, the cards, the register number of the newest message.',
  needs: ['lastInAt'],
  async present(rows, actor) {
    const threads = rows as readonly (RecordRow & { lastInAt: string | null })[];
    const ids = threads.map((row) => row.id);
    const seen = await seenAt(ids, actor.userId);
    const abouts = await cardsOf('thread', ids);
    const labels = await labelsOf([...abouts.values()].flat(), await catalog(), actor);
    const numbers = await registerNumbers(ids);
    return new Map(
      threads.map((row) => {
        const cards = (abouts.get(row.id) ?? []).flatMap(({ entity, id }) =>
          labels.of({ entity, id }) === null
            ? []
            : [{ entity, id, label: labels.of({ entity, id }) as string }],
        );
        const about = [...new Map(cards.map((card) => [card.id, card])).values()];
        return [
          row.id,
          {
            unread: row.lastInAt !== null && row.lastInAt > (seen.get(row.id) ?? ''),
            about,
            organisation: about.find((card) => card.entity === 'organisation')?.label ?? null,
            registerNumber: numbers.get(row.id) ?? null,
          },
        ];
      }),
    );
  },
};

async function seenAt(ids: readonly string[], userId: string | null): Promise<Map<string, string>> {
  if (userId === null) return new Map();
  const rows = (await db()('sightings')
    .where({ userId })
    .whereIn('thread_id', [...ids])
    .select('thread_id', 'seen_at')) as { threadId: string; seenAt: string }[];
  return new Map(rows.map((row) => [row.threadId, row.seenAt]));
}

async function registerNumbers(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = (await db()('messages')
    .whereIn('thread_id', [...ids])
    .whereNotNull('register_number')
    .orderBy('at')
    .select('thread_id', 'register_number')) as { threadId: string; registerNumber: string }[];
  return new Map(rows.map((row) => [row.threadId, row.registerNumber]));
}

/** What the mailroom knows of a message beyond what the post office shows. */
export const messagePresenter: Presenter = {
  entity: 'message',
  says: 'Whether the sender is who it says, and what a report reports.',
  needs: ['verdicts', 'bounces'],
  async present(rows) {
    return new Map(
      rows.map((row) => {
        const verdicts = parsed(row.verdicts) as { overall?: string };
        return [row.id, { verdict: verdicts.overall ?? null, verdicts, bounces: parsed(row.bounces) }];
      }),
    );
  },
};

function parsed(held: unknown): unknown {
  return typeof held === 'string' ? JSON.parse(held) : (held ?? {});
}
