import { z } from 'zod';
import type { FieldType } from '#kernel/schema.ts';

/** Yes or no. A state of a record is rather a noun with who and when. */
export const flagType: FieldType = {
  name: 'flag',
  stored: 'boolean',
  operators: ['is', 'known'],
  takes: () => z.boolean(),
};
