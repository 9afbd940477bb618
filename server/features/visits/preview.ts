import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { type BadgeFields, closedBadges, refuseUnprintable, standingBadge } from './commands/print.ts';
import type { Shown } from './document.ts';
import { badgeNumber } from './number.ts';
import { photoOf, takePhoto } from './photo.ts';
import { badgePerson, splitName } from './subject.ts';

/** A badge as a print would make it now. A guest who is not written down yet has no number of its own: the sheet shows one that is nobody's. */
export async function previewOf(fields: BadgeFields, actor: Actor): Promise<Shown> {
  const { person, guest, name, company } = fields;
  if ((person === undefined) === (guest === undefined))
    throw Fault.invalidAt('person', 'badge.subject', 'must name a person or a guest, one of the two');
  const subject =
    person === undefined
      ? {
          entity: 'guest',
          id: 'preview',
          ...splitName(guest?.name ?? ''),
          company: guest?.company ?? '',
          photoId: null,
        }
      : await badgePerson(person, actor);
  const named = { ...subject, ...(name === undefined ? {} : splitName(name)) };
  refuseUnprintable(named);
  const standing = person === undefined ? undefined : await standingBadge('person', person);
  const sent = await takePhoto(fields.photo, actor);
  return {
    number: standing?.number ?? (await badgeNumber(subject, await closedBadges(subject.entity, subject.id))),
    givenName: named.givenName,
    familyName: named.familyName,
    company: company ?? named.company,
    host: fields.host,
    kind: fields.kind,
    size: fields.size,
    printedAt: moment(now()),
    n: (standing?.prints ?? 0) + 1,
    photo: sent === undefined ? await photoOf(standing?.photoId ?? subject.photoId) : sent,
  };
}
