import { createHash } from 'node:crypto';
import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import { openDispatch } from '#platform/messages/dispatches.ts';
import { fileMessages, type MessageDraft } from '#platform/messages/filing.ts';
import { messageIdOf } from '#platform/messages/identity.ts';
import type { SenderIdentity } from '#platform/messages/parts.ts';
import type { Composed } from '../composing.ts';
import { Letter } from '../model.ts';
import type { Asked } from './audience.ts';

export interface Filed {
  registerNumber: string;
  threadId: string | null;
  at: string;
}

/** The letter as a message of its thread, with its number; once, however often the freezing begins. */
export function fileLetter(
  letter: Letter,
  sender: SenderIdentity,
  composed: Composed,
  asked: Asked,
  actor: Actor,
): Promise<Filed> {
  return work('letters.file', async () => {
    const words = {
      subject: shown(composed.subject, composed),
      text: shown(composed.sheets[letter.language].text, composed),
    };
    const standing = (await db()('messages')
      .where({ id: letter.id })
      .first('register_number', 'thread_id', 'at')) as Filed | undefined;
    if (standing !== undefined) {
      // A freezing that failed: the letter may have been written on since.
      await db()('messages').where({ id: letter.id }).update(words);
      const { purpose, pace } = letter;
      await db()('dispatches').where({ messageId: letter.id }).update({ purpose, pace });
      return standing;
    }
    const draft = await draftOf(letter, sender, words, actor);
    for (const filer of house().registry.all('filers'))
      draft.threadId = await filer.place({
        id: letter.id,
        message: draft,
        cards: new Map(),
        about: [],
        threadId: null,
        hasAttachments: composed.attachments.some((each) => each.contentId === null),
      });
    const [message] = await fileMessages([draft]);
    await openDispatch({ messageId: letter.id, purpose: letter.purpose, pace: letter.pace });
    const registerNumber = message?.registerNumber as string;
    const { question, sentence, group } = asked;
    await update(Letter, letter.id, {
      registerNumber,
      sentence,
      question: { ...question, ...(group === null ? {} : { group }) },
    });
    return { registerNumber, threadId: draft.threadId, at: draft.at };
  });
}

async function draftOf(
  letter: Letter,
  sender: SenderIdentity,
  words: { subject: string; text: string },
  actor: Actor,
): Promise<MessageDraft> {
  const at = moment(now());
  return {
    ...words,
    id: letter.id,
    direction: 'out',
    kind: 'mail',
    mailboxId: sender.mailboxId,
    threadId: null,
    registered: true,
    parties: [{ role: 'from', name: sender.name, address: sender.address }],
    html: null,
    messageId: await messageIdOf(letter.id, domainOf(sender)),
    rawBlobId: null,
    size: 0,
    sha256: '',
    sameHash: createHash('sha256').update(letter.id).digest('hex'),
    at,
    sentAt: at,
    authorId: actor.userId,
  };
}

/** Fields stand in guillemets in the one text that is everybody's. */
export function shown(parts: readonly (string | number)[], { slots }: Composed): string {
  return parts
    .map((part) => (typeof part === 'number' ? `«${slots.all[part]?.field ?? ''}»` : part))
    .join('');
}

export function domainOf({ address }: SenderIdentity): string {
  return address.split('@').at(-1) as string;
}
