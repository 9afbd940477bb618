import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { insert } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { ownDocuments } from '#platform/files/api.ts';
import { liftSuppression, suppress } from '#platform/messages/suppressions.ts';
import type { CardRef } from '../model/card.ts';
import { CONSENT_CHANNELS, CONSENT_SOURCES, Consent, PURPOSES } from './consent.ts';

const cardRef = z.object({ entity: z.enum(['person', 'organisation']), id: z.string().max(26) });

export const consentFacts = {
  channel: z.enum(CONSENT_CHANNELS),
  purpose: z.enum(PURPOSES),
  status: z.enum(['given', 'refused']),
  source: z.enum(CONSENT_SOURCES),
  /** When it was said; now where it is not given. */
  at: z.iso.datetime({ offset: true }).nullish(),
  text: z.string().trim().max(20_000).default(''),
  evidence: z.string().trim().max(1000).default(''),
  document: z.object({ entity: z.literal('document').optional(), id: z.string().max(26) }).nullish(),
};

type Facts = z.output<z.ZodObject<typeof consentFacts>>;

export const addConsent = command({
  name: 'consent.add',
  says: 'Writes down that somebody agreed, or refused, to be written to; earlier entries stay.',
  takes: z.strictObject({ card: cardRef.loose(), ...consentFacts }),
  async does({ card, ...facts }, { actor, at }) {
    await allow(actor, 'add', 'consent');
    await assertUpload(facts.document, actor.userId);
    const consent = await write({ entity: card.entity, id: card.id }, facts, actor.userId, at, actor);
    await keepUpload(facts.document, consent);
    return consent;
  },
});

/** Chunks of a bulk entry stay below what one unit may hold the writer. */
export const MOST_CONSENTS = 100;

export const addConsents = command({
  name: 'consent.addMany',
  says: 'Writes the same consent or refusal on many cards.',
  right: 'consent:add',
  takes: z.strictObject({
    cards: z.array(cardRef.loose()).min(1).max(MOST_CONSENTS),
    ...consentFacts,
    // A document belongs to one record, and is seen by who sees that: for many, evidence says where it lies.
    document: z.null().optional(),
  }),
  async does({ cards, ...facts }, { actor, at }) {
    await allow(actor, 'add', 'consent');
    for (const card of cards)
      await write({ entity: card.entity, id: card.id }, facts, actor.userId, at, actor);
    return { count: cards.length };
  },
});

/** Evidence that was uploaded for this, by who writes it down; nobody's else. */
async function assertUpload(document: Facts['document'], userId: string | null): Promise<void> {
  if (document == null) return;
  const row = (await db()('documents').where({ id: document.id }).first('owner_entity', 'brought_by')) as
    | { ownerEntity: string | null; broughtBy: string | null }
    | undefined;
  if (row === undefined || row.ownerEntity !== null || row.broughtBy !== userId)
    throw Fault.invalidAt('document', 'consent.document', 'There is no such upload of yours.');
}

async function keepUpload(document: Facts['document'], { id }: Consent): Promise<void> {
  if (document != null) await ownDocuments([document.id], { entity: 'consent', id });
}

async function write(
  card: CardRef,
  { document, at: said, ...facts }: Facts,
  userId: string | null,
  at: string,
  actor: Parameters<typeof allow>[0],
): Promise<Consent> {
  await allow(actor, 'change', card.entity, { id: card.id });
  const moment = said == null ? at : new Date(said).toISOString();
  if (moment > at) throw Fault.invalidAt('at', 'consent.future', 'must not lie in the future');
  const consent = await insert(Consent, {
    ...facts,
    cardEntity: card.entity,
    cardId: card.id,
    at: moment,
    documentId: document?.id ?? null,
    userId,
  });
  await mirror(card, consent);
  return consent;
}

/** The queue is told of it in the same unit, as far as it is the last word. */
async function mirror(card: CardRef, consent: Consent): Promise<void> {
  if (consent.channel !== 'mail') return;
  const last = (await db()('consents')
    .where({
      cardEntity: card.entity,
      cardId: card.id,
      channel: consent.channel,
      purpose: consent.purpose,
    })
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('id')) as { id: string };
  if (last.id !== consent.id) return;
  const points = (await db()('contact_points')
    .where({ cardEntity: card.entity, cardId: card.id, kind: 'email' })
    .select('value')) as { value: string }[];
  const addresses = points.map((point) => point.value);
  const reason = `refused-${consent.purpose}` as const;
  if (consent.status === 'refused') await suppress('mail', addresses, reason, `consent ${consent.id}`);
  else await liftSuppression('mail', addresses, reason);
}
