import { type Actor, systemActor } from '#kernel/actor.ts';
import { find } from '#platform/search/find.ts';
import { Badge } from './model.ts';
import { numberIn } from './number.ts';
import { isAtDesk } from './policy.ts';
import { badgePersons } from './subject.ts';

/** One line of what the desk finds: as little as is needed to tell two people apart. */
export interface Found {
  entity: 'person' | 'guest';
  id: string;
  name: string;
  company: string;
  badge: { id: string; number: string; prints: number; printedAt: string; size: string; kind: string } | null;
}

const MOST = 8;

/** Persons by words of their names, or whoever has the badge whose number was scanned. */
export async function findForBadge(asked: string, actor: Actor): Promise<Found[]> {
  const number = numberIn(asked);
  if (number !== null) return byNumber(number, actor);
  const asking = isAtDesk(actor) ? systemActor('visits.find') : actor;
  const hits = await find(asked, asking, { entities: ['person'], limit: MOST });
  return foundPersons(
    hits.map((hit) => hit.id),
    actor,
  );
}

/** Persons in the order of their ids; whom the actor may not find is left out. */
export async function foundPersons(ids: readonly string[], actor: Actor): Promise<Found[]> {
  if (ids.length === 0) return [];
  const persons = await badgePersons(ids, actor);
  const badges = await standingOf(ids);
  return ids.flatMap((id) => {
    const person = persons.get(id);
    if (person === undefined) return [];
    const { givenName, familyName, company } = person;
    const badge = badges.get(id);
    return [
      {
        entity: 'person' as const,
        id,
        name: `${givenName} ${familyName}`.trim(),
        company,
        badge: badge === undefined ? null : shownBadge(badge),
      },
    ];
  });
}

async function byNumber(number: string, actor: Actor): Promise<Found[]> {
  const badge = (await Badge.query().findOne({ number }).whereNull('closedAt')) as Badge | undefined;
  if (badge === undefined) return [];
  const { subjectEntity: entity, subjectId: id, givenName, familyName, company } = badge;
  if (entity === 'person' && (await badgePersons([id], actor)).size === 0) return [];
  return [{ entity, id, name: `${givenName} ${familyName}`.trim(), company, badge: shownBadge(badge) }];
}

/** Newest first, so that the newest one stays. */
async function standingOf(ids: readonly string[]): Promise<Map<string, Badge>> {
  const badges = (await Badge.query()
    .where({ subjectEntity: 'person' })
    .whereIn('subjectId', [...ids])
    .whereNull('closedAt')
    .orderBy('id')) as Badge[];
  return new Map(badges.map((badge) => [badge.subjectId, badge]));
}

function shownBadge({ id, number, prints, printedAt, size, kind }: Badge): NonNullable<Found['badge']> {
  return { id, number, prints, printedAt, size, kind };
}
