import { hostname } from 'node:os';
import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { route } from '#kernel/http/route.ts';
import { setting } from '#platform/settings/api.ts';
import { addKeys, administratorsOnly, dropKey, useKey } from '../dkim/commands.ts';
import { type DkimKey, dkimKeys, dkimRecord, newKeys } from '../dkim/keys.ts';
import '../settings.ts';
import { doctorDns } from './dns.ts';
import { lookAtDomain, type Sending } from './look.ts';

const params = z.object({ id: z.string().max(26) });

export const DOCTOR_ROUTES = [
  route({
    method: 'GET',
    path: '/api/mail-doctor',
    says: 'For each mail domain: what DNS says about its mail and what it should say, with the records to type; keys for signing.',
    tag: 'mail-doctor',
    async handle({ actor }) {
      administratorsOnly(actor);
      const sending = sendingNow();
      const keys = await dkimKeys();
      const dns = doctorDns();
      const domains = await Promise.all(
        // A domain of one word is a machine of one's own network: DNS does not know it.
        askedDomains().map(async (domain) => {
          const own = keys.filter((key) => key.domain === domain);
          return { domain, findings: await lookAtDomain(domain, sending, own, dns), keys: own.map(shown) };
        }),
      );
      return { ...sending, named: sending.host.includes('.'), servers: setting('dnsServers'), domains };
    },
  }),
  route({
    method: 'POST',
    path: '/api/mail-doctor/keys',
    says: 'Makes keys (RSA-2048 and Ed25519) for signing the mail of a domain, and shows the records for DNS.',
    tag: 'mail-doctor',
    takes: { body: z.object({ domain: z.string().trim().toLowerCase().max(253) }) },
    async handle({ actor, body: { domain } }) {
      administratorsOnly(actor);
      await run(addKeys, { domain, keys: await newKeys() }, actor);
      return { items: (await dkimKeys()).filter((key) => key.domain === domain).map(shown), next: null };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/mail-doctor/keys/:id/use',
    says: 'Signs the mail of the domain with this key from now on: once its record is in DNS.',
    tag: 'mail-doctor',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await run(useKey, { id }, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/mail-doctor/keys/:id',
    says: 'Signs with this key no more and forgets it.',
    tag: 'mail-doctor',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await run(dropKey, { id }, actor);
    },
  }),
];

function shown(key: DkimKey) {
  const { id, selector, algorithm, madeAt, usedSince } = key;
  return { id, selector, algorithm, madeAt, usedSince, record: dkimRecord(key) };
}

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
