import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Label } from '#kernel/schema.ts';
import { cardReach, reachesByQuery } from '#platform/access/rights.ts';
import type { SearchText } from '#platform/search/index-texts.ts';
import { employersOf, type NamedCard, wordsOfCard } from './api.ts';
import type { ContactPoint } from './contact-point.ts';
import { keysEver } from './held-criteria.ts';
import type { Card, CardEntity } from './model/card.ts';
import { Organisation } from './model/organisation.ts';
import { Person } from './model/person.ts';
import { spokenPhone } from './phone.ts';

/** What is found of cards, and by whom. */

export async function textsOfPersons(ids: readonly string[]): Promise<SearchText[]> {
  const persons = await Person.query()
    .whereIn('id', [...ids])
    .whereNull('closedAt');
  const employers = await employersOf(persons.map((person) => person.id));
  const titles = await titlesOf(persons.map((person) => person.id));
  const named = await criteriaNames(persons);
  return persons.map((person) =>
    textOf(
      'person',
      person,
      named,
      [
        ...(employers.get(person.id) ?? []).map((card) => card.name),
        ...(titles.get(person.id) ?? []).flatMap(({ title, department, contactPoints }) => [
          title,
          department,
          ...pointWords(contactPoints),
        ]),
      ],
      workOf(employers.get(person.id)?.[0], titles.get(person.id) ?? []),
    ),
  );
}

export async function textsOfOrganisations(ids: readonly string[]): Promise<SearchText[]> {
  const organisations = await Organisation.query()
    .whereIn('id', [...ids])
    .whereNull('closedAt');
  const named = await criteriaNames(organisations);
  return organisations.map((each) =>
    textOf('organisation', each, named, each.taxNumber === null ? [] : [each.taxNumber]),
  );
}

/** Words of access that an actor holds for cards, and for what is about them. */
export async function cardWordsOf(actor: Actor): Promise<string[]> {
  const reach = cardReach(actor);
  if (reach === null) return [];
  // What a card is like is no word: all of them are looked through, and the policy says which are seen.
  if (reach === 'all' || reachesByQuery(actor)) return ['card'];
  const own = actor.userId === null ? [] : [`rep${actor.userId}`];
  return reach === 'own' ? own : [...own, ...actor.teams.map((team) => `team${team}`)];
}

function textOf(
  entity: CardEntity,
  card: Card,
  criteria: ReadonlyMap<string, string>,
  more: readonly string[],
  note = '',
): SearchText {
  const points = pointWords(card.contactPoints);
  const nodes = Object.entries(card.criteria).flatMap(([set, keys]) =>
    keysEver(keys).map((key) => criteria.get(`${set} ${key}`) ?? key),
  );
  const body = [...more, ...points, ...card.tags, ...Object.values(card.externalIds), ...nodes]
    .filter((part) => part !== '')
    .join('\n');
  return {
    entity,
    id: card.id,
    at: card.createdAt,
    title: card.name,
    note: note || reachOf(card),
    body,
    scope: wordsOfCard(card),
  };
}

function pointWords(points: readonly ContactPoint[]): string[] {
  return points.flatMap(({ kind, value, label }) => [
    value,
    kind === 'phone' ? `${spokenPhone(value)} ${nationalDigits(value)}` : '',
    label ?? '',
  ]);
}

/** Where somebody works and as what, at the newest position. */
function workOf(employer: NamedCard | undefined, titles: readonly Titled[]): string {
  if (employer === undefined) return '';
  const title = titles.find((each) => each.organisationId === employer.id)?.title ?? '';
  return [title, employer.name].filter((part) => part !== '').join(' · ');
}

/** How a card is reached first: what tells two firms of one name apart in every language. */
function reachOf({ contactPoints }: Card): string {
  for (const kind of ['email', 'web', 'postal', 'phone']) {
    const points = contactPoints.filter((point) => point.kind === kind);
    const point = points.find(({ primary }) => primary) ?? points[0];
    if (point !== undefined) return point.value;
  }
  return '';
}

/** Numbers are asked for as they are dialled at home: `0532…`, `532…`. */
function nationalDigits(number: string): string {
  const national = spokenPhone(number)
    .replace(/^\+\d+/, '')
    .replace(/\D/g, '');
  return `${national} 0${national}`;
}

interface Titled {
  organisationId: string;
  title: string;
  department: string;
  contactPoints: ContactPoint[];
}

async function titlesOf(persons: readonly string[]): Promise<Map<string, Titled[]>> {
  const rows = (await db()('positions')
    .whereIn('person_id', [...persons])
    .whereNull('closed_at')
    .select('person_id', 'organisation_id', 'title', 'department', 'contact_points')) as (Omit<
    Titled,
    'contactPoints'
  > & { personId: string; contactPoints: string })[];
  const found = new Map<string, Titled[]>();
  for (const { personId, contactPoints, ...titled } of rows) {
    const points = JSON.parse(contactPoints) as ContactPoint[];
    found.set(personId, [...(found.get(personId) ?? []), { ...titled, contactPoints: points }]);
  }
  return found;
}

/** Names by set and key, of the criteria that these cards have. */
async function criteriaNames(cards: readonly Card[]): Promise<Map<string, string>> {
  const keys = new Set(cards.flatMap((card) => Object.values(card.criteria).flatMap(keysEver)));
  if (keys.size === 0) return new Map();
  const rows = (await db()('criteria')
    .whereIn('key', [...keys])
    .select('set_key', 'key', 'name', 'names')) as {
    setKey: string;
    key: string;
    name: string;
    names: string | null;
  }[];
  const called = ({ name, names }: { name: string; names: string | null }) =>
    names === null ? name : [...new Set(Object.values(JSON.parse(names) as Label))].join(' ');
  return new Map(rows.map((row) => [`${row.setKey} ${row.key}`, called(row)]));
}
