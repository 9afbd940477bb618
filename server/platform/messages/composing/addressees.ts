import type { Actor } from '#kernel/actor.ts';
import { Fault, type FaultPlace } from '#kernel/errors.ts';
import { setting } from '#platform/settings/api.ts';
import { AddressError, checkedAddress, type MailAddress, readAddress } from '../channels/mail/address.ts';
import { addressOf, type CardRef } from '../parts.ts';
import type { Addressee, Sending } from './input.ts';

/** To whom a mail goes, resolved and checked. */

export interface Addressed extends MailAddress {
  role: 'to' | 'cc' | 'bcc';
  card: CardRef | null;
}

const ROLES = ['to', 'cc', 'bcc'] as const;

/** Everybody once, in the first place they were named. Throws Fault `invalid` that names every bad place. */
export async function resolveAddressees(sending: Sending, actor: Actor): Promise<Addressed[]> {
  const found = new Map<string, Addressed>();
  const errors: FaultPlace[] = [];
  for (const role of ROLES) {
    for (const [at, given] of sending[role].entries()) {
      const path = `${role}.${at}`;
      try {
        const one = await resolve(given, actor);
        assertReachable(one);
        const key = one.address.toLowerCase();
        if (!found.has(key)) found.set(key, { ...one, role });
      } catch (error) {
        if (!(error instanceof AddressError)) throw error;
        errors.push({ path, code: 'message.address', detail: error.message });
      }
    }
  }
  if (errors.length > 0)
    throw Fault.invalid('message.address', errors.map((each) => each.detail).join(' '), { errors });
  if (found.size === 0) throw Fault.invalidAt('to', 'message.nobody', 'Say to whom this goes.');
  return [...found.values()];
}

/** A domain of one word is a machine of somebody's own network; only the house's own are known here. */
function assertReachable({ address, domain }: MailAddress): void {
  if (!domain.includes('.') && !setting('mailDomains').includes(domain))
    throw new AddressError(`"${address}" has no full domain.`);
}

async function resolve(given: Addressee, actor: Actor): Promise<MailAddress & { card: CardRef | null }> {
  if (typeof given === 'string') return { ...readAddress(given), card: null };
  if ('address' in given) {
    const checked = given.address.includes('<')
      ? readAddress(given.address)
      : checkedAddress(given.name ?? '', given.address.trim());
    return { ...checked, card: given.card == null ? null : { entity: given.card.entity, id: given.card.id } };
  }
  const card = await addressOf(given, actor);
  if (card === null) throw new AddressError('This card has no mail address.');
  return { ...checkedAddress(card.name, card.address), card: { entity: card.entity, id: card.id } };
}
