import { domainToUnicode } from 'node:url';
import { db } from '#kernel/db/unit.ts';
import { now, roomMemory } from '#kernel/house.ts';
import { threadOfToken } from '#platform/messages/identity.ts';
import { setting } from '#platform/settings/api.ts';

/** Whom the door takes mail for: mailboxes, users, plus-addresses and tokens of the house's own domains. */

export type Verdict = 'ours' | 'unknown' | 'foreign';

/** An address of ours taken apart. */
export interface OwnAddress {
  /** Lower case, without what follows a plus. */
  local: string;
  domain: string;
  /** What follows the plus; null where there is none. */
  detail: string | null;
}

/** Role addresses that every mail domain answers to (RFC 5321 section 4.5.1, RFC 2142). */
export const ROLE_ADDRESSES: readonly string[] = ['postmaster', 'abuse'];

/** Known addresses are asked for again after this long, so that another process's change is seen; unknown ones at once. */
const FRESH_MS = 5000;
const MOST = 10_000;
const MEMORY = Symbol('mailroom.recipients');

/** `ours`: mail for it is taken; `unknown`: the domain is ours, the address is not; `foreign`: we would have to relay. */
export async function judgeRecipient(address: string): Promise<Verdict> {
  const known = roomMemory(MEMORY, () => new Map<string, number>());
  const key = address.toLowerCase();
  const at = now().getTime();
  if ((known.get(key) ?? 0) > at) return 'ours';
  known.delete(key);
  const own = ownAddress(key);
  if (own === undefined) return 'foreign';
  if (!(await isKnown(own))) return 'unknown';
  if (known.size >= MOST) known.clear();
  known.set(key, at + FRESH_MS);
  return 'ours';
}

/** Forgets what is known, after mailboxes or users changed. */
export function forgetRecipients(): void {
  roomMemory(MEMORY, () => new Map<string, number>()).clear();
}

/** Takes an address of the house's domains apart; undefined for addresses elsewhere. `postmaster` alone is the first domain's. */
export function ownAddress(address: string): OwnAddress | undefined {
  const domains = ownDomains();
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at === -1)
    return lower === 'postmaster' ? { local: lower, domain: domains[0] as string, detail: null } : undefined;
  const domain = unicodeDomain(lower.slice(at + 1));
  if (!domains.includes(domain)) return undefined;
  const [local = '', ...detail] = lower.slice(0, at).split('+');
  return { local, domain, detail: detail.length === 0 ? null : detail.join('+') };
}

/** The house's mail domains, as people write them. */
function ownDomains(): string[] {
  return setting('mailDomains').map(unicodeDomain);
}

function unicodeDomain(domain: string): string {
  return domainToUnicode(domain) || domain;
}

async function isKnown({ local, domain, detail }: OwnAddress): Promise<boolean> {
  if (ROLE_ADDRESSES.includes(local)) return true;
  if ((local === 'bounce' || local === 'unsubscribe') && detail !== null && (await isReturnPath(detail)))
    return true;
  if (local === 'reply' && detail !== null && (await threadOfToken(detail)) !== undefined) return true;
  return isMailboxOrUser(`${local}@${domain}`);
}

async function isReturnPath(token: string): Promise<boolean> {
  return (await db()('recipients').where({ token }).first('id')) !== undefined;
}

async function isMailboxOrUser(address: string): Promise<boolean> {
  const mailbox = await db()('mailboxes').where({ address }).whereNull('closed_at').first('id');
  if (mailbox !== undefined) return true;
  return (await db()('users').where({ email: address }).whereNull('closed_at').first('id')) !== undefined;
}
