import type { Knex } from 'knex';
import { setting } from '#platform/settings/api.ts';
import type { CardEntity, CardRef } from '../model/card.ts';
import type { ConsentChannel, ConsentPurpose } from './consent.ts';

/** Whether a card may be written to, and on what ground: kept with each recipient as it stood when the letter was frozen. */

export interface ConsentState {
  status: 'given' | 'refused';
  source: string;
  at: string;
  /** Id of the event. */
  id: string;
}

export interface Ground {
  may: boolean;
  /** `given`, `service`, `merchant`; or why not: `refused`, `no-consent`. */
  why: 'given' | 'service' | 'merchant' | 'refused' | 'no-consent';
  consent: ConsentState | null;
}

/**
 * - Who refused gets nothing of that purpose.
 * - Who agreed may be written to.
 * - Service messages (about an order, a contract, a visit) need no consent.
 * - Commercial ones need one before. In Turkey not to merchants and tradesmen, who may refuse (Regulation on Commercial
 *   Communication and Commercial Electronic Messages, article 6); in Poland to firms, too (Electronic Communications Act, art. 398).
 */
export function groundFor(purpose: ConsentPurpose, merchant: boolean, state: ConsentState | null): Ground {
  if (state?.status === 'refused') return { may: false, why: 'refused', consent: state };
  if (state?.status === 'given') return { may: true, why: 'given', consent: state };
  if (purpose === 'service') return { may: true, why: 'service', consent: null };
  if (merchant && setting('country') === 'TR') return { may: true, why: 'merchant', consent: null };
  return { may: false, why: 'no-consent', consent: null };
}

const CHUNK = 400;

/** What cards said last about a channel and a purpose, by `entity:id`. */
export async function consentStates(
  knex: Knex,
  cards: readonly CardRef[],
  channel: ConsentChannel,
  purpose: ConsentPurpose,
): Promise<Map<string, ConsentState>> {
  const found = new Map<string, ConsentState>();
  for (const entity of ['person', 'organisation'] as const)
    for (const some of chunks(cards, entity)) {
      const rows = (await knex('consents')
        .where({ cardEntity: entity, channel, purpose })
        .whereIn('card_id', some)
        .orderBy(['at', 'created_at', 'id'])
        .select('id', 'card_id', 'status', 'source', 'at')) as (ConsentState & { cardId: string })[];
      // The last one stays.
      for (const { cardId, ...state } of rows) found.set(`${entity}:${cardId}`, state);
    }
  return found;
}

function chunks(cards: readonly CardRef[], entity: CardEntity): string[][] {
  const ids = [...new Set(cards.filter((card) => card.entity === entity).map((card) => card.id))];
  return Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, at) =>
    ids.slice(at * CHUNK, (at + 1) * CHUNK),
  );
}
