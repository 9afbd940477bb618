import type { Actor } from '#kernel/actor.ts';
import { dayIn } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import type { Entity, Field } from '#kernel/schema.ts';
import { fold } from '#kernel/text/fold.ts';
import { applyScope } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { rowValues } from '#platform/catalog/values.ts';
import { setting } from '#platform/settings/api.ts';
import { type ContactPointInput, settledContactPoints } from '../contact-point.ts';
import { type HeldCriteria, keysEver, type SentCriterion, settledCriteria } from '../held-criteria.ts';
import type { Card, CardEntity } from '../model/card.ts';
import { tidied } from '../name.ts';
import { knownWriting } from '../tags/tag.ts';

/** What was sent for a card, as row values: checked, made normal, merged with what stands. */

export type Sent = Record<string, unknown>;

/** Today where the firm is. */
export function companyDay(): string {
  return dayIn(setting('timeZone'), now());
}

/**
 * Row values of the fields that were sent. Throws Fault `invalid` with a path per bad value: a reference to what is not there or
 * not to be seen, a criterion nobody defined, a contact point that cannot exist.
 */
export async function cardValues(
  card: CardEntity,
  sent: Sent,
  standing: Card | null,
  actor: Actor,
): Promise<Record<string, unknown>> {
  const entity = (await catalog()).entity(card);
  const values = rowValues(entity, sent);
  await checkReferences(entity, sent, actor);
  if (sent.kinds !== undefined) values.kinds = [...new Set((sent.kinds as string[] | null) ?? [])];
  if (sent.tags !== undefined)
    values.tags = await knownWriting(distinctTags((sent.tags as string[] | null) ?? []));
  if (sent.externalIds !== undefined)
    values.externalIds = mergedIds(standing?.externalIds ?? {}, sent.externalIds as Sent | null);
  if (sent.contactPoints !== undefined)
    values.contactPoints = settledContactPoints(
      (sent.contactPoints as ContactPointInput[] | null) ?? [],
      standing?.contactPoints ?? [],
      {
        country: setting('country'),
        today: companyDay(),
      },
    );
  const sets = entity.fields.filter(
    (field) => field.type.name === 'criteria' && sent[field.key] !== undefined,
  );
  if (sets.length > 0) values.criteria = await mergedCriteria(sets, sent, standing?.criteria ?? {});
  return values;
}

/** What a card has where nothing was sent. */
export const EMPTY_CARD = {
  kinds: [],
  tags: [],
  externalIds: {},
  criteria: {},
  contactPoints: [],
  representativeId: null,
  teamId: null,
};

/** References to one record must lead to one that stands and may be seen. Throws Fault `invalid`. */
export async function checkReferences(entity: Entity, sent: Sent, actor: Actor): Promise<void> {
  for (const field of entity.fields) {
    const reference = sent[field.key] as { entity: string; id: string } | null | undefined;
    if (field.type.name !== 'reference' || field.many === true || reference == null) continue;
    if (!(await isThere(reference, actor)))
      throw Fault.invalidAt(
        field.key,
        'missing',
        `there is no such ${reference.entity}, or it is not yours to see`,
      );
  }
}

async function isThere(reference: { entity: string; id: string }, actor: Actor): Promise<boolean> {
  const { table } = (await catalog()).entity(reference.entity);
  const query = db()(table).where(`${table}.id`, reference.id).first(`${table}.id`);
  applyScope(query, actor, reference.entity, table);
  return (await query) !== undefined;
}

/** Tags that differ only in case and marks are one tag; the first writing stays. */
function distinctTags(tags: readonly string[]): string[] {
  const byFold = new Map<string, string>();
  for (const tag of tags.map(tidied)) if (tag !== '' && !byFold.has(fold(tag))) byFold.set(fold(tag), tag);
  return [...byFold.values()];
}

/** Each program answers for its own id: what is not named stays, null takes away. */
function mergedIds(standing: Record<string, string>, sent: Sent | null): Record<string, string> {
  if (sent === null) return {};
  const merged = Object.entries({ ...standing, ...sent }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged.sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, string>;
}

async function mergedCriteria(
  sets: readonly Field[],
  sent: Sent,
  standing: HeldCriteria,
): Promise<HeldCriteria> {
  const merged = { ...standing };
  for (const { key } of sets) {
    const said = (sent[key] as SentCriterion[] | null) ?? [];
    const keys = said.map((each) => (typeof each === 'string' ? each : each.key));
    await checkCriteria(key, keys, keysEver(standing[key] ?? []));
    const held = settledCriteria(key, said, standing[key] ?? [], companyDay());
    if (held.length === 0) delete merged[key];
    else merged[key] = held;
  }
  return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A closed criterion stays on the cards that have it, and is given to no other. */
async function checkCriteria(
  set: string,
  keys: readonly string[],
  standing: readonly string[],
): Promise<void> {
  const rows = (await db()('criteria')
    .where({ setKey: set })
    .whereIn('key', [...keys])
    .select('key', 'closed_at')) as { key: string; closedAt: string | null }[];
  const open = new Set(
    rows.filter((row) => row.closedAt === null || standing.includes(row.key)).map((row) => row.key),
  );
  const at = keys.findIndex((key) => !open.has(key));
  if (at >= 0)
    throw Fault.invalidAt(
      `${set}.${at}`,
      'criterion',
      `there is no "${keys[at]}" in ${set}; see /api/criteria`,
    );
}
