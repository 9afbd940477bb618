import { z } from 'zod';
import type { FieldType } from '#kernel/schema.ts';

/** An e-mail address, kept in lower case: mailboxes whose case matters are not met in practice (RFC 5321, 2.4 advises against them). */
export const emailType: FieldType = {
  name: 'email',
  stored: 'text',
  operators: ['is', 'in', 'contains', 'known'],
  takes: () =>
    z
      .string()
      .trim()
      .toLowerCase()
      .max(320)
      .regex(/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/u, 'must be an e-mail address'),
};

/** A telephone number as text; the people room keeps numbers normalised (E.164). */
export const phoneType: FieldType = {
  name: 'phone',
  stored: 'text',
  operators: ['is', 'in', 'known'],
  takes: () => z.string().trim().min(2).max(60),
};

/** An address in the web. */
export const linkType: FieldType = {
  name: 'link',
  stored: 'text',
  operators: ['is', 'in', 'contains', 'known'],
  takes: () =>
    z
      .string()
      .trim()
      .max(2000)
      .regex(/^https?:\/\/\S+$/u, 'must begin with http:// or https://'),
};
