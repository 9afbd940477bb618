import { house } from '#kernel/house.ts';
import { setting } from '#platform/settings/api.ts';
import { returnPath } from '../identity.ts';
import type { LocalMail } from '../parts.ts';
import type { Claimed } from './claims.ts';
import type { Result } from './results.ts';

/**
 * Mail to the house's own addresses does not leave it: it becomes an arrival over the same bytes, in the unit that claimed it,
 * so it arrives exactly once.
 */

/** Takes in what is for this house; gives the results, for the caller to write in the same unit. */
export async function deliverHere(claimed: readonly Claimed[]): Promise<Result[]> {
  const domains = new Set(setting('mailDomains'));
  const maybe = claimed.filter(
    (each) => each.channel === 'mail' && domains.has(each.destination) && each.rawBlobId !== null,
  );
  if (maybe.length === 0) return [];
  const results: Result[] = [];
  for (const receiver of house().registry.all('receivers')) {
    const ours = await receiver.ours(maybe.map((each) => each.address.toLowerCase()));
    const here = maybe.filter((each) => ours.has(each.address.toLowerCase()));
    await receiver.receive(here.map(localMail));
    for (const each of here) results.push({ claimed: each, outcome: TAKEN });
  }
  return results;
}

function localMail(each: Claimed): LocalMail {
  return {
    recipientId: each.id,
    envelopeFrom: returnPath(each.token),
    envelopeTo: each.address,
    rawBlobId: each.rawBlobId as string,
  };
}

const TAKEN: Result['outcome'] = {
  outcome: 'sent',
  host: 'this house',
  reply: '250 2.0.0 Taken in by the house itself',
  enhancedCode: '2.0.0',
  tls: 'none',
  tookMs: 0,
};
