import { z } from 'zod';
import type { FieldType } from '#kernel/schema.ts';

const WORDS = ['is', 'in', 'before', 'after', 'from', 'until', 'between', 'during', 'known'] as const;

/** A civil day, `YYYY-MM-DD`, without a zone. */
export const dayType: FieldType = {
  name: 'day',
  stored: 'text',
  operators: WORDS,
  takes: () => z.iso.date(),
};

/** A moment, kept in UTC with milliseconds. */
export const momentType: FieldType = {
  name: 'moment',
  stored: 'text',
  operators: WORDS.filter((word) => word !== 'in'),
  takes: () => z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()),
};
