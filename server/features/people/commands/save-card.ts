import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { insert, update } from '#kernel/model.ts';
import { cardReach } from '#platform/access/rights.ts';
import { makeStale } from '#platform/search/api.ts';
import '../events.ts';
import type { Card, CardRef } from '../model/card.ts';
import { Organisation } from '../model/organisation.ts';
import { Person } from '../model/person.ts';
import { writeTables } from './card-tables.ts';

/** The one way in which cards are written: the row, the tables beside it, the news. */

const CLASSES = { person: Person, organisation: Organisation };
type ClassOf<E extends CardRef['entity']> = E extends 'person' ? Person : Organisation;

export async function addCard<E extends CardRef['entity']>(
  entity: E,
  values: Record<string, unknown>,
): Promise<ClassOf<E>> {
  const made = (await insert(CLASSES[entity] as typeof Person, values)) as Card;
  const card = { entity, id: made.id };
  await writeTables(card, null, made);
  await emit('card.added', card, card);
  await tellContactPoints(card, null, made);
  return made as ClassOf<E>;
}

/** `version` is what the change was made from; see kernel/model `update` for what it throws. */
export async function changeCard<E extends CardRef['entity']>(
  entity: E,
  before: Card,
  values: Record<string, unknown>,
  version: number | undefined,
): Promise<ClassOf<E>> {
  const after = (await update(
    CLASSES[entity] as typeof Person,
    before.id,
    values,
    version === undefined ? {} : { version },
  )) as Card;
  if (after.version === before.version) return after as ClassOf<E>;
  const card = { entity, id: before.id };
  await writeTables(card, before, after);
  const keys = Object.keys(values).filter((key) => differs(before, after, key));
  await emit('card.changed', { ...card, keys }, card);
  if (keys.includes('representativeId') || keys.includes('teamId') || keys.includes('closedAt'))
    await emit('card.moved', card, card);
  if (keys.includes('contactPoints')) await tellContactPoints(card, before, after);
  if (keys.includes('name') && entity === 'organisation')
    await makeStale('person', await peopleOf(before.id));
  return after as ClassOf<E>;
}

/** Who adds a card answers for it where the role would else not show it again. */
export function answering(actor: Actor, values: Record<string, unknown>): Record<string, unknown> {
  const stranded = cardReach(actor) !== 'all' && values.representativeId == null && values.teamId == null;
  return stranded && actor.userId !== null ? { representativeId: actor.userId } : {};
}

function differs(before: Card, after: Card, key: string): boolean {
  const [left, right] = [before, after] as unknown as [Record<string, unknown>, Record<string, unknown>];
  return JSON.stringify(left[key] ?? null) !== JSON.stringify(right[key] ?? null);
}

async function tellContactPoints(card: CardRef, before: Card | null, after: Card): Promise<void> {
  const known = new Set((before?.contactPoints ?? []).map(({ kind, value }) => `${kind} ${value}`));
  for (const { kind, value } of after.contactPoints)
    if (!known.has(`${kind} ${value}`))
      await emit('contactPoint.added', { cardEntity: card.entity, cardId: card.id, kind, value }, card);
}

/** Their texts in the search index name the organisation. */
async function peopleOf(organisationId: string): Promise<string[]> {
  const rows = (await db()('positions').where({ organisationId }).distinct('person_id')) as {
    personId: string;
  }[];
  return rows.map((row) => row.personId);
}
