import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import type { Node } from '#platform/query/tree.ts';
import { limitedScope, limitedVerb, tokenAllows } from './limits.ts';
import { applyCondition } from './narrow.ts';
import { cardQueries, cardReach, fieldLimit, rightsOf } from './rights.ts';

/**
 * One policy decides both "may I" and "which rows". A room declares one per entity in its manifest:
 *
 *   policies: [
 *     policy({
 *       entity: 'thread',
 *       says: 'A correspondence is seen by members of its mailboxes, and by those who may see a card it is about.',
 *       see: (actor) => fragment((query, table) => query.whereExists(…)),
 *       may: { answer: (actor) => … },
 *       grants: { limited: ['see', 'answer'] },
 *     }),
 *   ]
 *
 * and everybody who reads asks `applyScope` (lists, search, live news, exports) or `allow` (one record): the same rule, compiled
 * by the same reader, so the two cannot differ. What is not declared is refused to all but administrators.
 */

/** Conditions in SQL that the query tree cannot say: adds to `query` what must hold of `table`. Two-valued: EXISTS, IN, IS NULL. */
export interface Fragment {
  sql(query: Knex.QueryBuilder, table: string): void;
}
export type Condition = Node | Fragment | { both: readonly Condition[] };
/** All rows, none, or those for which a condition holds. */
export type Scope = boolean | Condition;
/** Given the entity that is asked about, for a rule that several entities share. */
export type Rule = boolean | ((actor: Actor, entity: string) => Scope);

/** A record named as `entity:ID`. */
export interface RecordRef {
  entity: string;
  id: string;
}

export interface Policy {
  entity: string;
  /** The rule as a sentence, for the reference. */
  says: string;
  see: Rule;
  /** Beside the role's right; true where it is not said. */
  add?: Rule;
  /** These and further verbs hold for visible rows only; true where they are not said. */
  change?: Rule;
  close?: Rule;
  /** Further verbs: `answer`, `merge`, … */
  may?: Record<string, Rule>;
  /**
   * Verbs of the built-in roles `user` and `limited`; where one is not named it has every verb. `see` must be among them.
   * `clerk`, the front desk's, has only what is named.
   * Administrators have all. `{ user: ['see'], limited: ['see'] }` is for what only administrators change.
   */
  grants?: { user?: readonly string[]; limited?: readonly string[]; clerk?: readonly string[] };
  /** Its rows are values of a field of this class (contact points): who is not shown those is not shown these. */
  fieldClass?: string;
  /**
   * The rule in parts, each with a key for words: why somebody sees a row (`representative`, `mailbox`). Together they are `see`; a
   * test holds the two equal.
   */
  ways?(actor: Actor, entity: string): Record<string, Scope>;
  /** What users belong to (mailboxes): named one by one where it is explained what somebody sees. */
  listed?: true;
  /** Only administrators do more than see it, whatever a role says: the role page does not offer it. */
  administration?: true;
  /**
   * Rows that belong to records to which a widget token is bound (a thread's messages, a person's positions); beside the
   * records themselves. Given the actor with its limits, so `visibleIds(actor, 'message')` are the messages that it may reach.
   * Not said: none.
   */
  within?(records: readonly RecordRef[], actor: Actor): Scope;
}

declare module '#kernel/room.ts' {
  interface Room {
    policies?: readonly Policy[];
  }
}

export function policy(definition: Policy): Policy {
  return definition;
}

export function fragment(sql: Fragment['sql']): Fragment {
  return { sql };
}

/**
 * The cards an actor reaches by role: all, its teams', its own, and those that its roles name by what they are like. For the
 * policies of cards (columns `representative_id`, `team_id`).
 */
export function cardScope(actor: Actor, entity: string): boolean | Fragment {
  const reach = cardReach(actor);
  if (reach === null) return false;
  if (reach === 'all') return true;
  const also = cardQueries(actor, entity);
  return fragment((query, table) => {
    query.where((any) => {
      if (actor.userId !== null) any.where(`${table}.representative_id`, actor.userId);
      if (reach === 'team' && actor.teams.length > 0) any.orWhereIn(`${table}.team_id`, [...actor.teams]);
      for (const node of also) any.orWhere((like) => applyCondition(like, node, entity, actor, table));
      if (actor.userId === null && (reach === 'own' || actor.teams.length === 0) && also.length === 0)
        any.whereRaw('1 = 0');
    });
  });
}

/** The same in parts: why a card is reached. */
export function cardWays(actor: Actor, entity: string): Record<string, Scope> {
  const reach = cardReach(actor);
  if (reach === null) return {};
  if (reach === 'all') return { all: true };
  const { userId, teams } = actor;
  const also = cardQueries(actor, entity);
  return {
    representative:
      userId !== null && fragment((query, table) => query.where(`${table}.representative_id`, userId)),
    team:
      reach === 'team' &&
      teams.length > 0 &&
      fragment((query, table) => query.whereIn(`${table}.team_id`, [...teams])),
    like:
      also.length > 0 &&
      fragment((query, table) => {
        for (const node of also) query.orWhere((like) => applyCondition(like, node, entity, actor, table));
      }),
  };
}

export function policyOf(entity: string): Policy | undefined {
  return house()
    .registry.all('policies')
    .find((each) => each.entity === entity);
}

/** Whether an actor's roles and tokens give it a verb on an entity at all; rows are narrowed by `scope` and the verb's rule. */
export function hasVerb(actor: Actor, verb: string, entity: string): boolean {
  if (actor.kind === 'system') return true;
  if (!limitedVerb(actor, verb, entity)) return false;
  const found = policyOf(entity);
  const limit = fieldLimit(actor, found?.fieldClass);
  if (limit === 'none' || (limit === 'see' && verb !== 'see')) return false;
  return rightsOf(actor).some((rights) => {
    if (rights.like === 'administrator') return true;
    const verbs =
      rights.entities[entity] ??
      (found === undefined ? [] : (found.grants?.[rights.like] ?? (rights.like === 'clerk' ? [] : ['*'])));
    return verbs.includes('*') || verbs.includes(verb);
  });
}

/** Which rows of an entity an actor may see. Sync: roles and tokens are known by then. */
export function scope(actor: Actor, entity: string): Scope {
  if (actor.kind === 'system') return true;
  if (!hasVerb(actor, 'see', entity)) return false;
  const found = policyOf(entity);
  const ruled = found === undefined ? true : ruling(found.see, actor, entity);
  return both(ruled, limitedScope(actor, entity, found));
}

/** Narrows a query over an entity's table (or its alias) to what the actor may see. */
export function applyScope(
  query: Knex.QueryBuilder,
  actor: Actor,
  entity: string,
  table = house().registry.entity(entity).table,
): void {
  applyCondition(query, scope(actor, entity), entity, actor, table);
}

/** `SELECT id` of the rows an actor may see, to be used inside another query: `whereIn('person_id', visibleIds(actor, 'person'))`. */
export function visibleIds(actor: Actor, entity: string): Knex.QueryBuilder {
  const { table } = house().registry.entity(entity);
  const query = db()(table).select(`${table}.id`);
  applyScope(query, actor, entity, table);
  return query;
}

/**
 * May the actor do this to this record (or, without one, to some record of the entity)? Where the rule holds for every row the
 * database is not asked, so a yes does not say that the record exists: load it.
 */
export async function can(
  actor: Actor,
  verb: string,
  entity: string,
  row?: { id: string },
): Promise<boolean> {
  if (!hasVerb(actor, verb, entity)) return false;
  const seen = scope(actor, entity);
  const ruled = verbScope(actor, verb, entity);
  const whole = verb === 'add' || row === undefined ? ruled : both(seen, ruled);
  if (typeof whole === 'boolean') return whole;
  if (row === undefined) return true;
  return (await idsWithin(actor, entity, [row.id], whole)).has(row.id);
}

/** As `can`, but throws: `missing` where the record may not even be seen, else `forbidden`. */
export async function allow(actor: Actor, verb: string, entity: string, row?: { id: string }): Promise<void> {
  if (await can(actor, verb, entity, row)) return;
  if (row !== undefined && !(await can(actor, 'see', entity, row))) throw Fault.missing(entity, row.id);
  if (actor.kind === 'widget') throw Fault.missing(entity, row?.id);
  throw Fault.forbidden(`${entity}.forbidden`, 'Your role does not allow this.', { verb });
}

/**
 * What the actor may do with rows it sees, for the `can` of a page: one compiled query per verb that differs from row to row,
 * none for the others.
 */
export async function canMany(
  actor: Actor,
  entity: string,
  rows: readonly { id: string }[],
): Promise<Map<string, Record<string, true>>> {
  const result = new Map<string, Record<string, true>>(rows.map((row) => [row.id, {}]));
  if (rows.length === 0) return result;
  for (const verb of verbsOf(entity)) {
    if (!tokenAllows(actor, verb, entity) || !hasVerb(actor, verb, entity)) continue;
    const ruled = verbScope(actor, verb, entity);
    if (ruled === false) continue;
    const ids =
      ruled === true
        ? rows.map((row) => row.id)
        : await idsWithin(
            actor,
            entity,
            rows.map((row) => row.id),
            ruled,
          );
    for (const id of ids) (result.get(id) as Record<string, true>)[verb] = true;
  }
  return result;
}

/** Verbs that are told with a record. */
export function verbsOf(entity: string): string[] {
  return ['change', 'close', ...Object.keys(policyOf(entity)?.may ?? {})];
}

export function verbScope(actor: Actor, verb: string, entity: string): Scope {
  if (actor.kind === 'system') return true;
  const found = policyOf(entity);
  if (found === undefined || verb === 'see') return true;
  const named: Record<string, Rule | undefined> = {
    add: found.add,
    change: found.change,
    close: found.close,
    ...found.may,
  };
  return ruling(named[verb] ?? true, actor, entity);
}

/** A rule is about the user; what a token narrows comes on top, once, and not into every entity that the rule asks about. */
function ruling(rule: Rule, actor: Actor, entity: string): Scope {
  return typeof rule === 'function' ? rule({ ...actor, limits: undefined }, entity) : rule;
}

export function both(left: Scope, right: Scope): Scope {
  if (left === false || right === false) return false;
  if (left === true) return right;
  if (right === true) return left;
  return { both: [left, right] };
}

export async function idsWithin(
  actor: Actor,
  entity: string,
  ids: readonly string[],
  condition: Condition,
): Promise<Set<string>> {
  const { table } = house().registry.entity(entity);
  const query = db()(table)
    .whereIn(`${table}.id`, [...ids])
    .select(`${table}.id`);
  applyCondition(query, condition, entity, actor, table);
  return new Set(((await query) as { id: string }[]).map((row) => row.id));
}
