import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { type Route, route } from '#kernel/http/route.ts';
import { resource } from '#platform/records/resource.ts';
import { addConsent, addConsents, consentFacts, MOST_CONSENTS } from './commands.ts';
import { consentEntity } from './consent.ts';

const reference = z.object({ entity: z.enum(['person', 'organisation']), id: z.string().max(26) });

export const CONSENT_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/consents/bulk',
    says: `Writes the same consent or refusal on up to ${MOST_CONSENTS} cards.`,
    takes: {
      body: z.strictObject({
        cards: z.array(reference.loose()).min(1).max(MOST_CONSENTS),
        ...consentFacts,
        document: z.null().optional(),
      }),
    },
    status: 200,
    handle: ({ actor, body }) => run(addConsents, body, actor),
  }),
  ...resource({ entity: consentEntity, add: addConsent }),
];
