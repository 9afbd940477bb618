import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { contactKey } from '../contact-point.ts';
import type { Card, CardRef } from '../model/card.ts';

/**
 * The tables beside a card, through which queries and look-ups find it. The card's row is the truth; each table is written anew
 * where its part of the row changed, in the same unit of work.
 */
export async function writeTables(card: CardRef, before: Card | null, after: Card): Promise<void> {
  const differs = (key: keyof Card) => JSON.stringify(before?.[key] ?? null) !== JSON.stringify(after[key]);
  if (differs('externalIds')) await writeExternalIds(card, after);
  if (differs('contactPoints')) await rewrite('contact_points', ofCard(card), contactRows(card, after));
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

function contactRows(card: CardRef, row: Pick<Card, 'contactPoints'>): Record<string, unknown>[] {
  return row.contactPoints.map((point) => ({
    id: point.id,
    ...ofCard(card),
    kind: point.kind,
    value: point.value,
    key: contactKey(point.kind, point.value),
    label: point.label,
    isPrimary: point.primary,
    fromOn: point.from,
    untilOn: point.until,
    address: point.address === undefined ? null : JSON.stringify(point.address),
  }));
}

async function criteriaRows(card: CardRef, { criteria }: Card): Promise<Record<string, unknown>[]> {
  const ids: string[] = [];
  for (const [setKey, keys] of Object.entries(criteria)) {
    const rows = (await db()('criteria').where({ setKey }).whereIn('key', keys).select('id')) as {
      id: string;
    }[];
    ids.push(...rows.map((row) => row.id));
  }
  return ids.map((criterionId) => ({ criterionId, ...ofCard(card) }));
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
