import { z } from 'zod';
import { isId } from '#kernel/ids.ts';

/** What POST /api/messages takes. */

const id = z.string().refine(isId, 'must be an id');
const reference = z.object({ entity: z.string().max(60), id, label: z.string().optional() });
const singleLine = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'has a line break or a control character');

/** An addressee: typed, in two parts, or a card whose primary address is meant. */
const addressee = z.union([
  z.string().min(1).max(600),
  z.object({
    address: z.string().min(1).max(400),
    name: z.string().max(300).nullish(),
    card: reference.nullish(),
  }),
  reference,
]);
export type Addressee = z.output<typeof addressee>;

/** Mail to many is a letter. */
const MOST_EACH = 100;
const addressees = z
  .array(addressee)
  .max(MOST_EACH, `at most ${MOST_EACH}; write a letter to reach more`)
  .default([]);

export const sendInput = z.object({
  /** Mailbox that sends; the one that the answered mail came to, or the first of the actor's, where it is not said. */
  from: z
    .union([id, z.object({ entity: z.literal('mailbox').optional(), id }).transform((given) => given.id)])
    .nullish(),
  to: addressees,
  cc: addressees,
  bcc: addressees,
  subject: singleLine(998).default(''),
  text: z.string().max(2_000_000).nullish(),
  html: z.string().max(5_000_000).nullish(),
  /** Documents. */
  attachments: z
    .array(z.union([id, z.object({ id }).transform((given) => given.id)]))
    .max(100)
    .default([]),
  /** Message that this answers, or passes on. */
  inReplyTo: id.nullish(),
  forwardOf: id.nullish(),
  /** Further cards that it is about: `person:ID`. */
  about: z.array(z.string().max(100)).max(50).default([]),
  /** Not before this moment; until then it can be called back. */
  sendAt: z.iso.datetime({ offset: true }).nullish(),
});

export type SendInput = z.input<typeof sendInput>;
export type Sending = z.output<typeof sendInput>;
