import { hostname } from 'node:os';
import { setting } from '#platform/settings/api.ts';
import { type DkimKey, dkimKeys } from '../dkim/keys.ts';
import { doctorDns } from './dns.ts';
import { type Finding, lookAtDomain, type Sending } from './look.ts';

export interface LookedAt extends Sending {
  domains: { domain: string; findings: Finding[]; keys: DkimKey[] }[];
}

/** What DNS says about the mail of every domain of this house. */
export async function lookAtHouse(): Promise<LookedAt> {
  const sending = sendingNow();
  const keys = await dkimKeys();
  const dns = doctorDns();
  const domains = await Promise.all(
    askedDomains().map(async (domain) => {
      const own = keys.filter((key) => key.domain === domain);
      return { domain, findings: await lookAtDomain(domain, sending, own, dns), keys: own };
    }),
  );
  return { ...sending, domains };
}

/** A domain of one word is a machine of one's own network: DNS does not know it. */
function askedDomains(): string[] {
  return setting('mailDomains').filter((domain) => domain.includes('.'));
}

/** Where it sends from: the host of the public URL, which the mail door greets with as well; the machine's name for localhost. */
function sendingNow(): Sending {
  const named = new URL(setting('publicUrl')).hostname.toLowerCase();
  const relay = setting('relayUrl');
  return {
    host: named === 'localhost' || /^[\d.]+$|^\[/.test(named) ? hostname().toLowerCase() : named,
    relay: relay === null ? null : new URL(relay).hostname.toLowerCase(),
  };
}
