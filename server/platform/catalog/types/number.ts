import { z } from 'zod';
import type { FieldType } from '#kernel/schema.ts';

/** A whole number. */
export const numberType: FieldType = {
  name: 'number',
  stored: 'integer',
  operators: ['is', 'in', 'over', 'below', 'atLeast', 'atMost', 'between', 'known'],
  takes: () => z.int(),
};

/** Completed years on the asked day, computed from a day. Shown, never sent. */
export const ageType: FieldType = {
  name: 'age',
  stored: null,
  operators: ['is', 'over', 'below', 'atLeast', 'atMost', 'between', 'known'],
  takes: () => z.int().min(0).max(200),
};
