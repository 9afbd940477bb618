import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { labelsOf } from '#platform/records/labels.ts';
import type { RecordName } from './alert-kind.ts';
import { kinds } from './raising.ts';

/** What somebody follows: what she asked for, and what she follows of course until she leaves it. */

export interface Followed extends RecordName {
  /** Null where it may no longer be seen; then it is not listed. */
  label: string | null;
  ofCourse: boolean;
  follows: boolean;
}

export function canBeFollowed(entity: string): boolean {
  return kinds().some((each) => each.follows?.includes(entity));
}

export async function followedBy(actor: Actor): Promise<Followed[]> {
  const userId = actor.userId ?? '-';
  const asked = (await db()('follows')
    .where({ userId })
    .orderBy('id')
    .select('entity', 'record_id', 'follows')) as {
    entity: string;
    recordId: string;
    follows: boolean | number;
  }[];
  const ofCourse: RecordName[] = [];
  for (const each of kinds()) ofCourse.push(...((await each.ofCourse?.(userId)) ?? []));
  const found = new Map<string, Omit<Followed, 'label'>>();
  for (const { entity, id } of ofCourse)
    found.set(`${entity}:${id}`, { entity, id, ofCourse: true, follows: true });
  for (const { entity, recordId: id, follows } of asked) {
    const key = `${entity}:${id}`;
    const known = found.get(key);
    // Left behind by a mailbox that is no longer one's own.
    if (known === undefined && !follows) continue;
    found.set(key, { entity, id, ofCourse: known?.ofCourse ?? false, follows: Boolean(follows) });
  }
  const labels = await labelsOf(found.values(), await catalog(), actor);
  return [...found.values()]
    .map((each) => ({ ...each, label: labels.of(each) ?? null }))
    .filter((each) => each.label !== null);
}
