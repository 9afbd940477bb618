import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import {
  cardScope,
  cardWays,
  type Fragment,
  fragment,
  policy,
  type RecordRef,
  type Scope,
  visibleIds,
} from '#platform/access/policy.ts';

/** What somebody with the role `limited` does with cards: everything but closing them. */
const LIMITED = ['see', 'add', 'change'];

export const POLICIES = [
  policy({
    entity: 'person',
    says: 'A person is seen by whose role reaches every card; else by its representative and its team.',
    see: cardScope,
    ways: cardWays,
    may: { restore: true },
    grants: { limited: LIMITED },
  }),
  policy({
    entity: 'organisation',
    says: 'An organisation is seen by whose role reaches every card; else by its representative and its team.',
    see: cardScope,
    ways: cardWays,
    may: { restore: true },
    grants: { limited: LIMITED },
  }),
  policy({
    entity: 'position',
    says: 'A position is seen by who may see both the person and the organisation.',
    see: (actor) => onCards(actor, 'every', { persons: 'person_id', organisations: 'organisation_id' }),
    may: { restore: true },
    within: boundPositions,
  }),
  policy({
    entity: 'contactPoint',
    says: 'A contact point is seen with its card or position.',
    fieldClass: 'contact',
    see: pointsOf,
    add: false,
    change: false,
    close: false,
    within: (records) => withinCards(records),
  }),
  policy({
    entity: 'relation',
    says: 'A relation is seen by who may see both of its cards.',
    see: (actor) => betweenCards(actor, ['card_id', 'other_id']),
    may: { restore: true },
    within: (records) => withinCards(records),
  }),
  policy({
    entity: 'relationEnd',
    says: 'A related card is asked about by who may see both cards.',
    see: (actor) => betweenCards(actor, ['card_id', 'other_id']),
    add: false,
    change: false,
    close: false,
    within: (records) => withinCards(records),
  }),
  policy({
    entity: 'relationKind',
    says: 'Everybody sees the kinds of relation; administrators define them.',
    see: true,
    may: { restore: true },
    grants: { user: ['see'], limited: ['see'] },
    within: () => true,
  }),
  policy({
    entity: 'trait',
    says: 'What is known of a card is seen with it, where the role shows private data, and changed by who may change it.',
    fieldClass: 'private',
    see: (actor) => onCards(actor, 'some', { persons: 'card_id', organisations: 'card_id' }),
    may: { restore: true },
    within: (records) => withinCards(records),
  }),
  policy({
    entity: 'traitKind',
    says: 'Everybody sees the kinds of trait; administrators define them.',
    see: true,
    may: { restore: true },
    grants: { user: ['see'], limited: ['see'] },
    within: () => true,
  }),
  policy({
    entity: 'criterion',
    says: 'Everybody sees the criteria; administrators define them.',
    see: true,
    may: { restore: true },
    grants: { user: ['see'], limited: ['see'] },
    within: () => true,
  }),
];

/** Rows whose column names a card that the role reaches, in every table named or in one of them. Ids are unique over all tables. */
function onCards(actor: Actor, which: 'every' | 'some', columns: Record<string, string>): Scope {
  const reach = cardScope(actor, 'person');
  if (typeof reach === 'boolean') return reach;
  return fragment((query, table) => {
    for (const [cards, column] of Object.entries(columns)) {
      const entity = cards === 'persons' ? 'person' : 'organisation';
      const reached = db()(cards).select('id');
      reached.where((inner) => (cardScope(actor, entity) as Fragment).sql(inner, cards));
      if (which === 'every') query.whereIn(`${table}.${column}`, reached);
      else query.orWhereIn(`${table}.${column}`, reached);
    }
  });
}

function pointsOf(actor: Actor): Scope {
  const cards = onCards(actor, 'some', { persons: 'card_id', organisations: 'card_id' });
  if (typeof cards === 'boolean') return cards;
  return fragment((query, table) => {
    query.orWhere((inner) => (cards as Fragment).sql(inner, table));
    query.orWhereIn(`${table}.card_id`, visibleIds(actor, 'position'));
  });
}

/** Rows whose columns each name a card, of whichever kind, that the role reaches. */
function betweenCards(actor: Actor, columns: readonly string[]): Scope {
  if (typeof cardScope(actor, 'person') === 'boolean') return cardScope(actor, 'person');
  return fragment((query, table) => {
    for (const column of columns)
      query.where((either) => {
        for (const [entity, cards] of [
          ['person', 'persons'],
          ['organisation', 'organisations'],
        ] as const) {
          const reached = db()(cards).select('id');
          reached.where((inner) => (cardScope(actor, entity) as Fragment).sql(inner, cards));
          either.orWhereIn(`${table}.${column}`, reached);
        }
      });
  });
}

/** Positions of the persons and organisations to which a widget token is bound. */
function boundPositions(records: readonly RecordRef[]): Scope {
  const ids = (entity: string) => records.filter((each) => each.entity === entity).map((each) => each.id);
  const [persons, organisations] = [ids('person'), ids('organisation')];
  if (persons.length + organisations.length === 0) return false;
  return fragment((query, table) => {
    query.whereIn(`${table}.person_id`, persons).orWhereIn(`${table}.organisation_id`, organisations);
  });
}

function withinCards(records: readonly RecordRef[]): Scope {
  const cards = records.filter((each) => each.entity === 'person' || each.entity === 'organisation');
  if (cards.length === 0) return false;
  return fragment(
    (query, table) =>
      void query.whereIn(
        `${table}.card_id`,
        cards.map((each) => each.id),
      ),
  );
}
