import type { Actor } from '#kernel/actor.ts';
import { fragment, policy, type Scope } from './policy.ts';
import { isAdministrator } from './rights.ts';

/** Administrators for everybody, others for their own entry. */
function oneself(actor: Actor): Scope {
  if (isAdministrator(actor)) return true;
  const { userId } = actor;
  return userId === null ? false : fragment((query, table) => query.where(`${table}.id`, userId));
}

export const userPolicy = policy({
  entity: 'user',
  says: 'Colleagues know each other by name and address; everybody keeps the own name and language, the rest is the administrators’.',
  see: true,
  change: oneself,
  close: isAdministrator,
  may: { restore: isAdministrator, setPassword: oneself },
  administration: true,
  grants: {
    user: ['see', 'change', 'setPassword'],
    limited: ['see', 'change', 'setPassword'],
    clerk: ['see', 'change', 'setPassword'],
  },
});

export const teamPolicy = policy({
  entity: 'team',
  says: 'Everybody knows the teams; administrators make them.',
  see: true,
  administration: true,
  grants: { user: ['see'], limited: ['see'] },
});

export const rolePolicy = policy({
  entity: 'role',
  says: 'Everybody knows what roles there are; administrators make them.',
  see: true,
  administration: true,
  grants: { user: ['see'], limited: ['see'] },
});

export const handOverPolicy = policy({
  entity: 'handOver',
  says: 'Administrators hand what a colleague holds to a successor, and bring it back.',
  see: true,
  administration: true,
  grants: { user: [], limited: [] },
});
