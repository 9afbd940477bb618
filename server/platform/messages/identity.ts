import { randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { isId } from '#kernel/ids.ts';
import { houseKey, sameText, signature } from '#kernel/secrets.ts';
import { mainMailDomain, setting } from '#platform/settings/api.ts';

/**
 * Names that mails of the house carry outside. A Message-ID is `ID.signature@domain`: what answers it leads back to the message,
 * and nobody can make one up. A return path is `bounce+TOKEN@domain`, one per recipient: a bounce tells whose it is. A reply
 * address is `reply+ID.SIGNATURE@domain`: an answer leads into its thread even where a mail program tells nothing else, and
 * nobody steers a mail into a correspondence that was not shown to them.
 */

/** Message-ID of a message of ours, without angle brackets; `number` where each recipient's mail has one of its own. */
export async function messageIdOf(id: string, domain: string, number?: number): Promise<string> {
  const named = number === undefined ? id : `${id}.${number}`;
  return `${named}.${signature(await houseKey('message-id'), named)}@${domain}`;
}

/** The message that a Message-ID (with or without brackets) of ours names; null where it was not made here. */
export async function messageOfMessageId(messageId: string): Promise<string | null> {
  return (await namedByMessageId(messageId))?.id ?? null;
}

/** The same, with the number of the recipient whose mail it was; undefined where all of them had one. */
export async function namedByMessageId(
  messageId: string,
): Promise<{ id: string; number: number | undefined } | null> {
  const [local = ''] = messageId.trim().replace(/^<|>$/g, '').split('@');
  const [id = '', ...rest] = local.split('.');
  const given = rest.pop() ?? '';
  // Some servers change the case of what they quote.
  const upper = id.toUpperCase();
  if (!isId(upper) || given === '' || rest.length > 1 || !rest.every((each) => /^\d{1,9}$/.test(each)))
    return null;
  const named = [upper, ...rest].join('.');
  if (!sameText(given.toLowerCase(), signature(await houseKey('message-id'), named))) return null;
  return { id: upper, number: rest[0] === undefined ? undefined : Number(rest[0]) };
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

/** Local part's detail for a thread, in lower case: mail systems change the case of addresses. */
export async function threadToken(threadId: string): Promise<string> {
  return `${threadId.toLowerCase()}.${signature(await houseKey('thread-token'), threadId)}`;
}

/** The thread that a token names; undefined where it was not made here. */
export async function threadOfToken(token: string): Promise<string | undefined> {
  const [id = '', given = ''] = token.toLowerCase().split('.');
  const threadId = id.toUpperCase();
  if (!isId(threadId)) return undefined;
  return sameText(given, signature(await houseKey('thread-token'), threadId)) ? threadId : undefined;
}

/**
 * Where answers to a mail of this sender go; undefined where the house does not receive the mail of the sender's domain, or
 * answers are wanted at the sender's own address.
 */
export async function replyAddress(threadId: string, sender: string): Promise<string | undefined> {
  const domain = sender.toLowerCase().split('@').at(-1) as string;
  if (!setting('replyAddresses') || !isOwnDomain(domain)) return undefined;
  return `reply+${await threadToken(threadId)}@${domain}`;
}

/** Whether an address is one that this house made for answers. */
export async function isReplyAddress(address: string): Promise<boolean> {
  const [, token, domain] = /^reply\+([^@]+)@([^@]+)$/i.exec(address) ?? [];
  if (token === undefined || domain === undefined || !isOwnDomain(domain.toLowerCase())) return false;
  return (await threadOfToken(token)) !== undefined;
}

/** Domains stand in the settings as people write them, in headers in ASCII. */
function isOwnDomain(domain: string): boolean {
  return setting('mailDomains').some((own) => own === domain || domainToASCII(own) === domain);
}
