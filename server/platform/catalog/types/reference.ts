import { z } from 'zod';
import type { Field, FieldType } from '#kernel/schema.ts';

const id = z.string().regex(/^[0-9A-Z]{26}$/, 'must be the id of a record');

/** Another record. Sent as `{ entity, id }` or, where only one entity fits, as its id; shown as `{ entity, id, label }`. */
export const referenceType: FieldType = {
  name: 'reference',
  stored: 'text',
  operators: ['is', 'in', 'known'],
  takes: (field) => {
    const whole = z
      .object({ entity: z.enum(entitiesOf(field)), id })
      .transform(({ entity, id }) => ({ entity, id }));
    const [only, ...others] = entitiesOf(field);
    if (others.length > 0) return whole;
    return z.union([id.transform((found) => ({ entity: only, id: found })), whole]);
  },
};

const day = z.iso.date('must be a day, for example 2026-11-24');
const key = z.string().trim().min(1).max(100);

/** Nodes of a set of criteria, by key; where the field's link has days, also `{ key, from, until }`. */
export const criteriaType: FieldType = {
  name: 'criteria',
  stored: null,
  operators: ['is', 'in', 'under', 'known'],
  takes: ({ link }) =>
    link?.dated === undefined
      ? key
      : z.union([key, z.strictObject({ key, from: day.nullish(), until: day.nullish() })]),
};

function entitiesOf(field: Field): [string, ...string[]] {
  return [...(field.of ?? [])] as [string, ...string[]];
}
