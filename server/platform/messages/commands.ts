import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command, parse, run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { allow } from '#platform/access/policy.ts';
import { freeze } from './composing/freeze.ts';
import { type SendInput, sendInput } from './composing/input.ts';
import { type Prepared, prepareSending } from './composing/prepare.ts';
import './events.ts';
import { Message, type RecipientState } from './model.ts';
import { senderFor } from './parts.ts';
import { tellNews } from './queue/results.ts';

/** What people do with mail that goes out. */

const send = command({
  name: 'message.send',
  says: 'Freezes a mail with its recipients and puts it on its way.',
  takes: z.custom<Prepared>((given) => typeof given === 'object' && given !== null && 'bytes' in given),
  async does(prepared, { actor }) {
    if ((await senderFor(prepared.sender.mailboxId, actor)) === null)
      throw Fault.forbidden('message.sender', 'You may not send as this mailbox.');
    return { id: await freeze(prepared) };
  },
});

/**
 * Sends a mail as the actor. Everything that takes time (documents, rendering) happens before the writer is taken; the command
 * only writes what was prepared. Throws Faults for whatever the writer can put right. Gives the message's id.
 */
export async function sendMessage(input: SendInput, actor: Actor): Promise<{ id: string }> {
  return sendPrepared(await prepareSending(parse(sendInput, input, 'message.send'), actor), actor);
}

/** Sends what was prepared for this actor. */
export function sendPrepared(prepared: Prepared, actor: Actor): Promise<{ id: string }> {
  return run(send, prepared, actor);
}

/** States in which nothing was tried yet. */
const WAITING: readonly RecipientState[] = ['held', 'queued'];

export const stopSending = command({
  name: 'message.stop',
  says: 'Calls a mail back before its first attempt; its register number is void and stays visible.',
  takes: z.object({ id: z.string() }),
  async does({ id }, { actor, at }) {
    await allow(actor, 'see', 'message', { id });
    const message = (await Message.query().findById(id)) as Message | undefined;
    if (message === undefined) throw Fault.missing('message', id);
    if (message.direction !== 'out')
      throw Fault.conflict('message.received', 'A mail that came in cannot be called back.');
    await assertMayStop(message, actor);
    if (message.stoppedAt !== null) return;
    const stopped = await db()('recipients')
      .where({ messageId: id, attempts: 0 })
      .whereIn('state', [...WAITING])
      .update({ state: 'stopped', reason: null, updatedAt: at })
      .increment('version', 1);
    const left = (await db()('recipients')
      .where({ messageId: id })
      .whereNot({ state: 'stopped' })
      .count('* as n')
      .first()) as { n: number };
    if (Number(left.n) > 0 || Number(stopped) === 0)
      throw Fault.conflict(
        'message.alreadyLeaving',
        'This mail is on its way already and cannot be called back.',
      );
    await db()('messages')
      .where({ id })
      .update({ stoppedAt: at, stoppedBy: actor.userId, updatedAt: at })
      .increment('version', 1);
    await emit(
      'message.stopped',
      { id, threadId: message.threadId, mailboxId: message.mailboxId },
      { entity: 'message', id },
    );
    await tellNews([id]);
  },
});

async function assertMayStop(message: Message, actor: Actor): Promise<void> {
  if (actor.userId !== null && message.authorId === actor.userId) return;
  if (message.mailboxId !== null && (await senderFor(message.mailboxId, actor)) !== null) return;
  throw Fault.forbidden(
    'message.notYours',
    'Only who wrote it, or a member of its mailbox, can call it back.',
  );
}

export const MESSAGE_COMMANDS = [send, stopSending];
