import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { type ContactPoint, contactKey } from '../contact-point.ts';
import { dated, keysEver } from '../held-criteria.ts';
import type { Card, CardRef } from '../model/card.ts';

/**
 * The tables beside a card, through which queries and look-ups find it. The card's row is the truth; each table is written anew
 * where its part of the row changed, in the same unit of work.
 */
export async function writeTables(card: CardRef, before: Card | null, after: Card): Promise<void> {
  const differs = (key: keyof Card) => JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after[key]);
  if (differs('externalIds')) await writeExternalIds(card, after);
  if (differs('contactPoints')) await writeContactPoints(card, after.contactPoints);
  if (differs('kinds'))
    await rewrite(
      'card_kinds',
      ofCard(card),
      after.kinds.map((kind) => ({ kind, ...ofCard(card) })),
    );
  if (differs('tags')) {
    const ofRecord = { entity: card.entity, recordId: card.id };
    await rewrite(
      'record_tags',
      ofRecord,
      after.tags.map((tag) => ({ tag, ...ofRecord })),
    );
  }
  if (differs('criteria')) await rewrite('card_criteria', ofCard(card), await criteriaRows(card, after));
}

const ofCard = (card: CardRef) => ({ cardEntity: card.entity, cardId: card.id });

async function rewrite(
  table: string,
  owner: Record<string, string>,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  await db()(table).where(owner).delete();
  for (let from = 0; from < rows.length; from += 50) await db()(table).insert(rows.slice(from, from + 50));
}

/** Of a card, or of a position. */
export async function writeContactPoints(
  owner: { entity: string; id: string },
  points: readonly ContactPoint[],
): Promise<void> {
  const ofOwner = { cardEntity: owner.entity, cardId: owner.id };
  await rewrite(
    'contact_points',
    ofOwner,
    points.map((point) => ({ ...ofOwner, ...contactRow(point) })),
  );
}

function contactRow(point: ContactPoint): Record<string, unknown> {
  return {
    id: point.id,
    kind: point.kind,
    value: point.value,
    key: contactKey(point.kind, point.value),
    label: point.label,
    isPrimary: point.primary,
    fromOn: point.from,
    untilOn: point.until,
    address: point.address === undefined ? null : JSON.stringify(point.address),
    undeliverableAt: point.undeliverable?.at ?? null,
  };
}

async function criteriaRows(card: CardRef, { criteria }: Card): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (const [setKey, held] of Object.entries(criteria)) {
    const nodes = (await db()('criteria')
      .where({ setKey })
      .whereIn('key', keysEver(held))
      .select('id', 'key')) as {
      id: string;
      key: string;
    }[];
    const ids = new Map(nodes.map((node) => [node.key, node.id]));
    for (const { key, from: fromOn, until: untilOn } of held.map(dated))
      if (ids.has(key)) rows.push({ criterionId: ids.get(key), ...ofCard(card), fromOn, untilOn });
  }
  return rows;
}

async function writeExternalIds(card: CardRef, { externalIds }: Card): Promise<void> {
  await db()('card_external_ids').where(ofCard(card)).delete();
  for (const [system, value] of Object.entries(externalIds)) {
    const taken = await cardByExternalId(card.entity, system, value);
    if (taken !== undefined)
      throw Fault.conflict(
        `${card.entity}.externalIdTaken`,
        `Another card is already known to ${system} as "${value}".`,
        {
          errors: [{ path: `externalIds.${system}`, code: 'taken', detail: 'belongs to another card' }],
        },
      );
    // PostgreSQL answers a row it may not see yet with a serialization failure, and the command runs again and finds it.
    await db()('card_external_ids')
      .insert({ ...ofCard(card), system, value })
      .onConflict(['card_entity', 'system', 'value'])
      .ignore();
  }
}

/** Id of the card that a program knows by this value. */
export async function cardByExternalId(
  entity: CardRef['entity'],
  system: string,
  value: string,
): Promise<string | undefined> {
  const row = (await db()('card_external_ids')
    .where({ cardEntity: entity, system, value })
    .first('card_id')) as { cardId: string } | undefined;
  return row?.cardId;
}
