import { type ZodType, z } from 'zod';
import { house } from '#kernel/house.ts';
import type { Entity, Field } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import { fold } from '#kernel/text/fold.ts';
import { SORT_LANGUAGES, sortKey } from '#kernel/text/sort-key.ts';
import { type Catalog, knownCatalog } from './catalog.ts';

/** From what is sent to what is stored: the schema of a record's fields, and the row that they make. */

export interface InputOptions {
  /** Every field may be left out, as in a PATCH; what must stand still cannot be emptied. */
  partial?: boolean;
  /** What the room takes beside the fields. */
  also?: Record<string, ZodType>;
}

/**
 * What a command takes of an entity's fields, by name, so that fields added while the house runs are taken too. Unknown keys
 * are refused. Gives references as `{ entity, id }`.
 */
export function inputOf(entity: string, options: InputOptions = {}): ZodType<Record<string, unknown>> {
  const made = new WeakMap<Catalog, ZodType>();
  const schema = (): ZodType => {
    const catalog = knownCatalog();
    let found = made.get(catalog);
    if (found === undefined) {
      found = fieldsSchema(catalog.entities.get(entity) ?? house().registry.entity(entity), options);
      made.set(catalog, found);
    }
    return found;
  };
  return z.record(z.string(), z.unknown()).transform((sent, context) => {
    const result = schema().safeParse(sent);
    if (result.success) return result.data as Record<string, unknown>;
    for (const issue of result.error.issues) context.issues.push({ ...issue, input: sent } as never);
    return z.NEVER;
  });
}

/** The schema of an entity's fields as they stand now. */
export function fieldsSchema(entity: Entity, options: InputOptions = {}): ZodType<Record<string, unknown>> {
  const shape: Record<string, ZodType> = {};
  for (const field of entity.fields) {
    if (field.readOnly === true || field.hidden === true) continue;
    shape[field.key] = valueSchema(field, options.partial === true);
  }
  return z.strictObject({ ...shape, ...options.also }) as ZodType<Record<string, unknown>>;
}

function valueSchema(field: Field, partial: boolean): ZodType {
  const one = field.type.takes(field);
  const value = field.many === true ? z.array(one).max(500) : one;
  if (field.required === true) return partial ? value.optional() : value;
  return value.nullable().optional();
}

/**
 * Row values of the fields that were sent, with their folded texts and sort keys. Fields that rest elsewhere (links, shapes
 * without a column) are left out: the room writes them.
 */
export function rowValues(entity: Entity, sent: Record<string, unknown>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field of entity.fields) {
    const value = sent[field.key];
    if (value === undefined || field.type.stored === null || field.link !== undefined) continue;
    if (field.type.name === 'reference')
      putReference(row, field, value as { entity: string; id: string } | null);
    else row[rowKey(field)] = value;
    Object.assign(row, keysOf(field, value));
  }
  return row;
}

function putReference(
  row: Record<string, unknown>,
  field: Field,
  value: { entity: string; id: string } | null,
): void {
  row[rowKey(field)] = value?.id ?? null;
  if (field.entityColumn !== undefined) row[field.entityColumn] = value?.entity ?? null;
}

/** Folded text and sort keys of a text field's value; nothing where it keeps none. */
function keysOf(field: Field, value: unknown): Record<string, string> {
  const text = typeof value === 'string' ? value : '';
  const keys: Record<string, string> = {};
  if (field.folded !== undefined) keys[field.folded] = fold(text);
  if (field.sortKeys !== undefined)
    for (const language of SORT_LANGUAGES) keys[field.sortKeys[language]] = sortKey(text, language);
  return keys;
}
