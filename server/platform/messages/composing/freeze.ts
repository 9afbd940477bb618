import { createHash } from 'node:crypto';
import { putBlob } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { wakeAfterCommit } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { insertDocuments, rawPartRow } from '#platform/files/api.ts';
import { fileMessages, insertRows, type MessageDraft } from '../filing.ts';
import { newReturnToken } from '../identity.ts';
import { whyHeld } from '../queue/why-held.ts';
import type { ToFreeze } from './prepare.ts';

/**
 * Writes a prepared mail in the running unit of work: bytes, recipients with an envelope each, thread, attachments as parts of
 * the bytes; the message with its register number last. Gives the message's id.
 */
export async function freeze(prepared: ToFreeze): Promise<string> {
  const raw = await putBlob(prepared.bytes);
  const draft: MessageDraft = { ...prepared.draft, rawBlobId: raw.id, threadId: null };
  // A mail of the house itself stands in no mailbox and in no thread.
  for (const filer of draft.mailboxId === null ? [] : house().registry.all('filers'))
    draft.threadId = await filer.place({
      id: prepared.id,
      message: draft,
      cards: prepared.cards,
      about: prepared.about,
      threadId: prepared.threadId,
      hasAttachments: prepared.attachments.some((each) => each.contentId === null),
    });
  await insertDocuments(
    prepared.attachments.map((each, part) =>
      rawPartRow({
        name: each.name,
        type: each.type,
        size: each.bytes.length,
        sha256: createHash('sha256').update(each.bytes).digest('hex'),
        rawBlobId: raw.id,
        part,
        contentId: each.contentId,
        inline: each.contentId !== null,
        owner: { entity: 'message', id: prepared.id },
      }),
    ),
  );
  await fileMessages([draft]);
  await insertRows('recipients', recipientRows(prepared));
  wakeAfterCommit('recipients');
  return prepared.id;
}

function recipientRows(prepared: ToFreeze): Record<string, unknown>[] {
  const at = moment(now());
  return prepared.addressees.map(({ role, name, address, domain, card }) => {
    const reason = whyHeld(domain);
    const known = card ?? prepared.cards.get(address.toLowerCase())?.[0] ?? null;
    return {
      id: newId(),
      version: 1,
      createdAt: at,
      updatedAt: at,
      messageId: prepared.id,
      channel: 'mail',
      role,
      name,
      address,
      destination: domain,
      cardEntity: known?.entity ?? null,
      cardId: known?.id ?? null,
      state: reason === null ? 'queued' : 'held',
      reason,
      token: newReturnToken(),
      rawBlobId: null,
      bulk: false,
      sentAt: null,
      dueAt: prepared.dueAt,
      lockedBy: null,
      lockedAt: null,
      attempts: 0,
    };
  });
}
