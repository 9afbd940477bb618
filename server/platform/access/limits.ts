import type { Actor, ActorLimits } from '#kernel/actor.ts';
import { currentUnit, type Unit } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { narrowedIds } from './narrow.ts';
import type { Policy, RecordRef, Scope } from './policy.ts';

/**
 * What tokens are limited to, inside of what their user may. API tokens carry scopes (`read`, `write`, `widgets`,
 * `persons:read`, …); widget tokens are bound to elements and, mostly, to records.
 */

/** What an element needs of the server. Rooms declare their elements; a widget token for it reaches exactly this. */
export interface ElementAccess {
  /** The tag: `lobi-mail-thread`. */
  name: string;
  says: string;
  /** Entities it reads. */
  reads: readonly string[];
  /** Commands it may run for its user, by name: `message.send`. */
  runs?: readonly string[];
  /** Parts of the API beside the entities' own plurals: `timeline` for `/api/timeline`. */
  paths?: readonly string[];
}

declare module '#kernel/room.ts' {
  interface Room {
    elements?: readonly ElementAccess[];
  }
}

/**
 * Whether a token lets a verb through. It is asked for the command that it called: what that one does and calls in turn belongs
 * to it, and is held by the rights of the user and by the token's records alone.
 */
export function limitedVerb(actor: Actor, verb: string, entity: string): boolean {
  return actor.limits === undefined || isUnderWay(actor) || tokenAllows(actor, verb, entity);
}

/** The same without regard to what is under way: for what is told to the outside. */
export function tokenAllows(actor: Actor, verb: string, entity: string): boolean {
  const { limits } = actor;
  if (limits === undefined) return true;
  if (limits.elements !== undefined) return elementVerb(actor, limits, verb, entity);
  if (limits.scopes === undefined) return true;
  if (entity === 'widgetToken') return limits.scopes.includes('widgets');
  return scopesAllow(limits.scopes, pluralOf(entity), verb === 'see');
}

/** Units that no command opened (a request that is answered once), with the actors whose command is under way in them. */
const underWay = new WeakMap<Unit, Set<string>>();

function isUnderWay(actor: Actor): boolean {
  const unit = currentUnit();
  if (unit === undefined) return false;
  return house().registry.commands.has(unit.name) || underWay.get(unit)?.has(keyOf(actor)) === true;
}

/** Says that a command of this actor has passed the gate. */
export function noteUnderWay(actor: Actor): void {
  const unit = currentUnit();
  if (unit !== undefined) underWay.set(unit, (underWay.get(unit) ?? new Set()).add(keyOf(actor)));
}

function keyOf(actor: Actor): string {
  return `${actor.kind} ${actor.userId} ${actor.via}`;
}

/** Whether scopes of an API token reach a resource (by its plural) for reading, or for anything else. */
export function scopesAllow(scopes: readonly string[], plural: string, reading: boolean): boolean {
  const enough = reading
    ? ['read', 'write', `${plural}:read`, `${plural}:write`]
    : ['write', `${plural}:write`];
  return enough.some((each) => scopes.includes(each));
}

function elementVerb(actor: Actor, limits: ActorLimits, verb: string, entity: string): boolean {
  const elements = elementsOf(limits);
  if (verb === 'see') return elements.some((each) => each.reads.includes(entity));
  // Without a user nobody would answer for what is written.
  return actor.userId !== null && elements.some((each) => each.runs?.includes(`${entity}.${verb}`) === true);
}

/** The declared elements that a widget token feeds. */
export function elementsOf(limits: ActorLimits): ElementAccess[] {
  return house()
    .registry.all('elements')
    .filter((each) => limits.elements?.includes(each.name) === true);
}

/** Rows to which a widget token's records narrow an entity. */
export function limitedScope(actor: Actor, entity: string, policy: Policy | undefined): Scope {
  const bound = actor.limits?.records;
  if (bound === undefined) return true;
  const records = bound.map(recordRef);
  const own = records.filter((each) => each.entity === entity).map((each) => each.id);
  const within = policy?.within?.(records, actor) ?? false;
  if (within === true) return true;
  if (own.length === 0) return within;
  return {
    sql(query, table) {
      query.where((any) => {
        any.whereIn(`${table}.id`, own);
        if (within !== false) any.orWhereIn(`${table}.id`, narrowedIds(actor, entity, within));
      });
    },
  };
}

/** `person:01J…` → its parts. */
function recordRef(text: string): RecordRef {
  const at = text.indexOf(':');
  return { entity: text.slice(0, at), id: text.slice(at + 1) };
}

function pluralOf(entity: string): string {
  return house().registry.entities.get(entity)?.plural ?? `${entity}s`;
}
