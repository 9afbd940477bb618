import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command, type Doing } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { insert, update } from '#kernel/model.ts';
import { printable } from '#kernel/print/printable.ts';
import { cleaned, fold } from '#kernel/text/fold.ts';
import { allow } from '#platform/access/policy.ts';
import { KINDS, SIZES, type Size } from '../kind.ts';
import { Badge, BadgePrint, Guest, LONGEST_NAME } from '../model.ts';
import { badgeNumber } from '../number.ts';
import { keptPhoto, takePhoto } from '../photo.ts';
import { type BadgePerson, badgePerson, splitName } from '../subject.ts';
import { writeLines } from './history.ts';

const id = z.string().length(26);
const short = z.string().trim().max(300);

/** What a badge is made of, as it is sent; the preview takes the same. */
export const badgeFields = z.object({
  person: id.optional(),
  guest: z
    .object({ name: z.string().trim().min(1).max(LONGEST_NAME), company: short.default('') })
    .optional(),
  /** The name as it shall be printed, where it differs from the card's. */
  name: z.string().trim().min(1).max(LONGEST_NAME).optional(),
  company: short.optional(),
  host: short.default(''),
  kind: z.enum(KINDS).default('guest'),
  size: z.enum(SIZES).default('card'),
  /** A document (JPEG); null: without. Not sent: the photo of the last badge or of the card. */
  photo: id.nullable().optional(),
});
export type BadgeFields = z.output<typeof badgeFields>;

export const printBadge = command({
  name: 'badge.print',
  says: 'Prints a badge for a person or a guest. For a person who has one it is printed again with the same number, and says so.',
  takes: badgeFields,
  async does(fields, doing) {
    const { actor } = doing;
    await allow(actor, 'print', 'badge');
    const subject = await subjectOf(fields, actor);
    refuseUnprintable(subject);
    const given = await takePhoto(fields.photo, actor);
    const standing = await standingBadge(subject.entity, subject.id);
    const values = {
      givenName: subject.givenName,
      familyName: subject.familyName,
      company: subject.company,
      host: fields.host,
      kind: fields.kind,
      size: fields.size,
      printedAt: doing.at,
    };
    const badge =
      standing === undefined
        ? await insert(Badge, {
            ...values,
            number: await badgeNumber(subject, await closedBadges(subject.entity, subject.id)),
            subjectEntity: subject.entity,
            subjectId: subject.id,
            photoId: null,
            prints: 1,
            closedAt: null,
            closedBy: null,
          })
        : await update(Badge, standing.id, { ...values, prints: standing.prints + 1 });
    const photoId = await keptPhoto(given, badge, subject.photoId);
    const printed = photoId === badge.photoId ? badge : await update(Badge, badge.id, { photoId });
    await notePrint(printed, null, doing);
    return printed;
  },
});

export const reprintBadge = command({
  name: 'badge.reprint',
  says: 'Prints a badge again, as it was printed last; the paper says that it is a reprint.',
  right: 'badge:print',
  takes: z.object({ id, size: z.enum(SIZES).optional() }),
  async does({ id: badgeId, size }, doing) {
    await allow(doing.actor, 'print', 'badge', { id: badgeId });
    const before = await openBadge(badgeId);
    const badge = await update(Badge, badgeId, {
      prints: before.prints + 1,
      printedAt: doing.at,
      ...(size === undefined ? {} : { size }),
    });
    await notePrint(badge, null, doing);
    return badge;
  },
});

/** Badges of one document are printed in pieces, so that no command holds the writer for long. */
export const MOST_AT_ONCE = 20;

export const printSomeBadges = command({
  name: 'badge.printSome',
  says: 'Prints badges of several persons for one document; who stands in it already is passed over, so that it may be sent again.',
  right: 'badge:print',
  takes: z.object({
    persons: z.array(id).min(1).max(MOST_AT_ONCE),
    kind: z.enum(KINDS),
    size: z.enum(SIZES),
    host: short,
    batch: z.string().length(26),
  }),
  async does({ persons, kind, size, host, batch }, doing) {
    await allow(doing.actor, 'print', 'badge');
    for (const person of persons) {
      const standing = await standingBadge('person', person);
      if (standing !== undefined && (await isPrintedIn(standing.id, batch))) continue;
      const subject = await badgePerson(person, doing.actor);
      refuseUnprintable(subject);
      const values = { kind, size, host, printedAt: doing.at };
      const badge =
        standing === undefined
          ? await insert(Badge, {
              ...values,
              number: await badgeNumber(subject, await closedBadges('person', person)),
              subjectEntity: 'person',
              subjectId: person,
              givenName: subject.givenName,
              familyName: subject.familyName,
              company: subject.company,
              photoId: null,
              prints: 1,
              closedAt: null,
              closedBy: null,
            })
          : await update(Badge, standing.id, {
              ...values,
              givenName: subject.givenName,
              familyName: subject.familyName,
              company: subject.company,
              prints: standing.prints + 1,
            });
      const photoId = await keptPhoto(undefined, badge, subject.photoId);
      if (photoId !== badge.photoId) await update(Badge, badge.id, { photoId });
      await notePrint(badge, batch, doing);
    }
  },
});

export const closeBadge = command({
  name: 'badge.close',
  says: 'Ends a badge that was lost or given back: its number counts no more, the next print has a new one.',
  takes: z.object({ id, version: z.int().min(1).optional() }),
  async does({ id: badgeId, version }, { actor, at }) {
    await allow(actor, 'close', 'badge', { id: badgeId });
    return update(
      Badge,
      badgeId,
      { closedAt: at, closedBy: actor.userId },
      version === undefined ? {} : { version },
    );
  },
});

/** Whose badge it becomes; a guest who is typed is written down first. */
async function subjectOf(fields: BadgeFields, actor: Actor): Promise<BadgePerson> {
  const { person, guest } = fields;
  if ((person === undefined) === (guest === undefined))
    throw Fault.invalidAt('person', 'badge.subject', 'must name a person or a guest, one of the two');
  const override = fields.name === undefined ? {} : splitName(cleaned(fields.name));
  const company = fields.company === undefined ? {} : { company: fields.company };
  if (person !== undefined) return { ...(await badgePerson(person, actor)), ...override, ...company };
  const { name, company: firm } = guest as { name: string; company: string };
  const made = await insert(Guest, { name, nameFolded: fold(name), company: firm });
  return {
    entity: 'guest',
    id: made.id,
    ...splitName(name),
    company: firm,
    photoId: null,
    ...override,
    ...company,
  };
}

/** Names are never cut, so one that the font cannot write is refused with the way out. */
export function refuseUnprintable({
  givenName,
  familyName,
}: {
  givenName: string;
  familyName: string;
}): void {
  const { lacking } = printable(`${givenName} ${familyName}`);
  if (lacking !== '')
    throw Fault.invalidAt(
      'name',
      'badge.letters',
      `The printer’s letters do not have ${[...lacking].slice(0, 10).join(' ')}. Type the name for the badge in Latin, Cyrillic, Greek, Arabic or Hebrew letters.`,
    );
}

export function standingBadge(entity: string, subjectId: string): Promise<Badge | undefined> {
  return Badge.query()
    .where({ subjectEntity: entity, subjectId })
    .whereNull('closedAt')
    .orderBy('id', 'desc')
    .first() as unknown as Promise<Badge | undefined>;
}

/** How many badges somebody had before: each has its own number. */
export async function closedBadges(entity: string, subjectId: string): Promise<number> {
  return Badge.query().where({ subjectEntity: entity, subjectId }).whereNotNull('closedAt').resultSize();
}

async function openBadge(badgeId: string): Promise<Badge> {
  const badge = (await Badge.query().findById(badgeId)) as Badge | undefined;
  if (badge === undefined) throw Fault.missing('badge', badgeId);
  if (badge.closedAt !== null)
    throw Fault.conflict('badge.closed', 'This badge was ended. Print a new one for the person or guest.');
  return badge;
}

async function isPrintedIn(badgeId: string, batchId: string): Promise<boolean> {
  return (await BadgePrint.query().where({ badgeId, batchId }).select('id').first()) !== undefined;
}

async function notePrint(badge: Badge, batchId: string | null, { actor, at }: Doing): Promise<void> {
  const print = await insert(BadgePrint, {
    badgeId: badge.id,
    n: badge.prints,
    size: badge.size as Size,
    batchId,
    printedBy: actor.userId,
  });
  await writeLines(badge, print, actor, at);
}
