import { db } from '#kernel/db/unit.ts';
import type { HeardEvent } from '#kernel/events.ts';
import { alertKind, type Raised } from '#platform/notify/alert-kind.ts';
import { followersOf } from '#platform/notify/api.ts';
import './events.ts';

/** Who is called upon by a comment is told, and who follows the card it stands on. */

export const mentionAlerts = alertKind({
  kind: 'comments.mention',
  says: 'A colleague calls upon somebody in a comment.',
  of: 'comment',
  opens: 'about',
  on: ['comment.written'],
  raises: (events) => raisedBy(events, async ({ payload }) => payload.mentions),
});

export const cardCommentAlerts = alertKind({
  kind: 'comments.card',
  says: 'A colleague comments on a card: who follows the card is told.',
  of: 'comment',
  opens: 'about',
  on: ['comment.written'],
  follows: ['person', 'organisation'],
  raises: (events) =>
    raisedBy(events, async ({ payload: { about, authorId } }) => {
      const followers = await followersOf([about]);
      const follow = followers.get(`${about.entity}:${about.id}`)?.follow ?? [];
      return follow.filter((user) => user !== authorId);
    }),
});

type Written = HeardEvent<'comment.written'>;

async function raisedBy(
  events: readonly Written[],
  toWhom: (event: Written) => Promise<string[]>,
): Promise<Raised[]> {
  const rows = (await db()('comments')
    .whereIn(
      'id',
      events.map(({ payload }) => payload.id),
    )
    .whereNull('closed_at')
    .select('id', 'text')) as { id: string; text: string }[];
  const raised: Raised[] = [];
  for (const event of events) {
    const { id, about } = event.payload;
    const comment = rows.find((row) => row.id === id);
    const to = comment === undefined ? [] : await toWhom(event);
    if (comment === undefined || to.length === 0) continue;
    raised.push({
      to,
      record: { entity: 'comment', id },
      about,
      sameAs: `comment:${id}`,
      title: comment.text.split('\n')[0] ?? '',
      snippet: '',
      who: event.actor,
      at: event.at,
    });
  }
  return raised;
}
