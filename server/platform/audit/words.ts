import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Entity, Field } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import { type Catalog, catalog } from '#platform/catalog/catalog.ts';
import type { LinkedEntry } from './asked.ts';
import { type Entry, entryOf } from './entry.ts';

/**
 * What an entry says to people: the fields by their labels, references and choices by their names, records by what they are called
 * today. What was written down stays beside it as it is.
 */

export interface WordedChange {
  key: string;
  /** The field's label in the reader's language; null where the key is no field. */
  label: string | null;
  before: unknown;
  after: unknown;
  /** The same in words, where a value has some. */
  says: { before: string | null; after: string | null };
}

type Names = Map<string, string>;

/** Names of records, by `entity:id`, as they are called today; what is gone has none. */
async function namesOf(refs: readonly { entity: string; id: string }[], known: Catalog): Promise<Names> {
  const names: Names = new Map();
  const byEntity = Map.groupBy(refs, (each) => each.entity);
  for (const [name, some] of byEntity) {
    const entity = known.entities.get(name);
    if (entity === undefined) continue;
    const ids = [...new Set(some.map((each) => each.id))];
    for (let from = 0; from < ids.length; from += 500) {
      const rows = (await db()(entity.table)
        .whereIn('id', ids.slice(from, from + 500))
        .select('*')) as Record<string, unknown>[];
      for (const row of rows) names.set(`${name}:${String(row.id)}`, entity.title(row));
    }
  }
  return names;
}

export interface Worded {
  entry: Entry;
  /** What the record is called today. */
  record: string | null;
  changes: WordedChange[];
}

export async function worded(rows: readonly LinkedEntry[], actor: Actor): Promise<Worded[]> {
  const known = await catalog();
  const entries = rows.map((row) => entryOf(row));
  const names = await namesOf(
    entries.flatMap((entry) => [
      ...(entry.recordId === null ? [] : [{ entity: entry.entity ?? '', id: entry.recordId }]),
      ...referencesIn(entry, known),
    ]),
    known,
  );
  return entries.map((entry) => ({
    entry,
    record: names.get(`${entry.entity}:${entry.recordId}`) ?? null,
    changes: changesOf(entry).map(({ key, before, after }) => {
      const field = fieldOf(known, entry.entity, key);
      return {
        key,
        label: field?.label[actor.language] ?? null,
        before,
        after,
        says: {
          before: sayValue(before, field, actor, names),
          after: sayValue(after, field, actor, names),
        },
      };
    }),
  }));
}

/** Every field that is told, with what it was and what it became. */
function changesOf({ before, after }: Entry): { key: string; before: unknown; after: unknown }[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...keys].map((key) => ({ key, before: before?.[key] ?? null, after: after?.[key] ?? null }));
}

function fieldOf(known: Catalog, entityName: string | null, key: string): Field | undefined {
  const entity: Entity | undefined = known.entities.get(entityName ?? '');
  return entity?.fields.find((field) => rowKey(field) === key || field.key === key);
}

function referencesIn(entry: Entry, known: Catalog): { entity: string; id: string }[] {
  return changesOf(entry).flatMap(({ key, before, after }) => {
    const of = targetOf(key, fieldOf(known, entry.entity, key));
    if (of === null) return [];
    return [before, after].flat().flatMap((id) => (typeof id === 'string' ? [{ entity: of, id }] : []));
  });
}

/** The entity that a field's ids are of; users' teams are kept as ids alone. */
function targetOf(key: string, field: Field | undefined): string | null {
  if (key === 'teams') return 'team';
  if (key === 'closedBy' || /(^u|U)serId$/.test(key)) return 'user';
  return field?.type.name === 'reference' ? (field.of?.[0] ?? null) : null;
}

function sayValue(value: unknown, field: Field | undefined, actor: Actor, names: Names): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const said = value.map((each) => sayValue(each, field, actor, names));
    return said.some((each) => each === null) ? null : said.join(', ');
  }
  if (typeof value !== 'string') return null;
  const option = field?.options?.find((each) => each.key === value);
  if (option !== undefined) return option.label[actor.language];
  return (
    [...entitiesOf(field)]
      .map((entity) => names.get(`${entity}:${value}`))
      .find((name) => name !== undefined) ?? null
  );
}

function entitiesOf(field: Field | undefined): readonly string[] {
  return field?.of ?? ['user', 'team'];
}
