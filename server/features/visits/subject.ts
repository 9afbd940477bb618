import { employersOf, personsToday } from '#features/people/api.ts';
import type { Actor } from '#kernel/actor.ts';
import { Fault } from '#kernel/errors.ts';
import { can } from '#platform/access/policy.ts';
import { isAtDesk } from './policy.ts';

/** Who gets a badge: a person on a card, or a guest. */
export interface BadgePerson {
  entity: 'person' | 'guest';
  id: string;
  givenName: string;
  familyName: string;
  company: string;
  /** Photo of the card. */
  photoId: string | null;
}

/** A person with what stands on a badge. Throws Fault `missing` where the actor may not find it. */
export async function badgePerson(id: string, actor: Actor): Promise<BadgePerson> {
  const found = (await badgePersons([id], actor)).get(id);
  if (found === undefined) throw Fault.missing('person', id);
  return found;
}

/** The same for many, by id; whom the actor may not find is left out. */
export async function badgePersons(ids: readonly string[], actor: Actor): Promise<Map<string, BadgePerson>> {
  const persons = await personsToday(ids);
  const firms = await employersOf(ids);
  const found = new Map<string, BadgePerson>();
  for (const { id, givenName, familyName, photoId } of persons) {
    if (!isAtDesk(actor) && !(await can(actor, 'see', 'person', { id }))) continue;
    const company = firms.get(id)?.[0]?.name ?? '';
    found.set(id, { entity: 'person', id, givenName, familyName, company, photoId });
  }
  return found;
}

/** More is a sentence, not a name, and is set as it stands. */
const MOST_WORDS = 6;

/** A typed name in two voices: the last word is the family name, as in Turkish and Polish. It only changes how large it is set. */
export function splitName(name: string): { givenName: string; familyName: string } {
  const words = name.trim().split(/\s+/u);
  if (words.length < 2 || words.length > MOST_WORDS) return { givenName: words.join(' '), familyName: '' };
  return { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) as string };
}
