import { type ZodType, z } from 'zod';
import type { Entity, Field } from '#kernel/schema.ts';
import { fieldsSchema } from '#platform/catalog/values.ts';

/** The wire form of an entity's records, for the API's description. */

/**
 * What is sent to add or change a record, as the description shows it. It takes any object: the command checks the fields, also
 * those that were added while the house runs.
 */
export function bodySchema(entity: Entity, partial: boolean): ZodType<Record<string, unknown>> {
  const { $schema: _, ...described } = z.toJSONSchema(fieldsSchema(entity, { partial }), {
    io: 'input',
    unrepresentable: 'any',
  });
  return z
    .record(z.string(), z.unknown())
    .meta({ override: { ...described, additionalProperties: true } as never });
}

const reference = z.object({ entity: z.string(), id: z.string(), label: z.string().nullable() });

const BY_TYPE: Record<string, ZodType> = {
  number: z.int(),
  age: z.int(),
  flag: z.boolean(),
  reference,
  shape: z.unknown(),
  day: z.iso.date(),
  moment: z.iso.datetime(),
};

export function recordSchema(entity: Entity): ZodType {
  const fields = entity.fields.filter((field) => field.hidden !== true);
  return z.looseObject({
    id: z.string(),
    entity: z.literal(entity.name),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    ...(entity.closes === true ? { closedAt: z.iso.datetime().nullable() } : {}),
    ...Object.fromEntries(fields.map((field) => [field.key, valueSchema(field)])),
    can: z.record(z.string(), z.literal(true)),
  });
}

export function pageSchema(entity: Entity): ZodType {
  return z.object({
    items: z.array(recordSchema(entity)),
    next: z.string().nullable(),
    count: z.int().optional(),
  });
}

function valueSchema(field: Field): ZodType {
  const one =
    field.type.name === 'choice'
      ? z.enum((field.options ?? []).map((option) => option.key) as [string, ...string[]])
      : (BY_TYPE[field.type.name] ?? z.string());
  const described = one.describe(field.label.en);
  return field.many === true
    ? z.array(described)
    : field.type.name === 'shape'
      ? described
      : described.nullable();
}
