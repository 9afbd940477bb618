import { z } from 'zod';
import type { Field, FieldType } from '#kernel/schema.ts';

/** One line. Compared folded where the entity keeps a folded column, as it stands otherwise. */
export const textType: FieldType = {
  name: 'text',
  stored: 'text',
  operators: ['is', 'in', 'contains', 'startsWith', 'known'],
  takes: (field) => line(field),
};

/** A text that is compared only as it stands: numbers of documents, keys, states. */
export const codeType: FieldType = {
  name: 'code',
  stored: 'text',
  operators: ['is', 'in', 'known'],
  takes: (field) => line(field),
};

/** Several lines. */
export const longTextType: FieldType = {
  name: 'longText',
  stored: 'text',
  operators: ['contains', 'known'],
  takes: (field) => {
    const lines = z.string().max(field.max ?? 100_000);
    return field.required === true ? lines.trim().min(1) : lines;
  },
};

function line(field: Field): z.ZodString {
  const text = z
    .string()
    .trim()
    .max(field.max ?? 500);
  return field.required === true ? text.min(1) : text;
}
