import type { Actor } from '#kernel/actor.ts';
import { fragment, policy, type Scope } from '#platform/access/policy.ts';
import { isAdministrator } from '#platform/access/rights.ts';

/** A file holds what its cards will: it is its bringer's, and the administrators'. */
function ownImports(actor: Actor): Scope {
  if (isAdministrator(actor)) return true;
  const { userId } = actor;
  return userId === null ? false : fragment((query, table) => query.where(`${table}.user_id`, userId));
}

const VERBS = ['see', 'add', 'change', 'look', 'run', 'stop', 'undo', 'close'];

export const importPolicy = policy({
  entity: 'import',
  says: 'An import is its bringer’s and the administrators’; what its rows may do is held by the rights on the cards.',
  see: ownImports,
  may: { look: true, run: true, stop: true, undo: true },
  grants: { user: VERBS, limited: [] },
});
