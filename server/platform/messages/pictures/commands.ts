import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { allow } from '#platform/access/policy.ts';

/** What a reader has chosen about the pictures of senders. */

const takes = z.object({ messageId: z.string().max(60) });

export const alwaysShow = command({
  name: 'pictures.alwaysShow',
  says: 'Shows the remote pictures of a sender from now on, to this reader.',
  right: null,
  takes,
  audited: false,
  async does({ messageId }, { actor, at }) {
    const { userId } = actor;
    if (userId === null)
      throw Fault.forbidden('pictures.nobody', 'Sign in to have this remembered; nobody is signed in here.');
    await allow(actor, 'see', 'message', { id: messageId });
    await db()('picture_senders')
      .insert({ userId, address: await senderOf(messageId), since: at })
      .onConflict(['user_id', 'address'])
      .ignore();
  },
});

export const askAgain = command({
  name: 'pictures.askAgain',
  says: 'Blocks the remote pictures of a sender again, for this reader.',
  right: null,
  takes,
  audited: false,
  async does({ messageId }, { actor }) {
    await allow(actor, 'see', 'message', { id: messageId });
    await db()('picture_senders')
      .where({ userId: actor.userId, address: await senderOf(messageId) })
      .delete();
  },
});

async function senderOf(messageId: string): Promise<string> {
  const row = (await db()('messages').where({ id: messageId }).first('from_address')) as
    | { fromAddress: string }
    | undefined;
  if (row === undefined || row.fromAddress === '') throw Fault.missing('message', messageId);
  return row.fromAddress.toLowerCase().slice(0, 320);
}

export const PICTURE_COMMANDS = [alwaysShow, askAgain];
