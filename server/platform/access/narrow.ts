import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { whereNode } from '#platform/query/compile.ts';
import type { Condition, Fragment, Scope } from './policy.ts';

/** Puts a scope into a query: the one place where rules of policies become SQL. */

export function applyCondition(
  query: Knex.QueryBuilder,
  scope: Scope,
  entity: string,
  actor: Actor,
  table: string,
): void {
  if (scope === true) return;
  if (scope === false) {
    query.whereRaw('1 = 0');
    return;
  }
  if (isBoth(scope)) {
    for (const each of scope.both) applyCondition(query, each, entity, actor, table);
    return;
  }
  if (isFragment(scope)) {
    // In parentheses of its own, so that an OR inside cannot reach what stands around it.
    query.where((inner) => scope.sql(inner, table));
    return;
  }
  whereNode(query, scope, entity, actor, table);
}

/** `SELECT id` of the rows for which a scope holds. */
export function narrowedIds(actor: Actor, entity: string, scope: Scope): Knex.QueryBuilder {
  const { table } = house().registry.entity(entity);
  const query = db()(table).select(`${table}.id`);
  applyCondition(query, scope, entity, actor, table);
  return query;
}

function isBoth(condition: Condition): condition is { both: readonly Condition[] } {
  return Array.isArray((condition as { both?: unknown }).both);
}

function isFragment(condition: Condition): condition is Fragment {
  return typeof (condition as Fragment).sql === 'function';
}
