import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { route } from '#kernel/http/route.ts';
import { setting } from '#platform/settings/api.ts';
import { addKeys, administratorsOnly, dropKey, useKey } from '../dkim/commands.ts';
import { type DkimKey, dkimKeys, dkimRecord, newKeys } from '../dkim/keys.ts';
import '../settings.ts';
import { lookAtHouse } from './house.ts';

const params = z.object({ id: z.string().max(26) });

export const DOCTOR_ROUTES = [
  route({
    method: 'GET',
    path: '/api/mail-doctor',
    says: 'For each mail domain: what DNS says about its mail and what it should say, with the records to type; keys for signing.',
    tag: 'mail-doctor',
    async handle({ actor }) {
      administratorsOnly(actor);
      const { domains, ...sending } = await lookAtHouse();
      return {
        ...sending,
        named: sending.host.includes('.'),
        servers: setting('dnsServers'),
        domains: domains.map(({ keys, ...each }) => ({ ...each, keys: keys.map(shown) })),
      };
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
