import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { now, roomMemory } from '#kernel/house.ts';

/**
 * What roles may do. Roles are data; the three built-in ones are also known to the code, so that a house always has them.
 * Several roles of one user merge permissively: what one of them allows is allowed.
 */

/** Which cards a role reaches: every one, those of the actor's teams and its own, or its own alone. */
export type CardReach = 'all' | 'team' | 'own';

/** The built-in roles. Rooms say in their policies what `user` and `limited` may do; an administrator may do everything. */
export type BuiltInRole = 'administrator' | 'user' | 'limited';

export interface Rights {
  cards: CardReach;
  /** The built-in role whose grants hold where `entities` is silent. */
  like: BuiltInRole;
  /** Verbs by entity, in place of the grants of the policies; `*` is every verb. */
  entities: Record<string, readonly string[]>;
}

export const BUILT_IN_RIGHTS: Record<BuiltInRole, Rights> = {
  administrator: { cards: 'all', like: 'administrator', entities: {} },
  user: { cards: 'all', like: 'user', entities: {} },
  limited: { cards: 'team', like: 'limited', entities: {} },
};

const MEMORY = Symbol('access.rights');
/** Roles change rarely; other processes see a change within this time. */
const FRESH_MS = 5000;

interface Memory {
  byKey: Map<string, Rights>;
  readAt: number;
}

function memory(): Memory {
  return roomMemory(MEMORY, () => ({
    byKey: new Map<string, Rights>(Object.entries(BUILT_IN_RIGHTS)),
    readAt: 0,
  }));
}

/** Reads the roles again where they may have changed. Called wherever an actor is made, so that rights are asked without waiting. */
export async function freshenRights(): Promise<void> {
  const held = memory();
  if (now().getTime() - held.readAt < FRESH_MS && held.readAt > 0) return;
  const rows = (await db()('roles').select('key', 'rights')) as { key: string; rights: string }[];
  held.byKey = new Map<string, Rights>(Object.entries(BUILT_IN_RIGHTS));
  for (const row of rows) held.byKey.set(row.key, JSON.parse(row.rights) as Rights);
  held.readAt = now().getTime();
}

/** The rights of each of an actor's roles; a role that does not exist gives none. */
export function rightsOf(actor: Actor): Rights[] {
  const { byKey } = memory();
  return actor.roles.map((key) => byKey.get(key)).filter((each) => each !== undefined);
}

/** Everything, by role: for the pages that only an administrator has. Tokens bound to elements never count. */
export function isAdministrator(actor: Actor): boolean {
  return (
    actor.kind === 'system' ||
    (actor.kind !== 'widget' && rightsOf(actor).some((each) => each.like === 'administrator'))
  );
}

const WIDEST: readonly CardReach[] = ['all', 'team', 'own'];

/** Which cards an actor reaches; null for strangers. */
export function cardReach(actor: Actor): CardReach | null {
  if (actor.kind === 'system') return 'all';
  const reaches = new Set(rightsOf(actor).map((each) => each.cards));
  return WIDEST.find((each) => reaches.has(each)) ?? null;
}
