import { z } from 'zod';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { listener } from '#kernel/events.ts';
import { enqueue, job } from '#kernel/jobs.ts';
import '#features/people/api.ts';
import '#platform/messages/events.ts';
import { makeStale } from '#platform/search/api.ts';
import { keepThreads, wrongThreads } from './keep-threads.ts';
import { linkEarlierMail, linkSome, withMail } from './link-earlier.ts';

/** What the mailroom does when others change something. */

export const linkJob = job({
  name: 'mailroom.linkEarlier',
  says: 'Puts earlier mails of an address on the card that has it now, in portions.',
  takes: z.object({
    entity: z.enum(['person', 'organisation']),
    id: z.string(),
    address: z.string(),
    after: z.string(),
  }),
  async does(input) {
    const after = await work('mailroom.linkEarlier', () => linkSome(input));
    if (after !== null) await work('mailroom.linkEarlier', () => enqueue(linkJob, { ...input, after }));
  },
});

export const staleJob = job({
  name: 'mailroom.staleMail',
  says: 'Looks again who may find the mails about a card, after another representative or team answers for it.',
  takes: z.object({ entity: z.string(), id: z.string(), after: z.string() }),
  async does({ entity, id, after }) {
    const rows = (await db()('abouts')
      .where({ recordEntity: 'message', cardEntity: entity, cardId: id })
      .where('record_id', '>', after)
      .orderBy('record_id')
      .limit(500)
      .select('record_id')) as { recordId: string }[];
    await work('mailroom.staleMail', async () => {
      await makeStale('message', [...new Set(rows.map((row) => row.recordId))]);
      if (rows.length === 500)
        await enqueue(staleJob, { entity, id, after: rows.at(-1)?.recordId as string });
    });
  },
});

export const MAILROOM_LISTENERS = [
  listener({
    name: 'mailroom.linkEarlier',
    says: 'Puts earlier mails on a card that gets a new mail address.',
    on: ['contactPoint.added', 'contactPoints.added'],
    portion: { most: 1000, weighs: ({ payload }) => ('points' in payload ? payload.points.length : 1) },
    // Of the many addresses that a file brings in, hardly any stands on a mail.
    async looks(events) {
      const points = events
        .flatMap(({ payload }) => ('points' in payload ? payload.points : [payload]))
        .filter(({ kind }) => kind === 'email');
      const known = await withMail(points.map(({ value }) => value));
      const found = points.filter(({ value }) => known.has(value.toLowerCase()));
      return found.length === 0 ? null : found;
    },
    async hears(_events, found) {
      for (const { cardEntity, cardId, value } of found)
        await linkEarlierMail(
          { entity: cardEntity as 'person' | 'organisation', id: cardId },
          value,
          (input) => enqueue(linkJob, input),
        );
    },
  }),
  listener({
    name: 'mailroom.cardMoved',
    says: 'Mails about a card are found by who may see it now.',
    on: ['card.moved'],
    async hears(events) {
      for (const { payload } of events)
        await enqueue(staleJob, { entity: payload.entity, id: payload.id, after: '' });
    },
  }),
  listener({
    name: 'mailroom.keepThreads',
    says: 'Keeps threads as their messages are, also those that others filed.',
    on: ['message.filed', 'message.stopped'],
    looks: wrongThreads,
    hears: keepThreads,
  }),
];
