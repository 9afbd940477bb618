import { z } from 'zod';
import { readBlob } from '#kernel/blobs.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { Reply, route } from '#kernel/http/route.ts';
import { allow } from '#platform/access/policy.ts';
import { run } from '#kernel/command.ts';
import { sendMessage, stopSending } from './commands.ts';
import { draftAgain, draftAnswer, draftForward } from './composing/answer.ts';
import { sendInput } from './composing/input.ts';
import { sendersOf } from './parts.ts';

const params = z.object({ id: z.string() });

export const messageRoutes = [
  route({
    method: 'POST',
    path: '/api/messages',
    says: 'Sends a mail: new, as an answer (inReplyTo) or passed on (forwardOf); with sendAt it can be called back until then.',
    takes: { body: sendInput },
    async handle({ actor, body }) {
      return sendMessage(body, actor);
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
      const row = (await db()('messages').where({ id }).first('raw_blob_id')) as { rawBlobId: string | null } | undefined;
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
    path: '/api/senders',
    says: 'The mailboxes that the actor may send as, with their signatures.',
    async handle({ actor }) {
      const items = await sendersOf(actor);
      return { items: items.map(({ mailboxId, ...sender }) => ({ ...sender, mailbox: { entity: 'mailbox', id: mailboxId, label: sender.name } })), next: null };
    },
  }),
];
