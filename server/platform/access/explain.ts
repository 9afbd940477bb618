import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import type { Label } from '#kernel/schema.ts';
import { offeredClasses } from './offered.ts';
import { both, can, hasVerb, idsWithin, policyOf, scope, verbScope, verbsOf, visibleIds } from './policy.ts';
import { fieldLimit, rightsOf } from './rights.ts';

/**
 * What a user can see, and why: asked of the policies themselves, as the user, role by role and way by way. Nothing here decides
 * anything; whatever decides is called.
 */

export interface SeenEntity {
  entity: string;
  label: Label;
  /** Rows that the user sees, and rows there are. */
  seen: number;
  all: number;
  verbs: string[];
  /** Roles that let the user see some of them. */
  roles: string[];
}

/** Each of a user's roles alone, as an actor. */
function byRole(actor: Actor): { role: string; actor: Actor }[] {
  return actor.roles.map((role) => ({ role, actor: { ...actor, roles: [role] } }));
}

export async function seenEntities(actor: Actor): Promise<SeenEntity[]> {
  const found: SeenEntity[] = [];
  for (const { entity } of house().registry.all('policies')) {
    const known = house().registry.entities.get(entity);
    if (known === undefined) continue;
    const count = async (query: { count(column: string): unknown }) =>
      Number(((await query.count('id as n')) as { n: number }[])[0]?.n ?? 0);
    const verbs = [];
    for (const verb of ['see', 'add', ...verbsOf(entity)])
      if (await can(actor, verb, entity)) verbs.push(verb);
    found.push({
      entity,
      label: known.label.many,
      seen: await count(db().from(visibleIds(actor, entity).as('v')) as never),
      all: await count(db()(known.table) as never),
      verbs,
      roles: byRole(actor)
        .filter((each) => scope(each.actor, entity) !== false)
        .map((each) => each.role),
    });
  }
  return found;
}

/** Records that users belong to, by name: mailboxes. */
export async function belongings(actor: Actor): Promise<{ entity: string; id: string; label: string }[]> {
  const found: { entity: string; id: string; label: string }[] = [];
  for (const { entity } of house().registry.all('policies')) {
    if (policyOf(entity)?.listed !== true) continue;
    const { table, title } = house().registry.entity(entity);
    const rows = (await db()(table)
      .whereIn('id', visibleIds(actor, entity))
      .limit(200)
      .select('*')) as Record<string, unknown>[];
    found.push(...rows.map((row) => ({ entity, id: String(row.id), label: title(row) })));
  }
  return found;
}

export interface ExplainedRecord {
  exists: boolean;
  seen: boolean;
  /** Why: a role, and the way by which it reaches the record; `rule` where the policy knows no ways. */
  by: { role: string; way: string }[];
  /** What the user may do with it, and what not. */
  verbs: Record<string, boolean>;
  /** Classes of fields that are hidden or only shown. */
  fields: Record<string, 'none' | 'see'>;
  /** Where it is not seen: `role` (no role gives the verb), `rule` (roles do, but not for this record). */
  lacks: 'role' | 'rule' | null;
  /** The rule as its room says it. */
  says: string;
}

export async function explainRecord(actor: Actor, entity: string, id: string): Promise<ExplainedRecord> {
  const { table } = house().registry.entity(entity);
  const exists = (await db()(table).where({ id }).first('id')) !== undefined;
  const seen =
    exists &&
    (await can(actor, 'see', entity, { id })) &&
    (await holds(actor, entity, id, scope(actor, entity)));
  const by: { role: string; way: string }[] = [];
  if (seen) for (const each of byRole(actor)) by.push(...(await waysOf(each.role, each.actor, entity, id)));
  const verbs: Record<string, boolean> = {};
  for (const verb of verbsOf(entity))
    verbs[verb] =
      seen &&
      hasVerb(actor, verb, entity) &&
      (await holds(actor, entity, id, both(scope(actor, entity), verbScope(actor, verb, entity))));
  const hasRole = hasVerb(actor, 'see', entity);
  return {
    exists,
    seen,
    by,
    verbs,
    fields: limitsOf(actor, entity),
    lacks: seen ? null : hasRole ? 'rule' : 'role',
    says: policyOf(entity)?.says ?? 'Only administrators see this.',
  };
}

async function waysOf(
  role: string,
  actor: Actor,
  entity: string,
  id: string,
): Promise<{ role: string; way: string }[]> {
  if (!(await holds(actor, entity, id, scope(actor, entity)))) return [];
  if (rightsOf(actor).some((each) => each.like === 'administrator') && scope(actor, entity) === true)
    return [{ role, way: 'all' }];
  const ways = Object.entries(policyOf(entity)?.ways?.(actor, entity) ?? {});
  const found: { role: string; way: string }[] = [];
  for (const [way, condition] of ways)
    if (await holds(actor, entity, id, condition)) found.push({ role, way });
  return found.length === 0 ? [{ role, way: scope(actor, entity) === true ? 'all' : 'rule' }] : found;
}

async function holds(
  actor: Actor,
  entity: string,
  id: string,
  condition: ReturnType<typeof scope>,
): Promise<boolean> {
  if (typeof condition === 'boolean') return condition;
  return (await idsWithin(actor, entity, [id], condition)).has(id);
}

function limitsOf(actor: Actor, entity: string): Record<string, 'none' | 'see'> {
  const fields = house().registry.entity(entity).fields;
  const classes = offeredClasses()
    .map((each) => each.name)
    .filter((name) => fields.some((field) => field.class === name));
  return Object.fromEntries(
    classes.flatMap((name) => {
      const limit = fieldLimit(actor, name);
      return limit === undefined ? [] : [[name, limit]];
    }),
  );
}
