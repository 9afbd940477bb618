import { z } from 'zod';
import type { FieldType } from '#kernel/schema.ts';

/** One of the field's options, by key. */
export const choiceType: FieldType = {
  name: 'choice',
  stored: 'text',
  operators: ['is', 'in', 'known'],
  takes: (field) => z.enum((field.options ?? []).map((option) => option.key) as [string, ...string[]]),
};

/** A word that people put on records: a tag. Compared as it stands. */
export const wordType: FieldType = {
  name: 'word',
  stored: 'text',
  operators: ['is', 'in', 'known'],
  takes: (field) =>
    z
      .string()
      .trim()
      .min(1)
      .max(field.max ?? 100),
};
