import { z } from 'zod';
import { readBlob } from '#kernel/blobs.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { Reply, type Route, route } from '#kernel/http/route.ts';
import type { Entity } from '#kernel/schema.ts';
import { allow } from '#platform/access/policy.ts';
import type { Node } from '#platform/query/tree.ts';
import type { RecordRow } from '#platform/records/declared.ts';
import { list, listRows } from '#platform/records/list.ts';
import { answeredOnce } from '#platform/records/once.ts';
import { present } from '#platform/records/present.ts';
import { asked, resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import { pageSchema, recordSchema } from '#platform/records/wire.ts';
import { sendPrepared, stopSending } from './commands.ts';
import { draftAgain, draftAnswer, draftForward } from './composing/answer.ts';
import { sendInput } from './composing/input.ts';
import { prepareSending } from './composing/prepare.ts';
import { messageEntity, recipientEntity } from './entities.ts';
import { sendersOf } from './parts.ts';

const params = z.object({ id: z.string().max(60) });
const id = z.string().max(60).optional();

/** What a resource gives, without the list, which rooms of mail ask in more ways. */
function shownBy(entity: Entity): Route[] {
  return resource({ entity }).filter(
    (each) => each.method !== 'GET' || each.path !== `/api/${entity.plural}`,
  );
}

export const messageRoutes = [
  ...shownBy(messageEntity),
  route({
    method: 'GET',
    path: '/api/messages',
    says: 'Lists messages, also those of a thread (then with their texts) or of a mailbox.',
    takes: { query: asked.extend({ thread: id, mailbox: id }) },
    gives: pageSchema(messageEntity),
    async handle({ actor, query: { thread, mailbox, ...asking } }) {
      const also = both(
        thread === undefined ? [] : [{ field: 'thread', is: thread }],
        mailbox === undefined ? [] : [{ field: 'mailbox', is: mailbox }],
      );
      const { rows, ...page } = await listRows({ ...asking, also, entity: 'message', actor });
      return {
        items: await present('message', await withBodies(rows, thread !== undefined), actor, {
          whole: thread !== undefined,
        }),
        ...page,
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/messages',
    says: 'Sends a mail: new, as an answer (inReplyTo) or passed on (forwardOf); with sendAt it can be called back until then.',
    takes: { body: sendInput },
    gives: recordSchema(messageEntity),
    async handle(call) {
      const { actor, body } = call;
      // Rendering holds no transaction; a repeat with the same key only renders for nothing.
      const prepared = await prepareSending(body, actor);
      return answeredOnce(call, async () => {
        const { id: sent } = await sendPrepared(prepared, actor);
        return show('message', sent, actor);
      });
    },
  }),
  ...shownBy(recipientEntity),
  route({
    method: 'GET',
    path: '/api/recipients',
    says: 'Lists recipients with every attempt and the other server’s words; of one message where it is named.',
    takes: { query: asked.extend({ message: id, letter: id }) },
    gives: pageSchema(recipientEntity),
    async handle({ actor, query: { message, letter, ...asking } }) {
      const of = message ?? letter;
      return list({
        ...asking,
        also: both(of === undefined ? [] : [{ field: 'message', is: of }]),
        entity: 'recipient',
        actor,
      });
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/messages/:id/sending',
    says: 'Calls a mail back before its first attempt.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await run(stopSending, { id }, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/messages/:id/reply',
    says: 'A composer filled for an answer; with all=1 for an answer to all.',
    takes: { params, query: z.object({ all: z.string().optional() }) },
    async handle({ actor, params: { id }, query }) {
      return draftAnswer(id, query.all === '1' || query.all === 'true', actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/messages/:id/forward',
    says: 'A composer filled for passing a message on, with its documents.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      return draftForward(id, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/messages/:id/again',
    says: 'A composer filled with a mail of ours that was called back, or is to be sent once more.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      return draftAgain(id, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/messages/:id/raw',
    says: 'The original, byte for byte as received or sent.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await allow(actor, 'see', 'message', { id });
      const row = (await db()('messages').where({ id }).first('raw_blob_id')) as
        | { rawBlobId: string | null }
        | undefined;
      if (row?.rawBlobId == null) throw Fault.missing('message', id);
      return new Reply(await readBlob(row.rawBlobId), {
        'Content-Type': 'message/rfc822',
        'Content-Disposition': `attachment; filename="${id}.eml"`,
        'X-Content-Type-Options': 'nosniff',
      });
    },
  }),
  route({
    method: 'GET',
    path: '/api/recipients/:id/raw',
    says: 'The exact bytes that one recipient got.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await allow(actor, 'see', 'recipient', { id });
      const row = (await db()('recipients as r')
        .join('messages as m', 'm.id', 'r.message_id')
        .where('r.id', id)
        .first('r.raw_blob_id as own', 'm.raw_blob_id as shared')) as
        | { own: string | null; shared: string | null }
        | undefined;
      const blob = row?.own ?? row?.shared ?? null;
      if (blob === null) throw Fault.missing('recipient', id);
      return new Reply(await readBlob(blob), {
        'Content-Type': 'message/rfc822',
        'Content-Disposition': `attachment; filename="${id}.eml"`,
        'X-Content-Type-Options': 'nosniff',
      });
    },
  }),
  route({
    method: 'GET',
    path: '/api/senders',
    says: 'The mailboxes that the actor may send as, with their signatures.',
    async handle({ actor }) {
      const items = await sendersOf(actor);
      return {
        items: items.map(({ mailboxId, ...sender }) => ({
          ...sender,
          mailbox: { entity: 'mailbox', id: mailboxId, label: sender.name },
        })),
        next: null,
      };
    },
  }),
];

function both(...parts: Node[][]): Node | undefined {
  const all = parts.flat();
  return all.length === 0 ? undefined : { all };
}

/** Rows of a list with what lists leave out. */
async function withBodies(rows: readonly RecordRow[], wanted: boolean): Promise<readonly RecordRow[]> {
  if (!wanted || rows.length === 0) return rows;
  const bodies = (await db()('messages')
    .whereIn(
      'id',
      rows.map((row) => row.id),
    )
    .select('id', 'text', 'html', 'notes', 'answers_id', 'forwards_id')) as (RecordRow & { notes: string })[];
  const byId = new Map(
    bodies.map((body) => [body.id, { ...body, notes: JSON.parse(body.notes) as unknown }]),
  );
  return rows.map((row) => ({ ...row, ...byId.get(row.id) }));
}
