import type { Actor } from '#kernel/actor.ts';
import { afterCommit, db } from '#kernel/db/unit.ts';
import { isFault } from '#kernel/errors.ts';
import { house, now, roomMemory } from '#kernel/house.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { meaningOf } from '#platform/query/check.ts';
import type { Node } from '#platform/query/tree.ts';

/**
 * What roles may do. Roles are data; the three built-in ones are also known to the code, so that a house always has them.
 * Several roles of one user merge permissively: what one of them allows is allowed.
 */

/** Which cards a role reaches: every one, those of the actor's teams and its own, or its own alone. */
export type CardReach = 'all' | 'team' | 'own';

/** The built-in roles. Rooms say in their policies what `user` and `limited` may do; an administrator may do everything. */
export type BuiltInRole = 'administrator' | 'user' | 'limited' | 'clerk';

export interface Rights {
  cards: CardReach;
  /** The built-in role whose grants hold where `entities` is silent. */
  like: BuiltInRole;
  /** Verbs by entity, in place of the grants of the policies; `*` is every verb. */
  entities: Record<string, readonly string[]>;
  /** By kind of card: a query tree whose cards are reached beside those of `cards` (`{ field: 'region', under: 'karadeniz' }`). */
  also?: Record<string, Node>;
  /** By class of fields: not shown at all, or shown and not changed; what is not named may be changed. */
  fields?: Record<string, FieldLimit>;
  /** Whoever has the role signs in with a second factor only. */
  secondFactor?: boolean;
}

export type FieldLimit = 'none' | 'see';

export const BUILT_IN_RIGHTS: Record<BuiltInRole, Rights> = {
  administrator: { cards: 'all', like: 'administrator', entities: {} },
  user: { cards: 'all', like: 'user', entities: {} },
  limited: { cards: 'team', like: 'limited', entities: {} },
  // Of its own cards it sees none either: there is no grant to see any.
  clerk: { cards: 'own', like: 'clerk', entities: {} },
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
  const rows = (await db()('roles').whereNull('closed_at').select('key', 'rights')) as {
    key: string;
    rights: string;
  }[];
  held.byKey = new Map<string, Rights>(Object.entries(BUILT_IN_RIGHTS));
  for (const row of rows) held.byKey.set(row.key, JSON.parse(row.rights) as Rights);
  // Their trees may name fields that the administrator made.
  if ([...held.byKey.values()].some((each) => each.also !== undefined)) await catalog();
  held.readAt = now().getTime();
}

/** Reads the roles again with the next actor that is made: at once in this process, after the running unit is committed. */
export function dropRights(): void {
  const held = memory();
  afterCommit(() => {
    held.readAt = 0;
  });
}

/** The same now: for who hears of it from another process. */
export function forgetRights(): void {
  memory().readAt = 0;
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

/**
 * Whether an actor has nothing but the front desk's role: then only what rooms declare for it exists (`narrowPaths`). A second
 * role widens it.
 */
export function isNarrow(actor: Actor): boolean {
  const rights = rightsOf(actor);
  return actor.kind !== 'system' && rights.length > 0 && rights.every((each) => each.like === 'clerk');
}

const WIDEST: readonly CardReach[] = ['all', 'team', 'own'];

/** Which cards an actor reaches; null for strangers. */
export function cardReach(actor: Actor): CardReach | null {
  if (actor.kind === 'system') return 'all';
  const reaches = new Set(rightsOf(actor).map((each) => each.cards));
  return WIDEST.find((each) => reaches.has(each)) ?? null;
}

/** Query trees whose cards an actor reaches beside those of its reach; empty where it reaches all of them anyway. */
export function cardQueries(actor: Actor, entity: string): Node[] {
  if (cardReach(actor) === 'all') return [];
  return rightsOf(actor)
    .flatMap((each) => each.also?.[entity] ?? [])
    .filter((node) => stillMeans(node, entity));
}

/** A tree over a set of criteria that was removed meanwhile reaches nothing, rather than failing every list. */
function stillMeans(node: Node, entity: string): boolean {
  try {
    meaningOf(node, house().registry.entity(entity));
    return true;
  } catch (error) {
    if (isFault(error, 'invalid')) return false;
    throw error;
  }
}

/** Whether some cards are reached by what they are like: then words of access in an index cannot say which. */
export function reachesByQuery(actor: Actor): boolean {
  return (
    actor.kind !== 'system' &&
    cardReach(actor) !== 'all' &&
    rightsOf(actor).some((each) => Object.keys(each.also ?? {}).length > 0)
  );
}

const NARROWEST: readonly FieldLimit[] = ['none', 'see'];

/** What an actor may not do with fields of a class; undefined where it may see and change them. The widest of its roles counts. */
export function fieldLimit(actor: Actor, fieldClass: string | undefined): FieldLimit | undefined {
  if (fieldClass === undefined || actor.kind === 'system') return undefined;
  const limits = rightsOf(actor).map((each) => each.fields?.[fieldClass]);
  if (limits.length === 0 || limits.includes(undefined)) return undefined;
  return NARROWEST.findLast((each) => limits.includes(each));
}

/** Whether a field is shown to an actor at all, and so may be asked about. */
export function isFieldSeen(actor: Actor, field: { class?: string }): boolean {
  return fieldLimit(actor, field.class) !== 'none';
}
