import type { Actor } from '#kernel/actor.ts';
import { fragment, hasVerb, policy, type Scope, scope, visibleIds } from '#platform/access/policy.ts';

/**
 * Whose badges an actor prints: of the persons it may see. At the desk, where nobody is seen by card, everybody may be found by
 * name, and nothing more is told than stands on the badge.
 */
export function isAtDesk(actor: Actor): boolean {
  return actor.kind === 'system' || !hasVerb(actor, 'see', 'person');
}

function seenBadges(actor: Actor): Scope {
  if (isAtDesk(actor) || scope(actor, 'person') === true) return true;
  return fragment((query, table) => {
    query
      .where(`${table}.subject_entity`, 'guest')
      .orWhereIn(`${table}.subject_id`, visibleIds(actor, 'person'));
  });
}

export const POLICIES = [
  policy({
    entity: 'badge',
    says: 'A badge is seen and printed by who may see the person, and by the front desk; those of guests by everybody who prints badges.',
    see: seenBadges,
    add: false,
    change: false,
    may: { print: true },
    grants: {
      user: ['see', 'print', 'close'],
      limited: ['see', 'print', 'close'],
      clerk: ['see', 'print'],
    },
  }),
  policy({
    entity: 'guest',
    says: 'Guests are typed at the desk; whoever prints badges sees them.',
    see: true,
    add: false,
    change: false,
    close: false,
    grants: { user: ['see'], limited: ['see'], clerk: ['see'] },
  }),
];
