import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { readBlob } from '#kernel/blobs.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { Reply, type Route, route } from '#kernel/http/route.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import type { Node } from '#platform/query/tree.ts';
import { list } from '#platform/records/list.ts';
import { asked, resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import { pageSchema, recordSchema } from '#platform/records/wire.ts';
import { retryArrival } from './commands/arrivals.ts';
import {
  addMailbox,
  addMember,
  changeMailbox,
  closeMailbox,
  removeMember,
  restoreMailbox,
} from './commands/mailboxes.ts';
import { changeThread, closeThread, forgetThread, seeThread } from './commands/threads.ts';
import { mailboxEntity, threadEntity } from './entities.ts';
import { threadsHolding } from './holding.ts';

const id = z.string().max(60);
const params = z.object({ id });
const view = z.enum(['team', 'mine', 'unassigned', 'awaiting', 'closed']);

const threadList = route({
  method: 'GET',
  path: '/api/threads',
  says: 'Lists correspondence, newest first: of a mailbox, about a card, by view (team, mine, unassigned, awaiting, closed).',
  takes: { query: asked.extend({ mailbox: id.optional(), view: view.optional() }) },
  gives: pageSchema(threadEntity),
  handle: async ({ actor, query: { mailbox, view: chosen, q, ...asking } }) => {
    const words = q === undefined || q.trim() === '' ? undefined : await threadsHolding(q, actor);
    return list({
      ...asking,
      also: {
        all: [
          ...(words === undefined ? [] : [words]),
          ...(mailbox === undefined ? [] : [{ field: 'mailboxes', is: mailbox }]),
          ...nodesOf(chosen, actor),
        ],
      },
      // Looked up by a card, what is done belongs to the picture as well.
      closed:
        asking.closed ??
        (chosen === 'closed'
          ? 'only'
          : asking.about !== undefined || words !== undefined
            ? 'with'
            : 'without'),
      entity: 'thread',
      actor,
    });
  },
});

function nodesOf(chosen: z.output<typeof view> | undefined, actor: Actor): Node[] {
  if (chosen === 'mine') return [{ field: 'assignee', is: actor.userId ?? '-' }];
  if (chosen === 'unassigned') return [{ not: { field: 'assignee', known: true } }];
  if (chosen === 'awaiting') return [{ field: 'awaitingSince', known: true }];
  return [];
}

const threadShow = route({
  method: 'GET',
  path: '/api/threads/:id',
  says: 'Shows one correspondence; one that became part of another answers with that.',
  takes: { params },
  gives: recordSchema(threadEntity),
  handle: async ({ actor, params: { id: given } }) => show('thread', await standingThread(given), actor),
});

async function standingThread(given: string): Promise<string> {
  const row = (await db()('threads').where({ id: given }).first('merged_into')) as
    | { mergedInto: string | null }
    | undefined;
  return row?.mergedInto ?? given;
}

const own: Route[] = [
  threadList,
  threadShow,
  ...resource({ entity: threadEntity, change: changeThread as never, close: closeThread as never }).filter(
    (each) => each.method !== 'GET',
  ),
  route({
    method: 'POST',
    path: '/api/seen',
    says: 'Says that the actor has read a correspondence up to now.',
    status: 204,
    takes: { body: z.object({ thread: id }) },
    async handle({ actor, body }) {
      await run(seeThread, { id: await standingThread(body.thread) }, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/threads/:id/sighting',
    says: 'Marks a correspondence as unread for oneself.',
    takes: { params },
    async handle({ actor, params: { id: given } }) {
      await run(forgetThread, { id: await standingThread(given) }, actor);
    },
  }),
  ...resource({
    entity: mailboxEntity,
    add: addMailbox,
    change: changeMailbox,
    close: closeMailbox,
    restore: restoreMailbox,
  }),
  route({
    method: 'PUT',
    path: '/api/mailboxes/:id/members/:user',
    says: addMember.says,
    takes: { params: z.object({ id, user: id }) },
    async handle({ actor, params: { id: mailbox, user } }) {
      await run(addMember, { id: mailbox, userId: user }, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/mailboxes/:id/members/:user',
    says: removeMember.says,
    takes: { params: z.object({ id, user: id }) },
    async handle({ actor, params: { id: mailbox, user } }) {
      await run(removeMember, { id: mailbox, userId: user }, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/arrivals',
    says: 'Mail that arrived and could not be filed after three tries, with the reason; its bytes are kept. For administrators.',
    async handle({ actor }) {
      if (!isAdministrator(actor))
        throw Fault.forbidden('arrival.forbidden', 'Parked mail is the administrators’.');
      type Parked = {
        id: string;
        createdAt: string;
        parkedAt: string;
        reason: string;
        envelope: string;
        attempts: number;
      };
      const rows = (await db()('arrivals')
        .whereNotNull('parked_at')
        .orderBy('parked_at', 'desc')
        .limit(200)
        .select('id', 'created_at', 'parked_at', 'reason', 'envelope', 'attempts')) as Parked[];
      return {
        items: rows.map(({ envelope, ...row }) => ({ ...row, envelope: JSON.parse(envelope) as unknown })),
        next: null,
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/arrivals/:id/retry',
    says: retryArrival.says,
    status: 204,
    takes: { params },
    async handle({ actor, params: { id: arrival } }) {
      await run(retryArrival, { id: arrival }, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/arrivals/:id/raw',
    says: 'The bytes of a parked mail, as they came. For administrators.',
    takes: { params },
    async handle({ actor, params: { id: arrival } }) {
      if (!isAdministrator(actor))
        throw Fault.forbidden('arrival.forbidden', 'Parked mail is the administrators’.');
      const row = (await db()('arrivals')
        .where({ id: arrival })
        .whereNotNull('parked_at')
        .first('raw_blob_id')) as { rawBlobId: string } | undefined;
      if (row === undefined) throw Fault.missing('arrival', arrival);
      return new Reply(await readBlob(row.rawBlobId), {
        'Content-Type': 'message/rfc822',
        'Content-Disposition': `attachment; filename="${arrival}.eml"`,
        'X-Content-Type-Options': 'nosniff',
      });
    },
  }),
];

export const MAILROOM_ROUTES = own;
