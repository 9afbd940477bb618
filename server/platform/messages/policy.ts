import { fragment, policy, visibleIds } from '#platform/access/policy.ts';

/** Who sees a message sees how far it came. Who sees a message is said by the room of mailboxes. */
export const recipientPolicy = policy({
  entity: 'recipient',
  says: 'Who sees a message sees its recipients and every attempt.',
  see: (actor) =>
    fragment((query, table) => query.whereIn(`${table}.message_id`, visibleIds(actor, 'message'))),
  add: false,
  change: false,
  close: false,
  within: (_records, actor) =>
    fragment((query, table) => query.whereIn(`${table}.message_id`, visibleIds(actor, 'message'))),
});
