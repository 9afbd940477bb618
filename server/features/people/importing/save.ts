import { createHash } from 'node:crypto';
import { putRows } from '#kernel/db/put-rows.ts';
import { emit } from '#kernel/events.ts';
import { insertMany, update } from '#kernel/model.ts';
import type { Effect } from '#platform/exchange/importers.ts';
import { makeStale } from '#platform/search/api.ts';
import { changeCard } from '../commands/save-card.ts';
import { contactKey } from '../contact-point.ts';
import { dated } from '../held-criteria.ts';
import '../events.ts';
import type { Card, CardEntity } from '../model/card.ts';
import { Organisation } from '../model/organisation.ts';
import { Person } from '../model/person.ts';
import { Position } from '../model/position.ts';
import type { Intent, PositionIntent, Settled } from './intent.ts';
import type { Known } from './known.ts';

/** The last step: writes what the rows of a chunk came to, many rows to a statement, through the one save path. */

export async function save(settled: Settled, known: Known): Promise<Effect[]> {
  const intents = [...settled.cards.values()];
  const effects: Effect[] = [];
  for (const entity of ['organisation', 'person'] as const) {
    const made = intents.filter((each) => each.entity === entity && each.before === null);
    effects.push(...(await makeCards(entity, made, known)));
  }
  for (const intent of intents)
    if (intent.before !== null) effects.push(...(await changed(intent, intent.before)));
  effects.push(...(await savePositions(settled.positions, settled.cards)));
  return effects;
}

const CLASSES = { person: Person, organisation: Organisation };

async function makeCards(entity: CardEntity, intents: readonly Intent[], known: Known): Promise<Effect[]> {
  if (intents.length === 0) return [];
  const cards = (await insertMany(
    CLASSES[entity] as typeof Person,
    intents.map(({ id, values }) => ({ ...values, id })),
  )) as Card[];
  const writing = writeTables(entity, cards, known);
  // While the engine writes.
  const effects = cards.map((card) => ({ entity, id: card.id, made: digestOf(entity, card) }));
  await writing;
  await emit('cards.added', { entity, ids: cards.map((card) => card.id) });
  const points = cards.flatMap(({ id, contactPoints }) =>
    contactPoints.map(({ kind, value }) => ({ cardEntity: entity, cardId: id, kind, value })),
  );
  if (points.length > 0) await emit('contactPoints.added', { points });
  return effects;
}

/** The tables beside new cards, through which queries and look-ups find them (as commands/card-tables.ts for one). */
async function writeTables(entity: CardEntity, cards: readonly Card[], known: Known): Promise<void> {
  const of = (card: Card) => ({ cardEntity: entity, cardId: card.id });
  await putRows(
    'contact_points',
    cards.flatMap((card) =>
      card.contactPoints.map((point) => ({
        id: point.id,
        ...of(card),
        kind: point.kind,
        value: point.value,
        key: contactKey(point.kind, point.value),
        label: point.label,
        isPrimary: point.primary,
        fromOn: point.from,
        untilOn: point.until,
        address: point.address === undefined ? null : JSON.stringify(point.address),
      })),
    ),
  );
  await putRows(
    'card_external_ids',
    cards.flatMap((card) =>
      Object.entries(card.externalIds).map(([system, value]) => ({ ...of(card), system, value })),
    ),
  );
  await putRows(
    'card_kinds',
    cards.flatMap((card) => card.kinds.map((kind) => ({ kind, ...of(card) }))),
  );
  await putRows(
    'record_tags',
    cards.flatMap((card) => card.tags.map((tag) => ({ tag, entity, recordId: card.id }))),
  );
  await putRows(
    'card_criteria',
    cards.flatMap((card) =>
      Object.entries(card.criteria).flatMap(([set, keys]) =>
        keys.map(dated).map(({ key, from, until }) => ({
          criterionId: known.criterionIds.get(`${set} ${key}`),
          ...of(card),
          fromOn: from,
          untilOn: until,
        })),
      ),
    ),
  );
}

async function changed({ id, entity, values }: Intent, before: Card): Promise<Effect[]> {
  const after = (await changeCard(entity, before, values, undefined)) as Card;
  if (after.version === before.version) return [];
  return [{ entity, id, before: only(before, Object.keys(values)), after: only(after, Object.keys(values)) }];
}

async function savePositions(intents: readonly PositionIntent[], cards: Settled['cards']): Promise<Effect[]> {
  const effects: Effect[] = [];
  const made = await insertMany(
    Position,
    intents
      .filter((each) => each.before === null)
      .map(({ values }) => ({ ...values, closedAt: null, closedBy: null })),
  );
  if (made.length > 0) await emit('positions.added', { positions: made.map(named) });
  for (const position of made)
    effects.push({ entity: 'position', id: position.id, made: digestOf('position', position) });
  for (const { before, values } of intents) {
    if (before === null) continue;
    const { id, personId: _, organisationId: __, ...changes } = values;
    const after = await update(Position, id, changes);
    await emit('position.changed', named(after), { entity: 'position', id });
    effects.push({
      entity: 'position',
      id,
      before: only(before, Object.keys(changes)),
      after: only(after, Object.keys(changes)),
    });
  }
  // New cards are read for the index anyway.
  const standing = intents
    .map(({ values }) => values.personId)
    .filter((id) => cards.get(id)?.before !== null);
  await makeStale('person', [...new Set(standing)]);
  return effects;
}

function named({ id, personId, organisationId }: Position) {
  return { id, personId, organisationId };
}

export function only(row: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, (row as Record<string, unknown>)[key] ?? null]));
}

/** What people see of a record: whether it is still as it was made. */
const SEEN: Record<string, readonly string[]> = {
  person: ['givenName', 'familyName', 'formOfAddress', 'language', 'photoId', 'bornOn'],
  organisation: ['name', 'taxNumber', 'parentId'],
  position: ['title', 'department', 'fromOn', 'untilOn', 'personId', 'organisationId', 'closedAt'],
};
const OF_CARDS = [
  'kinds',
  'tags',
  'externalIds',
  'criteria',
  'contactPoints',
  'representativeId',
  'teamId',
  'closedAt',
];

export function digestOf(entity: string, row: object): string {
  const keys = [...(SEEN[entity] ?? []), ...(entity === 'position' ? [] : OF_CARDS)];
  return createHash('sha1')
    .update(JSON.stringify(only(row, keys)))
    .digest('base64url');
}
