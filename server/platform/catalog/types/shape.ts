import type { ZodType } from 'zod';
import type { FieldType } from '#kernel/schema.ts';

/** Something with parts of its own that is shown and sent as a whole; queries reach it through a relation, if at all. */
export function shapeType(takes: ZodType, stored: 'json' | null): FieldType {
  return { name: 'shape', stored, operators: [], takes: () => takes };
}
