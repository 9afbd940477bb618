import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Entity, Field, Link, Tree } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import { canMany } from '#platform/access/policy.ts';
import { isFieldSeen } from '#platform/access/rights.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { type Asking, askingOf } from '#platform/query/asking.ts';
import { ageOn } from '#platform/query/days.ts';
import { presentersOf, type RecordRef, type RecordRow } from './declared.ts';
import { type Labels, labelsOf } from './labels.ts';

/** A record as it is sent: `{ id, entity, version, createdAt, updatedAt, …fields, can }`. */
export interface WireRecord {
  id: string;
  entity: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  can: Record<string, true>;
  [member: string]: unknown;
}

export interface PresentOptions {
  /** The single record, with what is too large for lists. */
  whole?: boolean;
}

/**
 * Rows in the form of the API, in their order. References become `{ entity, id, label }`, with one read for each entity that is
 * named; what the actor may do comes with each record; rooms add what does not rest in columns.
 */
export async function present(
  entityName: string,
  rows: readonly RecordRow[],
  actor: Actor,
  options: PresentOptions = {},
): Promise<WireRecord[]> {
  if (rows.length === 0) return [];
  const known = await catalog();
  const entity = known.entity(entityName);
  const whole = options.whole === true;
  const fields = entity.fields.filter(
    (field) => field.hidden !== true && (whole || field.detail !== true) && isFieldSeen(actor, field),
  );
  const added = await addedBy(entity, rows, actor, whole);
  const asking = askingOf(actor);
  const several = await severalValues(fields, rows, added, asking);
  const rights = await canMany(actor, entity.name, rows);
  const labels = await labelsOf(referencesIn(fields, rows, several), known, actor);
  return rows.map((row) => ({
    ...standardMembers(entity, row),
    ...Object.fromEntries(fields.map((field) => [field.key, shown(field, row, several, labels, asking)])),
    ...added.get(row.id),
    can: rights.get(row.id) ?? {},
  })) as WireRecord[];
}

function standardMembers(entity: Entity, row: RecordRow): Omit<WireRecord, 'can'> {
  return {
    id: row.id,
    entity: entity.name,
    version: row.version as number,
    createdAt: row.createdAt as string,
    updatedAt: row.updatedAt as string,
    ...(entity.closes === true ? { closedAt: row.closedAt ?? null } : {}),
  };
}

type Added = Map<string, Record<string, unknown>>;
/** Values by field key, then by record. */
type Several = Map<string, ReadonlyMap<string, unknown[]>>;

async function addedBy(
  entity: Entity,
  rows: readonly RecordRow[],
  actor: Actor,
  whole: boolean,
): Promise<Added> {
  const added: Added = new Map(rows.map((row) => [row.id, {}]));
  for (const presenter of presentersOf(entity.name))
    for (const [id, members] of await presenter.present(rows, actor, whole))
      Object.assign(added.get(id) ?? {}, members);
  const unseen = entity.fields.filter((field) => !isFieldSeen(actor, field));
  for (const members of added.values()) for (const { key } of unseen) delete members[key];
  return added;
}

/** Values of fields that have several and that no presenter gives. */
async function severalValues(
  fields: readonly Field[],
  rows: readonly RecordRow[],
  added: Added,
  asking: Asking,
): Promise<Several> {
  const several: Several = new Map();
  const given = added.get(rows[0]?.id ?? '') ?? {};
  for (const field of fields)
    if (field.link !== undefined && !(field.key in given))
      several.set(field.key, await valuesOf(field, field.link, rows, asking));
  return several;
}

async function valuesOf(
  field: Field,
  link: Link,
  rows: readonly RecordRow[],
  asking: Asking,
): Promise<ReadonlyMap<string, unknown[]>> {
  const query = db()(`${link.table} as l`)
    .whereIn(
      `l.${link.owner}`,
      rows.map((row) => row.id),
    )
    .where(under('l', link.where));
  const { dated } = link;
  if (dated !== undefined) {
    query.where((q) => q.whereNull(`l.${dated.from}`).orWhere(`l.${dated.from}`, '<=', asking.today));
    query.where((q) => q.whereNull(`l.${dated.until}`).orWhere(`l.${dated.until}`, '>=', asking.today));
  }
  const tree: Tree | undefined = field.tree;
  const value = tree === undefined ? `l.${link.value}` : `n.${tree.nodes.key}`;
  if (tree !== undefined)
    query
      .join(`${tree.nodes.table} as n`, `n.${tree.nodes.id}`, `l.${link.value}`)
      .where(under('n', tree.nodes.where));
  const found = (await query.orderBy(value).select({ owner: `l.${link.owner}`, value })) as {
    owner: string;
    value: unknown;
  }[];
  const values = new Map<string, unknown[]>(rows.map((row) => [row.id, []]));
  for (const each of found) values.get(each.owner)?.push(each.value);
  return values;
}

function under(alias: string, constants: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(constants ?? {}).map(([key, value]) => [`${alias}.${key}`, value]),
  );
}

function referencesIn(fields: readonly Field[], rows: readonly RecordRow[], several: Several): RecordRef[] {
  return fields
    .filter((field) => field.type.name === 'reference')
    .flatMap((field) =>
      rows.flatMap((row) =>
        field.link === undefined
          ? [referenceOf(field, row)]
          : (several.get(field.key)?.get(row.id) ?? []).map((id) => ({
              entity: field.of?.[0] as string,
              id: id as string,
            })),
      ),
    )
    .filter((ref) => ref !== null);
}

function referenceOf(field: Field, row: RecordRow): RecordRef | null {
  const id = row[rowKey(field)];
  if (typeof id !== 'string' || id === '') return null;
  const entity = field.entityColumn === undefined ? field.of?.[0] : row[field.entityColumn];
  return { entity: entity as string, id };
}

function shown(field: Field, row: RecordRow, several: Several, labels: Labels, asking: Asking): unknown {
  const named = (ref: RecordRef) => ({ entity: ref.entity, id: ref.id, label: labels.of(ref) });
  if (field.link !== undefined) {
    const values = several.get(field.key)?.get(row.id) ?? [];
    if (field.type.name === 'reference')
      return values.map((id) => named({ entity: field.of?.[0] as string, id: id as string }));
    return field.many === true ? values : (values[0] ?? null);
  }
  if (field.type.name === 'reference') {
    const ref = referenceOf(field, row);
    return ref === null ? null : named(ref);
  }
  if (field.type.name === 'age') return ageShown(row[field.derived as string], asking.today);
  return row[rowKey(field)] ?? null;
}

function ageShown(born: unknown, today: string): number | null {
  return typeof born === 'string' ? ageOn(born, today) : null;
}
