import { db } from '#kernel/db/unit.ts';
import { fold } from '#kernel/text/fold.ts';
import { applyScope, canMany } from '#platform/access/policy.ts';
import type { Plan } from '#platform/exchange/importers.ts';
import { mailKey } from '../mail-address.ts';
import type { Card, CardEntity } from '../model/card.ts';
import { Organisation } from '../model/organisation.ts';
import { Person } from '../model/person.ts';
import { Position } from '../model/position.ts';
import { tidied } from '../name.ts';
import type { Draft, Values } from './values.ts';

/** The second step: what stands already of what a chunk of rows names, in a few queries for all of them. */
export interface Found {
  /** Cards by the chosen key's value, those the actor sees. */
  cards: ReadonlyMap<string, readonly Card[]>;
  /** Owner of each external id that a row names, whoever may see it. */
  externalIds: ReadonlyMap<string, string>;
  /** Those of them that are closed. */
  closedOwners: ReadonlySet<string>;
  /** Organisations by folded name and by tax number. */
  organisations: ReadonlyMap<string, readonly Organisation[]>;
  /** What each organisation that a row may be put below belongs to, up to the top. */
  above: ReadonlyMap<string, string>;
  /** Open positions of the found persons. */
  positions: ReadonlyMap<string, readonly Position[]>;
  /** Ids of found cards that the actor may change. */
  changeable: ReadonlySet<string>;
}

const CLASSES = { person: Person, organisation: Organisation };

export async function find(card: CardEntity, drafts: readonly Draft[], plan: Plan): Promise<Found> {
  const values = drafts.filter((draft) => draft.refusal === null).map((draft) => draft.values);
  const owners = await ownersOf(card, values, plan);
  const byKey = await idsByKey(card, values, plan, owners);
  const standing = await seenCards(card, [...new Set([...byKey.values()].flat())], plan);
  const cards = new Map<string, Card[]>();
  for (const [key, ids] of byKey)
    cards.set(
      key,
      ids.map((id) => standing.get(id)).filter((each) => each !== undefined),
    );
  const organisations = await organisationsOf(card, values, plan);
  const named = card === 'organisation' ? [...organisations.values()].flat() : [];
  const rights = await canMany(plan.actor, card, [...standing.values(), ...named]);
  return {
    cards,
    externalIds: owners,
    closedOwners: await closedAmong(
      card,
      [...owners.values()].filter((id) => !standing.has(id)),
    ),
    organisations,
    above: await aboveOf(named),
    positions: card === 'person' ? await positionsOf([...standing.keys()]) : new Map(),
    changeable: new Set([...rights].filter(([, can]) => can.change === true).map(([id]) => id)),
  };
}

/** What a row's chosen key is, made comparable; undefined where the row has none. */
export function keyOf({ externalId, taxNumber, points }: Values, plan: Plan): string | undefined {
  if (plan.options.key === 'externalId') return externalId;
  if (plan.options.key === 'taxNumber') return taxNumber;
  const email = plan.options.key === 'email' ? points.find((point) => point.kind === 'email') : undefined;
  return email === undefined ? undefined : mailKey(email.value);
}

async function ownersOf(
  card: CardEntity,
  values: readonly Values[],
  plan: Plan,
): Promise<Map<string, string>> {
  const asked = distinct(values.map((each) => each.externalId));
  if (asked.length === 0) return new Map();
  const rows = (await db()('card_external_ids')
    .where({ cardEntity: card, system: plan.options.system })
    .whereIn('value', asked)
    .select('value', 'card_id')) as { value: string; cardId: string }[];
  return new Map(rows.map((row) => [row.value, row.cardId]));
}

async function idsByKey(
  card: CardEntity,
  values: readonly Values[],
  plan: Plan,
  owners: ReadonlyMap<string, string>,
): Promise<Map<string, string[]>> {
  if (plan.options.key === 'externalId') return new Map([...owners].map(([value, id]) => [value, [id]]));
  const keys = distinct(values.map((each) => keyOf(each, plan)));
  if (keys.length === 0) return new Map();
  const rows =
    plan.options.key === 'email'
      ? await holdersOf(card, keys)
      : ((await db()('organisations')
          .whereIn('tax_number', keys)
          .whereNull('closed_at')
          .select({ key: 'tax_number', id: 'id' })) as Keyed[]);
  const found = new Map<string, string[]>();
  for (const { key, id } of rows)
    if (found.get(key)?.includes(id) !== true) found.set(key, [...(found.get(key) ?? []), id]);
  return found;
}

interface Keyed {
  key: string;
  id: string;
}

/** Asked by key alone: with the entity beside it, SQLite goes through the addresses of all cards. */
async function holdersOf(card: CardEntity, keys: readonly string[]): Promise<Keyed[]> {
  const rows = (await db()('contact_points')
    .where({ kind: 'email' })
    .whereIn('key', [...keys])
    .select({ key: 'key', id: 'card_id', entity: 'card_entity' })) as (Keyed & { entity: string })[];
  return rows.filter((row) => row.entity === card);
}

/** Open cards among these that the actor sees, by id. */
async function seenCards(card: CardEntity, ids: readonly string[], plan: Plan): Promise<Map<string, Card>> {
  if (ids.length === 0) return new Map();
  const table = CLASSES[card].tableName;
  const asked = db()(table)
    .whereIn(`${table}.id`, [...ids])
    .whereNull(`${table}.closed_at`);
  applyScope(asked, plan.actor, card, table);
  const rows = (await asked.select(`${table}.*`)) as Record<string, unknown>[];
  return new Map(
    rows
      .map((row) => (CLASSES[card] as typeof Person).fromDatabaseJson(row) as Card)
      .map((found) => [found.id, found]),
  );
}

async function closedAmong(card: CardEntity, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = (await db()(CLASSES[card].tableName)
    .whereIn('id', [...ids])
    .whereNotNull('closed_at')
    .select('id')) as { id: string }[];
  return new Set(rows.map((row) => row.id));
}

async function organisationsOf(
  card: CardEntity,
  values: readonly Values[],
  plan: Plan,
): Promise<Map<string, Organisation[]>> {
  const names = distinct(
    values.flatMap((each) => [
      each.organisation,
      each.parent,
      card === 'organisation' ? each.name : undefined,
    ]),
  ).map((name) => fold(tidied(name)));
  const taxes = distinct(values.map((each) => each.organisationTax));
  if (names.length + taxes.length === 0) return new Map();
  const called = await openOrganisations([
    ['name_folded', names],
    ['tax_number', taxes],
  ]);
  const rows = [...(await seenCards('organisation', called, plan)).values()] as Organisation[];
  const found = new Map<string, Organisation[]>();
  for (const row of rows)
    for (const key of [nameKey(row.name), taxKey(row.taxNumber ?? '')])
      found.set(key, [...(found.get(key) ?? []), row]);
  return found;
}

/** One question for each column: an OR over both goes through all organisations. */
async function openOrganisations(
  asked: readonly [column: string, values: readonly string[]][],
): Promise<string[]> {
  const ids = new Set<string>();
  for (const [column, values] of asked) {
    if (values.length === 0) continue;
    const rows = (await db()('organisations')
      .whereIn(column, [...values])
      .whereNull('closed_at')
      .orderBy('id')
      .select('id')) as { id: string }[];
    for (const { id } of rows) ids.add(id);
  }
  return [...ids];
}

async function aboveOf(organisations: readonly Organisation[]): Promise<Map<string, string>> {
  const above = new Map<string, string>();
  let asked = organisations.map((each) => each.parentId).filter((id) => id !== null);
  for (const each of organisations) if (each.parentId !== null) above.set(each.id, each.parentId);
  while (asked.length > 0) {
    const rows = (await db()('organisations')
      .whereIn('id', [...new Set(asked)])
      .whereNotNull('parent_id')
      .select('id', 'parent_id')) as { id: string; parentId: string }[];
    asked = rows.filter(({ id }) => !above.has(id)).map(({ parentId }) => parentId);
    for (const { id, parentId } of rows) above.set(id, parentId);
  }
  return above;
}

export function nameKey(name: string): string {
  return `name ${fold(tidied(name))}`;
}

export function taxKey(number: string): string {
  return `tax ${number}`;
}

async function positionsOf(persons: readonly string[]): Promise<Map<string, Position[]>> {
  if (persons.length === 0) return new Map();
  const rows = await Position.query()
    .whereIn('personId', [...persons])
    .whereNull('closedAt')
    .orderBy('id');
  const found = new Map<string, Position[]>();
  for (const row of rows) found.set(row.personId, [...(found.get(row.personId) ?? []), row]);
  return found;
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((each) => each !== undefined))];
}
