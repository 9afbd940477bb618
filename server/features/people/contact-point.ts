import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { fold } from '#kernel/text/fold.ts';
import { mailAddress, mailKey } from './mail-address.ts';
import { tidied } from './name.ts';
import { e164 } from './phone.ts';
import { addressLine, type PostalAddress } from './postal-address.ts';

/** Phones, e-mail, postal, web and messaging addresses of a card: any number, each with label and validity. */

export const CONTACT_KINDS = ['phone', 'email', 'postal', 'web', 'messaging'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

export interface ContactPoint {
  id: string;
  kind: ContactKind;
  /** E.164, lower-case address, URL, or one line of a postal address. */
  value: string;
  label: string | null;
  /** One per kind: what is used where nothing else is said. */
  primary: boolean;
  /** Days between which it holds, both included; null = open. */
  from: string | null;
  until: string | null;
  /** Parts of a postal address. */
  address?: PostalAddress;
  /** Nobody is reached there, as a mail showed; absent where nothing is known. */
  undeliverable?: Undeliverable;
}

/** The evidence that a mail address is dead. */
export interface Undeliverable {
  /** Moment at which it was known. */
  at: string;
  /** Enhanced code of the other server (RFC 3463); may be empty. */
  status: string;
  /** `userunknown`, `hostunknown`, `hasmoved`. */
  reason: string;
  /** The mail of ours that did not arrive. */
  messageId: string;
}

/** Cards with more are data gone wrong. */
const MOST = 100;

const day = z.iso.date('must be a day, for example 2026-11-24');
const part = (most: number) => z.string().trim().max(most).optional();
const postal = z.strictObject({
  street: part(300),
  district: part(100),
  province: part(100),
  postalCode: part(20),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be two letters, for example TR')
    .optional(),
});

const entry = z
  .strictObject({
    id: z.string().max(26).optional(),
    kind: z.enum(CONTACT_KINDS),
    value: z.union([z.string().trim().max(1000), postal]).optional(),
    address: postal.nullish(),
    label: z.string().trim().max(60).nullish(),
    primary: z.boolean().nullish(),
    from: day.nullish(),
    until: day.nullish(),
    /** Null takes the mark back; anything else leaves it as it stands: only a mail that did not arrive sets it. */
    undeliverable: z.unknown().optional(),
  })
  .refine((each) => each.from == null || each.until == null || each.from <= each.until, {
    path: ['until'],
    message: 'must not be before "from"',
  });

export const contactPoints = z.array(entry).max(MOST);
export type ContactPointInput = z.output<typeof entry>;

/**
 * The whole list of a card as it will stand: values made normal, ids kept for what was there, at most one primary per kind (the
 * first valid one where nobody says). Throws Fault `invalid` with a path per bad value. `country` is where numbers without a
 * country code are; `today` a day.
 */
export function settledContactPoints(
  sent: readonly ContactPointInput[],
  standing: readonly ContactPoint[],
  context: { country: string; today: string },
): ContactPoint[] {
  const settled: ContactPoint[] = [];
  const free = [...standing];
  for (const [at, each] of sent.entries()) {
    const point = normal(each, `contactPoints.${at}`, context.country);
    const same = settled.find((other) => other.kind === point.kind && other.value === point.value);
    if (same !== undefined)
      throw Fault.invalidAt(`contactPoints.${at}.value`, 'double', `${point.value} stands there twice`);
    const id = keptId(each, point, free);
    settled.push({ ...point, id, ...keptMark(each, point, standing) });
  }
  choosePrimaries(settled, context.today);
  return settled;
}

/** An entry sent with its id keeps it; one with an equal value does; anything else is new. */
function keptId(sent: ContactPointInput, point: Omit<ContactPoint, 'id'>, free: ContactPoint[]): string {
  const at = free.findIndex((each) =>
    sent.id === undefined ? each.kind === point.kind && each.value === point.value : each.id === sent.id,
  );
  if (at < 0) return newId();
  const [kept] = free.splice(at, 1);
  return (kept as ContactPoint).id;
}

/** The mark stays with its address until somebody takes it back; another address has none. */
function keptMark(
  sent: ContactPointInput,
  point: Omit<ContactPoint, 'id'>,
  standing: readonly ContactPoint[],
): Pick<ContactPoint, 'undeliverable'> {
  if (sent.undeliverable === null) return {};
  const same = standing.find((each) => each.kind === point.kind && each.value === point.value);
  return same?.undeliverable === undefined ? {} : { undeliverable: same.undeliverable };
}

function normal(sent: ContactPointInput, path: string, country: string): Omit<ContactPoint, 'id'> {
  const address = sent.kind === 'postal' ? postalParts(sent) : undefined;
  const text = typeof sent.value === 'string' ? tidied(sent.value) : '';
  if (text === '' && address === undefined)
    throw Fault.invalidAt(
      `${path}.value`,
      'required',
      sent.kind === 'postal' ? 'an address needs at least one of its parts' : 'must not be empty',
    );
  return {
    kind: sent.kind,
    value:
      address === undefined ? normalValue(sent.kind, text, `${path}.value`, country) : addressLine(address),
    label: sent.label == null || sent.label === '' ? null : sent.label,
    primary: sent.primary === true,
    from: sent.from ?? null,
    until: sent.until ?? null,
    ...(address === undefined ? {} : { address }),
  };
}

/** Parts from `address`, from a structured `value`, or one line of text as the street. Undefined where all are empty. */
function postalParts(sent: ContactPointInput): PostalAddress | undefined {
  const given = sent.address ?? (typeof sent.value === 'object' ? sent.value : { street: sent.value });
  const filled = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  return filled.some(([key]) => key !== 'country')
    ? (Object.fromEntries(filled) as PostalAddress)
    : undefined;
}

function normalValue(kind: ContactKind, text: string, path: string, country: string): string {
  if (kind === 'phone') return e164(text, country, path);
  if (kind === 'email') return mailAddress(text, path);
  if (kind === 'web') return webAddress(text, path);
  return text;
}

/** Throws Fault `invalid` at `path` for what is no address in the web. */
export function webAddress(text: string, path: string): string {
  const written =
    /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+:\d+(\/|$)/.test(text) ? text : `https://${text}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    !url.hostname.includes('.') ||
    url.username !== ''
  )
    throw Fault.invalidAt(
      path,
      'web',
      `"${text.slice(0, 80)}" is no web address; it looks like https://www.example.com`,
    );
  return url.pathname === '/' && url.search === '' && url.hash === ''
    ? `${url.protocol}//${url.host}`
    : url.href;
}

/** What equal contact points share, for finding the card of an address or a number. */
export function contactKey(kind: ContactKind, value: string): string {
  if (kind === 'email') return mailKey(value);
  if (kind === 'phone') return value;
  if (kind === 'web') return new URL(value).host.replace(/^www\./, '');
  return fold(value).slice(0, 500);
}

function isValidOn(point: Pick<ContactPoint, 'from' | 'until'>, today: string): boolean {
  return (point.from === null || point.from <= today) && (point.until === null || point.until >= today);
}

function choosePrimaries(points: ContactPoint[], today: string): void {
  for (const kind of CONTACT_KINDS) {
    const ofKind = points.filter((each) => each.kind === kind);
    const chosen =
      ofKind.find((each) => each.primary) ?? ofKind.find((each) => isValidOn(each, today)) ?? ofKind[0];
    for (const each of ofKind) each.primary = each === chosen;
  }
}
