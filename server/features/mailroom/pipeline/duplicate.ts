import { db } from '#kernel/db/unit.ts';
import { step } from './draft.ts';
import { inChunks } from './lookup.ts';

interface Found {
  /** Message ids by mailbox, Message-ID and hash. */
  standing: Map<string, string>;
}

/**
 * The same message again: a sender that did not hear our 250 sends once more. Message-ID alone is no key (two different mails
 * can share it, one mail can come to two mailboxes): mailbox, Message-ID and hash of body, Date and From are.
 */
export const duplicate = step<Found>({
  name: 'duplicate',
  says: 'Leaves out a message that the mailbox has already; the same Message-ID with other words is kept.',
  async looks(drafts) {
    type KeyRow = { id: string; mailboxId: string | null; messageId: string; sameHash: string };
    const rows = await inChunks(
      drafts.map((draft) => draft.arrival.mail.messageId),
      async (some) =>
        (await db()('messages')
          .whereIn(
            'message_id',
            some.filter((id) => id !== ''),
          )
          .where({ direction: 'in' })
          .select('id', 'mailbox_id', 'message_id', 'same_hash')) as KeyRow[],
    );
    return {
      standing: new Map(rows.map((row) => [keyOf(row.mailboxId ?? '', row.messageId, row.sameHash), row.id])),
    };
  },
  decides(draft, found) {
    const { messageId, sameHash } = draft.arrival.mail;
    // Without a Message-ID nothing says that two equal mails are one: both are kept.
    if (messageId === '') return;
    for (const target of draft.targets) {
      const key = keyOf(target.mailboxId, messageId, sameHash);
      const before = found.standing.get(key);
      if (before === undefined) found.standing.set(key, target.messageId);
      else target.duplicateOf = before;
    }
  },
});

function keyOf(mailboxId: string, messageId: string, hash: string): string {
  return `${mailboxId} ${hash} ${messageId}`;
}
