import { fragment, policy, visibleIds } from '#platform/access/policy.ts';

export const consentPolicy = policy({
  entity: 'consent',
  says: 'What a card agreed to is seen with the card; it is entered by who may change the card, and never changed.',
  see: (actor) =>
    fragment((query, table) => {
      for (const entity of ['person', 'organisation'])
        query.orWhere((either) => {
          either.where(`${table}.card_entity`, entity).whereIn(`${table}.card_id`, visibleIds(actor, entity));
        });
    }),
  change: false,
  close: false,
});
