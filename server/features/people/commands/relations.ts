import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { newId } from '#kernel/ids.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import '../events.ts';
import type { CardRef } from '../model/card.ts';
import { CardRelation, RelationKind } from '../model/relation.ts';
import { checkReferences, type Sent } from './card-values.ts';
import { cardId, ofVersion } from './persons.ts';
import { checkDays } from './positions.ts';

export const addRelation = command({
  name: 'relation.add',
  says: 'Says how two persons or two organisations stand to each other, from and until when.',
  takes: inputOf('relation'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'relation');
    const entity = (await catalog()).entity('relation');
    await checkReferences(entity, sent, actor);
    const ends = await endsOf(sent as unknown as SentEnds);
    checkDays(sent.from, sent.until);
    const values = { fromOn: null, untilOn: null, note: '', ...written(rowValues(entity, sent)), ...ends };
    await refuseDouble(values, null);
    const made = await insert(CardRelation, { ...values, closedAt: null, closedBy: null });
    await writeEnds(made);
    await tell('relation.added', made);
    return made;
  },
});

export const changeRelation = command({
  name: 'relation.change',
  says: 'Changes the days, the note or the kind of a relation; the two cards stay.',
  takes: inputOf('relation', { partial: true, also: { id: cardId, version: ofVersion } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', 'relation', { id: id as string });
    const before = await relationBy(id as string);
    for (const [key, standing] of [
      ['card', before.cardId],
      ['other', before.otherId],
    ] as const)
      if (sent[key] !== undefined && (sent[key] as CardRef).id !== standing)
        throw Fault.invalidAt(key, 'fixed', 'the cards of a relation stay: take it away and add another');
    const from = sent.from === undefined ? before.fromOn : sent.from;
    const until = sent.until === undefined ? before.untilOn : sent.until;
    checkDays(from, until);
    const entity = (await catalog()).entity('relation');
    const { cardEntity, cardId: card, otherId } = before;
    const role = (sent.role ?? before.role) as string;
    const ends =
      role === before.role
        ? {}
        : await endsOf(
            {
              role,
              card: { entity: cardEntity, id: card },
              other: { entity: cardEntity, id: otherId },
            },
            before.id,
          );
    const values = { ...written(rowValues(entity, { ...sent, card: undefined, other: undefined })), ...ends };
    await refuseDouble(Object.assign(new CardRelation(), before, values), before.id);
    return changed(before, values, version as number | undefined);
  },
});

export const closeRelation = command({
  name: 'relation.close',
  says: 'Takes away a relation that was entered by mistake; one that ended gets a last day instead.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'relation', { id });
    const before = await relationBy(id);
    if (before.closedAt !== null) return before;
    return changed(before, { closedAt: at, closedBy: actor.userId }, version);
  },
});

export const restoreRelation = command({
  name: 'relation.restore',
  says: 'Brings back a relation that was taken away.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'relation', { id });
    const before = await relationBy(id);
    await refuseDouble(before, before.id);
    return changed(before, { closedAt: null, closedBy: null }, undefined);
  },
});

interface SentEnds {
  card: CardRef;
  other: CardRef;
  role: string;
}

async function relationBy(id: string): Promise<CardRelation> {
  const found = await CardRelation.query().findById(id);
  if (found === undefined) throw Fault.missing('relation', id);
  return found;
}

/** Columns of the two ends. Throws Fault `invalid`: unlike cards, a role nobody defined, a circle. */
async function endsOf({ card, other, role }: SentEnds, own = '') {
  if (card.entity !== other.entity)
    throw Fault.invalidAt(
      'other',
      'unlike',
      'a relation links two persons or two organisations; a person at an organisation is a position',
    );
  if (card.id === other.id) throw Fault.invalidAt('other', 'self', 'a card has no relation to itself');
  const kind = await RelationKind.query()
    .whereNull('closedAt')
    .where((either) => either.where({ key: role }).orWhere({ counterKey: role }))
    .first();
  if (kind === undefined || kind.between !== card.entity)
    throw Fault.invalidAt(
      'role',
      'missing',
      `there is no "${role}" between two of these; see /api/relation-kinds`,
    );
  const counterRole = kind.key === role ? kind.counterKey : kind.key;
  if (kind.hierarchical) await refuseCircle(card.id, other.id, role, own);
  return { cardEntity: card.entity, cardId: card.id, otherId: other.id, role, counterRole };
}

/** Most steps upwards that are walked; families and chains of command are not deeper. */
const MOST_STEPS = 60;

/** Who already is below or above over others cannot be it the other way round. Walks on from the other card by the same role. */
async function refuseCircle(card: string, other: string, role: string, own: string): Promise<void> {
  const known = new Set([other]);
  let here = [other];
  for (let step = 0; here.length > 0 && step < MOST_STEPS; step++) {
    const rows = (await db()('relation_ends')
      .whereIn('card_id', here)
      .where({ role })
      .whereNot({ relationId: own })
      .select('other_id')) as {
      otherId: string;
    }[];
    here = [...new Set(rows.map((row) => row.otherId))].filter((id) => !known.has(id));
    for (const id of here) known.add(id);
    if (known.has(card))
      throw Fault.invalidAt(
        'other',
        'circle',
        'it stands the other way round already, directly or over others',
      );
  }
}

/** The same said twice for overlapping days, from whichever end. */
async function refuseDouble(
  values: Pick<CardRelation, 'cardId' | 'otherId' | 'role' | 'counterRole' | 'fromOn' | 'untilOn'>,
  own: string | null,
): Promise<void> {
  const { cardId: card, otherId: other, role, counterRole } = values;
  const standing = await CardRelation.query()
    .whereNull('closedAt')
    .where((either) =>
      either
        .where({ cardId: card, otherId: other, role })
        .orWhere({ cardId: other, otherId: card, role: counterRole }),
    );
  const overlaps = standing.some(
    (each) =>
      each.id !== own &&
      (each.untilOn ?? '9999') >= (values.fromOn ?? '') &&
      (values.untilOn ?? '9999') >= (each.fromOn ?? ''),
  );
  if (overlaps) throw Fault.invalidAt('other', 'double', 'this relation stands there already for these days');
}

async function changed(
  before: CardRelation,
  values: Sent,
  version: number | undefined,
): Promise<CardRelation> {
  const after = await update(CardRelation, before.id, values, version === undefined ? {} : { version });
  if (after.version === before.version) return after;
  await writeEnds(after);
  await tell('relation.changed', after);
  return after;
}

/** The relation as each of its cards has it, for queries; none of one that was taken away. */
async function writeEnds(relation: CardRelation): Promise<void> {
  const {
    id,
    cardEntity,
    cardId: card,
    otherId: other,
    role,
    counterRole,
    fromOn,
    untilOn,
    closedAt,
  } = relation;
  await db()('relation_ends').where({ relationId: id }).delete();
  if (closedAt !== null) return;
  const both = { relationId: id, cardEntity, fromOn, untilOn };
  await db()('relation_ends').insert([
    { id: newId(), ...both, cardId: card, otherId: other, role },
    { id: newId(), ...both, cardId: other, otherId: card, role: counterRole },
  ]);
}

async function tell(name: 'relation.added' | 'relation.changed', relation: CardRelation): Promise<void> {
  const { id, cardEntity: entity } = relation;
  await emit(
    name,
    { id, cards: [relation.cardId, relation.otherId].map((card) => ({ entity, id: card })) },
    { entity: 'relation', id },
  );
}

/** Null empties a text, which is never null in its column. */
function written(values: Sent): Sent {
  return values.note === null ? { ...values, note: '' } : values;
}
