import type { CardEntity, CardRef } from './model/card.ts';

declare module '#kernel/events.ts' {
  interface Events {
    'card.added': { entity: CardEntity; id: string };
    /** Cards, contact points and positions that were made many at once: one event for a portion of a file. */
    'cards.added': { entity: CardEntity; ids: string[] };
    'contactPoints.added': { points: Events['contactPoint.added'][] };
    'positions.added': { positions: Events['position.added'][] };
    /** What stands on a card changed; `keys` are the row keys that differ. */
    'card.changed': { entity: CardEntity; id: string; keys: string[] };
    /** Another representative or team answers for a card: who may see it, and what is about it, has changed. */
    'card.moved': { entity: CardEntity; id: string };
    'contactPoint.added': { cardEntity: CardEntity; cardId: string; kind: string; value: string };
    'relation.added': { id: string; cards: CardRef[] };
    'relation.changed': { id: string; cards: CardRef[] };
    'position.added': { id: string; personId: string; organisationId: string };
    'position.changed': { id: string; personId: string; organisationId: string };
  }
}
