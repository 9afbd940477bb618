import { fragment, policy } from '#platform/access/policy.ts';

const owned = (actor: { userId: string | null }) =>
  fragment((query, table) => void query.where(`${table}.owner_id`, actor.userId ?? '-'));

export const groupPolicy = policy({
  entity: 'group',
  says: 'A group is seen by who made it, and by everybody where it is shared; its maker and administrators change it. What it finds, each sees for themselves.',
  see: (actor) =>
    fragment(
      (query, table) =>
        void query.where((either) => {
          either.where(`${table}.shared`, true).orWhere(`${table}.owner_id`, actor.userId ?? '-');
        }),
    ),
  change: (actor) => (actor.roles.includes('administrator') ? true : owned(actor)),
  close: (actor) => (actor.roles.includes('administrator') ? true : owned(actor)),
  may: { restore: (actor) => (actor.roles.includes('administrator') ? true : owned(actor)) },
});
