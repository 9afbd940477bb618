import { can } from '#platform/access/policy.ts';
import type { Plan } from '#platform/exchange/importers.ts';
import type { CardEntity } from '../model/card.ts';

/** What of a row's making the actor may do at all; what concerns single cards is asked with them. */
export interface Rights {
  add: boolean;
  addOrganisation: boolean;
  addPosition: boolean;
}

export async function rightsFor(card: CardEntity, plan: Plan): Promise<Rights> {
  const held = plan.memory.get('rights') as Rights | undefined;
  if (held !== undefined) return held;
  const rights = {
    add: await can(plan.actor, 'add', card),
    addOrganisation: await can(plan.actor, 'add', 'organisation'),
    addPosition: await can(plan.actor, 'add', 'position'),
  };
  plan.memory.set('rights', rights);
  return rights;
}
