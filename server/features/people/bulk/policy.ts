import type { Actor } from '#kernel/actor.ts';
import { fragment, policy, type Scope } from '#platform/access/policy.ts';
import { isAdministrator } from '#platform/access/rights.ts';

function own(actor: Actor): Scope {
  if (isAdministrator(actor)) return true;
  return fragment((query, table) => void query.where(`${table}.user_id`, actor.userId ?? '-'));
}

export const bulkPolicy = policy({
  entity: 'bulkChange',
  says: 'A change of many cards is followed and turned back by who asked for it, and by administrators; each card asks for itself.',
  see: own,
  change: false,
  close: false,
  may: { undo: own },
});
