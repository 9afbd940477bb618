import { type HeardEvent, listener } from '#kernel/events.ts';
import { type Entity, type Label, rowKey } from '#kernel/schema.ts';
import { addLines, type Said, type TimelineLine } from '#platform/timeline/api.ts';
import { cardNames } from './api.ts';
import './events.ts';
import { type CardRef, labelOf } from './model/card.ts';
import { Organisation, organisationEntity } from './model/organisation.ts';
import { Person, personEntity } from './model/person.ts';
import { Position } from './model/position.ts';
import { CardRelation, RelationKind } from './model/relation.ts';
import { oneByOne, weightOf } from './one-by-one.ts';
import { undeliverableListener } from './undeliverable.ts';

/** Records of one unit: a position leaves two lines. */
const PORTION = 150;

/** The history of a card also says what happened to the card itself. */
const writeHistory = listener({
  name: 'people.history',
  says: 'Leaves a line on the history of a card when it is opened, changed, closed, or gets a position or a relation.',
  on: ['card.added', 'cards.added', 'card.changed', 'position.added', 'positions.added', 'relation.added'],
  portion: { most: PORTION, weighs: weightOf },
  async looks(heard) {
    const events = oneByOne(heard);
    const lines: TimelineLine[] = [];
    const closed = await closedCards(events);
    const positions = await positionLines(
      events.filter((event) => event.name === 'position.added') as HeardEvent<'position.added'>[],
    );
    const relations = await relationLines(
      events.filter((event) => event.name === 'relation.added') as HeardEvent<'relation.added'>[],
    );
    for (const event of events) {
      if (event.name === 'position.added' || event.name === 'relation.added') continue;
      const said = saidOf(event as HeardEvent<'card.added' | 'card.changed'>, closed);
      if (said !== null) lines.push(line(event.payload as CardRef, event, said));
    }
    const found = [...lines, ...positions, ...relations];
    return found.length === 0 ? null : found;
  },
  hears: (_events, found: TimelineLine[]) => addLines(found),
});

export const LISTENERS = [writeHistory, undeliverableListener];

/** What the line says, in whatever language it is read; null where nothing a person would know has changed. */
function saidOf(event: HeardEvent<'card.added' | 'card.changed'>, closed: ReadonlySet<string>): Said | null {
  if (event.name === 'card.added') return { key: 'people.line.added', values: {} };
  const { entity, id, keys } = event.payload as { entity: CardRef['entity']; id: string; keys: string[] };
  if (keys.includes('closedAt'))
    return { key: closed.has(`${entity}:${id}`) ? 'people.line.closed' : 'people.line.restored', values: {} };
  const what = changedLabels(entity === 'person' ? personEntity : organisationEntity, keys);
  return what.length === 0 ? null : { key: 'people.line.changed', values: { what } };
}

/** Labels of the fields behind row keys; keys that only follow from others (folded texts, sort keys) have none. */
function changedLabels(entity: Entity, keys: readonly string[]): Label[] {
  const labels = entity.fields
    .filter((field) => field.readOnly !== true && keys.includes(rowKey(field)))
    .map((field) => field.label);
  return keys.includes('criteria') ? [...labels, labelOf.criteria] : labels;
}

async function closedCards(events: readonly HeardEvent[]): Promise<Set<string>> {
  const asked = events
    .filter((event) => event.name === 'card.changed')
    .map((event) => (event.payload as CardRef).id);
  if (asked.length === 0) return new Set();
  const persons = await Person.query().whereIn('id', asked).whereNotNull('closedAt').select('id');
  const organisations = await Organisation.query().whereIn('id', asked).whereNotNull('closedAt').select('id');
  return new Set([
    ...persons.map((each) => `person:${each.id}`),
    ...organisations.map((each) => `organisation:${each.id}`),
  ]);
}

async function positionLines(events: readonly HeardEvent<'position.added'>[]): Promise<TimelineLine[]> {
  if (events.length === 0) return [];
  const rows = await Position.query().whereIn(
    'id',
    events.map((event) => event.payload.id),
  );
  const names = await cardNames(
    rows.flatMap((row) => [
      { entity: 'person', id: row.personId },
      { entity: 'organisation', id: row.organisationId },
    ]),
  );
  return events.flatMap((event) => {
    const { id, personId, organisationId } = event.payload;
    const facts = {
      person: names.get(`person:${personId}`) ?? '',
      organisation: names.get(`organisation:${organisationId}`) ?? '',
      title: rows.find((row) => row.id === id)?.title ?? '',
    };
    const said = { key: facts.title === '' ? 'people.line.position' : 'people.line.titled', values: facts };
    return [
      line({ entity: 'person', id: personId }, event, said),
      line({ entity: 'organisation', id: organisationId }, event, said),
    ];
  });
}

async function relationLines(events: readonly HeardEvent<'relation.added'>[]): Promise<TimelineLine[]> {
  if (events.length === 0) return [];
  const rows = await CardRelation.query().whereIn(
    'id',
    events.map((event) => event.payload.id),
  );
  const names = await cardNames(
    rows.flatMap(({ cardEntity: entity, cardId, otherId }) =>
      [cardId, otherId].map((id) => ({ entity, id })),
    ),
  );
  const labels = await roleLabels();
  return events.flatMap((event) => {
    const row = rows.find((each) => each.id === event.payload.id);
    if (row === undefined) return [];
    const { cardEntity: entity, cardId, otherId, role, counterRole } = row;
    return [
      [cardId, otherId, role],
      [otherId, cardId, counterRole],
    ].map(([id = '', other = '', said = '']) => {
      const label = labels.get(said);
      const values = {
        name: names.get(`${entity}:${other}`) ?? '',
        role: label === undefined ? said : [label],
      };
      return line({ entity, id }, event, { key: 'people.line.related', values });
    });
  });
}

async function roleLabels(): Promise<Map<string, Label>> {
  const kinds = await RelationKind.query();
  return new Map(
    kinds.flatMap((kind) => [
      [kind.key, kind.label],
      [kind.counterKey, kind.counterLabel],
    ]) as [string, Label][],
  );
}

function line(card: CardRef, event: HeardEvent, said: Said): TimelineLine {
  return {
    card: { entity: card.entity, id: card.id },
    record: { entity: card.entity, id: card.id },
    at: event.at,
    kind: 'change',
    title: '',
    said,
    snippet: '',
    who: event.actor,
    sameAs: `change:${event.id}`,
  };
}
