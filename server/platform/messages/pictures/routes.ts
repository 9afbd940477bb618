import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { Reply, route } from '#kernel/http/route.ts';
import { allow } from '#platform/access/policy.ts';
import { setting } from '#platform/settings/api.ts';
import '../settings.ts';
import { alwaysShow, askAgain } from './commands.ts';
import { fetchPicture, PictureError } from './fetch.ts';
import { remotePictures } from './named.ts';
import { inTurn } from './turns.ts';

const params = z.object({ id: z.string().max(60) });

export const PICTURE_ROUTES = [
  route({
    method: 'GET',
    path: '/api/messages/:id/picture',
    says: 'A picture that the message names, fetched by the house: its sender learns nothing of the reader. Only addresses that stand in that message.',
    takes: { params, query: z.object({ url: z.string().max(4000) }) },
    async handle({ actor, params: { id }, query: { url }, ctx }) {
      await allow(actor, 'see', 'message', { id });
      if (!setting('remotePictures'))
        throw Fault.forbidden('pictures.off', 'Remote pictures are switched off in the settings.');
      const row = (await db()('messages').where({ id }).first('html')) as { html: string | null } | undefined;
      if (!remotePictures(row?.html ?? '').includes(url)) throw Fault.missing('picture');
      const { type, bytes } = await inTurn(() => fetchPicture(url)).catch(asFault);
      // The reader's own browser keeps it, so that a second look is not told to the sender.
      ctx.vary('Authorization');
      ctx.vary('Cookie');
      return new Reply(bytes, {
        'Content-Type': type,
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Cache-Control': 'private, max-age=86400',
      });
    },
  }),
  route({
    method: 'PUT',
    path: '/api/messages/:id/pictures/always',
    says: 'From now on this reader sees the remote pictures of the message’s sender without asking.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await run(alwaysShow, { messageId: id }, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/messages/:id/pictures/always',
    says: 'Remote pictures of the message’s sender are blocked again until this reader asks.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await run(askAgain, { messageId: id }, actor);
    },
  }),
];

function asFault(error: unknown): never {
  if (!(error instanceof PictureError)) throw error;
  throw new Fault('later', 'picture.away', `This picture cannot be shown. ${error.message}`, { status: 502 });
}
