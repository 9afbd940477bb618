import { fragment, policy, visibleIds } from '#platform/access/policy.ts';

export const letterPolicy = policy({
  entity: 'letter',
  says: 'A letter is seen by its writer and by the members of the mailbox it leaves from; they change it until it is sent.',
  see: (actor) =>
    fragment(
      (query, table) =>
        void query.where((either) => {
          either
            .where(`${table}.author_id`, actor.userId ?? '-')
            .orWhereIn(`${table}.mailbox_id`, visibleIds(actor, 'mailbox'));
        }),
    ),
  may: { send: true, restore: true },
  grants: { limited: ['see', 'add', 'change', 'close', 'restore'] },
});
