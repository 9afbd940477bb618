import { type Actor, systemActor } from '#kernel/actor.ts';
import { dayIn } from '#kernel/clock.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { allow, applyScope } from '#platform/access/policy.ts';
import { setting } from '#platform/settings/api.ts';
import { addConsent } from './consent/commands.ts';
import type { ConsentChannel, ConsentPurpose, ConsentSource } from './consent/consent.ts';
import { groupBy } from './groups/commands.ts';
import type { Question } from './groups/question.ts';
import { mailKey } from './mail-address.ts';
import type { CardEntity, CardRef } from './model/card.ts';

/**
 * What other rooms may ask of the cards. Nothing here asks for rights unless it takes an actor: it links records, it does not show
 * them. Closed cards are not found.
 */

export interface NamedCard extends CardRef {
  name: string;
}

const TABLES: Record<CardEntity, string> = { person: 'persons', organisation: 'organisations' };
/** Values per query, below what both engines take. */
const CHUNK = 400;

/**
 * Cards on which mail addresses stand today, by the address as it was asked; addresses without a card are left out. One indexed
 * query for up to 400 addresses.
 */
export async function cardsByAddress(addresses: readonly string[]): Promise<Map<string, NamedCard[]>> {
  const asked = new Map<string, string[]>();
  for (const address of new Set(addresses)) {
    const key = mailKey(address);
    asked.set(key, [...(asked.get(key) ?? []), address]);
  }
  const found = new Map<string, NamedCard[]>();
  for (const row of await cardsOfKeys([...asked.keys()], today()))
    for (const address of asked.get(row.key) ?? []) {
      const cards = found.get(address) ?? [];
      found.set(address, cards);
      if (!cards.some((card) => card.id === row.id))
        cards.push({ entity: row.entity, id: row.id, name: row.name });
    }
  return found;
}

interface KeyRow extends NamedCard {
  key: string;
}

async function cardsOfKeys(keys: readonly string[], day: string): Promise<KeyRow[]> {
  const found: KeyRow[] = [];
  for (let from = 0; from < keys.length; from += CHUNK)
    found.push(...(await pointsOf(keys.slice(from, from + CHUNK), day)).map(cardOf));
  return found;
}

type PointRow = Omit<KeyRow, 'name'> & {
  person: string | null;
  organisation: string | null;
  personId: string | null;
};

/** What stands at a position is the person's. */
function cardOf({ person, organisation, personId, ...row }: PointRow): KeyRow {
  const owner = personId === null ? {} : { entity: 'person' as const, id: personId };
  return { ...row, ...owner, name: person ?? organisation ?? '' };
}

/** Mail addresses that hold on a day, of open cards and of positions that last; persons before their organisations. */
async function pointsOf(keys: readonly string[], day: string): Promise<PointRow[]> {
  const query = db()('contact_points as c')
    .leftJoin('positions as j', (join) => join.on('j.id', 'c.card_id').andOnVal('c.card_entity', 'position'))
    .leftJoin('persons as p', (join) =>
      join
        .on('p.id', db().raw('coalesce(j.person_id, c.card_id)'))
        .andOnVal('c.card_entity', '<>', 'organisation'),
    )
    .leftJoin('organisations as o', (join) =>
      join.on('o.id', 'c.card_id').andOnVal('c.card_entity', 'organisation'),
    )
    .where('c.kind', 'email')
    .whereIn('c.key', [...keys])
    .whereNull('j.closed_at')
    .whereNull('p.closed_at')
    .whereNull('o.closed_at')
    .orderByRaw("CASE WHEN c.card_entity = 'organisation' THEN 1 ELSE 0 END")
    .orderBy('c.id')
    .select('c.key as key', 'c.card_entity as entity', 'c.card_id as id', 'j.person_id as person_id')
    .select('p.name as person', 'o.name as organisation');
  for (const table of ['c', 'j']) {
    query.where((valid) => valid.whereNull(`${table}.from_on`).orWhere(`${table}.from_on`, '<=', day));
    query.where((valid) => valid.whereNull(`${table}.until_on`).orWhere(`${table}.until_on`, '>=', day));
  }
  return (await query) as PointRow[];
}

/** Organisations in which persons have a position today, by person id; the newest position first. */
export async function employersOf(persons: readonly string[]): Promise<Map<string, NamedCard[]>> {
  const day = today();
  const found = new Map<string, NamedCard[]>();
  for (let from = 0; from < persons.length; from += CHUNK) {
    const rows = (await db()('positions as j')
      .join('organisations as o', 'o.id', 'j.organisation_id')
      .whereIn('j.person_id', persons.slice(from, from + CHUNK))
      .whereNull('j.closed_at')
      .whereNull('o.closed_at')
      .where((valid) => valid.whereNull('j.from_on').orWhere('j.from_on', '<=', day))
      .where((valid) => valid.whereNull('j.until_on').orWhere('j.until_on', '>=', day))
      .orderByRaw("coalesce(j.from_on, '') DESC, j.id")
      .select('j.person_id as personId', 'o.id as id', 'o.name as name')) as {
      personId: string;
      id: string;
      name: string;
    }[];
    for (const { personId, ...card } of rows) {
      const cards = found.get(personId) ?? [];
      found.set(personId, cards);
      if (!cards.some((each) => each.id === card.id)) cards.push({ entity: 'organisation', ...card });
    }
  }
  return found;
}

/** A person by the parts of its name, with the photo of its card. */
export interface NamedPerson {
  id: string;
  givenName: string;
  familyName: string;
  photoId: string | null;
}

/** Persons whose cards are open. */
export async function personsToday(ids: readonly string[]): Promise<NamedPerson[]> {
  const rows: NamedPerson[] = [];
  for (let from = 0; from < ids.length; from += CHUNK)
    rows.push(
      ...((await db()('persons')
        .whereIn('id', ids.slice(from, from + CHUNK))
        .whereNull('closed_at')
        .select('id', 'given_name', 'family_name', 'photo_id')) as NamedPerson[]),
    );
  return rows;
}

/** Names of cards, closed ones too, by `entity:id`. */
export async function cardNames(
  cards: readonly { entity: string; id: string }[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entity of ['person', 'organisation'] as const)
    for (const row of await rowsOf<{ id: string; name: string }>(entity, cards, ['id', 'name']))
      found.set(`${entity}:${row.id}`, row.name);
  return found;
}

/**
 * Words of access of cards, by `entity:id`, for the scope of what is about them in the search index: `card` for who may see every
 * card, `rep…` and `team…` for who answers for it.
 */
export async function cardWords(
  cards: readonly { entity: string; id: string }[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  type Answering = { id: string; representativeId: string | null; teamId: string | null };
  for (const entity of ['person', 'organisation'] as const)
    for (const row of await rowsOf<Answering>(entity, cards, ['id', 'representative_id', 'team_id']))
      found.set(`${entity}:${row.id}`, wordsOfCard(row));
  return found;
}

export function wordsOfCard({
  representativeId,
  teamId,
}: {
  representativeId: string | null;
  teamId: string | null;
}): string[] {
  return [
    'card',
    ...(representativeId === null ? [] : [`rep${representativeId}`]),
    ...(teamId === null ? [] : [`team${teamId}`]),
  ];
}

/** The mail address to which mail for a card goes today, with its name; null where it has none or this actor may not see it. */
export async function primaryEmail(
  card: CardRef,
  actor: Actor,
): Promise<(NamedCard & { address: string }) | null> {
  const table = TABLES[card.entity];
  if (table === undefined) return null;
  const query = db()(table)
    .where(`${table}.id`, card.id)
    .whereNull(`${table}.closed_at`)
    .first(`${table}.name`);
  applyScope(query, actor, card.entity, table);
  const seen = (await query) as { name: string } | undefined;
  if (seen === undefined) return null;
  const day = today();
  const address =
    (await addressAt(card.entity, [card.id], day)) ??
    (card.entity === 'person'
      ? await addressAt('position', await positionsOn(card.id, day), day)
      : undefined);
  return address === undefined ? null : { entity: card.entity, id: card.id, name: seen.name, address };
}

/** The first address of the first of these owners that has one. */
async function addressAt(
  cardEntity: string,
  owners: readonly string[],
  day: string,
): Promise<string | undefined> {
  for (const cardId of owners) {
    const point = (await db()('contact_points')
      .where({ cardEntity, cardId, kind: 'email' })
      .where((valid) => valid.whereNull('from_on').orWhere('from_on', '<=', day))
      .where((valid) => valid.whereNull('until_on').orWhere('until_on', '>=', day))
      .orderBy('is_primary', 'desc')
      .orderBy('id')
      .first('value')) as { value: string } | undefined;
    if (point !== undefined) return point.value;
  }
  return undefined;
}

/** Ids of a person's positions on a day, the newest first. */
async function positionsOn(personId: string, day: string): Promise<string[]> {
  const rows = (await db()('positions')
    .where({ personId })
    .whereNull('closed_at')
    .where((valid) => valid.whereNull('from_on').orWhere('from_on', '<=', day))
    .where((valid) => valid.whereNull('until_on').orWhere('until_on', '>=', day))
    .orderByRaw("coalesce(from_on, '') DESC, id")
    .select('id')) as { id: string }[];
  return rows.map((row) => row.id);
}

async function rowsOf<T>(
  entity: CardEntity,
  cards: readonly { entity: string; id: string }[],
  columns: string[],
): Promise<T[]> {
  const ids = [...new Set(cards.filter((card) => card.entity === entity).map((card) => card.id))];
  const rows: T[] = [];
  for (let from = 0; from < ids.length; from += CHUNK)
    rows.push(
      ...((await db()(TABLES[entity])
        .whereIn('id', ids.slice(from, from + CHUNK))
        .select(columns)) as T[]),
    );
  return rows;
}

function today(): string {
  return dayIn(setting('timeZone'), now());
}

export { type AudienceCard, type AudienceQuestion, readAudience } from './groups/audience.ts';
export { type Question, sentencesOfQuestion } from './groups/question.ts';

/** The question of a group that the actor may see, with its name and version. Throws Fault `missing`. */
export async function groupQuestion(
  id: string,
  actor: Actor,
): Promise<Question & { name: string; version: number }> {
  await allow(actor, 'see', 'group', { id });
  const { name, version, of, where, asOf, pinned, excluded } = await groupBy(id);
  return { name, version, of, where, asOf, pinned, excluded };
}

/** Writes down what somebody said about being written to, as the house itself: they did it by their own hand. */
export async function recordConsent(
  card: CardRef,
  facts: {
    channel: ConsentChannel;
    purpose: ConsentPurpose;
    status: 'given' | 'refused';
    source: ConsentSource;
    evidence: string;
  },
): Promise<void> {
  await run(
    addConsent,
    { card: { entity: card.entity, id: card.id }, ...facts },
    systemActor('people.recordConsent'),
  );
}
