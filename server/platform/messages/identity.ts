import { randomBytes } from 'node:crypto';
import { isId } from '#kernel/ids.ts';
import { houseKey, sameText, signature } from '#kernel/secrets.ts';
import { mainMailDomain } from '#platform/settings/api.ts';

/**
 * Names that mails of the house carry outside. A Message-ID is `ID.signature@domain`: what answers it leads back to the message,
 * and nobody can make one up. A return path is `bounce+TOKEN@domain`, one per recipient: a bounce tells whose it is.
 */

/** Message-ID of a message of ours, without angle brackets. */
export async function messageIdOf(id: string, domain: string): Promise<string> {
  return `${id}.${signature(await houseKey('message-id'), id)}@${domain}`;
}

/** The message that a Message-ID (with or without brackets) of ours names; null where it was not made here. */
export async function messageOfMessageId(messageId: string): Promise<string | null> {
  const [local = ''] = messageId.trim().replace(/^<|>$/g, '').split('@');
  const [id = '', given = ''] = local.split('.');
  // Some servers change the case of what they quote.
  const upper = id.toUpperCase();
  if (!isId(upper) || given === '') return null;
  return sameText(given.toLowerCase(), signature(await houseKey('message-id'), upper)) ? upper : null;
}

/** A token for a recipient's return path: 100 bits, fit for the local part of an address, without regard to case. */
export function newReturnToken(): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  return [...randomBytes(20)].map((byte) => letters[byte % 32]).join('');
}

/** Envelope sender of a recipient's mail. */
export function returnPath(token: string): string {
  return `bounce+${token}@${mainMailDomain()}`;
}
