import { createHash } from 'node:crypto';

/** Word that the messages of one mail share, however many mailboxes it came to: they leave one line on a card's history. */
export function sameMail(messageId: string, sameHash: string): string {
  return `mail:${createHash('sha256').update(`${messageId} ${sameHash}`).digest('hex')}`;
}

/** The same in SQL, for counting the mails of a thread. */
export const MAILS_COUNTED = "count(distinct message_id || ' ' || same_hash)";
