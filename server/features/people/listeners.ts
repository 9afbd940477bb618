import { type HeardEvent, listener } from '#kernel/events.ts';
import { say } from '#kernel/i18n.ts';
import { type Entity, type Language, rowKey } from '#kernel/schema.ts';
import { setting } from '#platform/settings/api.ts';
import { addLines, type TimelineLine } from '#platform/timeline/api.ts';
import { cardNames } from './api.ts';
import './events.ts';
import { type CardRef, labelOf } from './model/card.ts';
import { Organisation, organisationEntity } from './model/organisation.ts';
import { Person, personEntity } from './model/person.ts';
import { Position } from './model/position.ts';

/** The history of a card also says what happened to the card itself. */
const writeHistory = listener({
  name: 'people.history',
  says: 'Leaves a line on the history of a card when it is opened, changed, closed, or gets a position.',
  on: ['card.added', 'card.changed', 'position.added'],
  async hears(events) {
    const lines: TimelineLine[] = [];
    const closed = await closedCards(events);
    const positions = await positionLines(
      events.filter((event) => event.name === 'position.added') as HeardEvent<'position.added'>[],
    );
    for (const event of events) {
      if (event.name === 'position.added') continue;
      const title = titleOf(event as HeardEvent<'card.added' | 'card.changed'>, closed);
      if (title !== '') lines.push(line(event.payload as CardRef, event, title));
    }
    await addLines([...lines, ...positions]);
  },
});

export const LISTENERS = [writeHistory];

function titleOf(event: HeardEvent<'card.added' | 'card.changed'>, closed: ReadonlySet<string>): string {
  const language = setting('language');
  if (event.name === 'card.added') return say(language, 'people.line.added');
  const { entity, id, keys } = event.payload as { entity: CardRef['entity']; id: string; keys: string[] };
  if (keys.includes('closedAt'))
    return say(language, closed.has(`${entity}:${id}`) ? 'people.line.closed' : 'people.line.restored');
  const what = changedWords(entity === 'person' ? personEntity : organisationEntity, keys, language);
  return what.length === 0 ? '' : say(language, 'people.line.changed', { what: what.join(', ') });
}

/** Labels of the fields behind row keys; keys that only follow from others (folded texts, sort keys) have none. */
function changedWords(entity: Entity, keys: readonly string[], language: Language): string[] {
  const labels = entity.fields
    .filter((field) => field.readOnly !== true && keys.includes(rowKey(field)))
    .map((field) => field.label[language].toLocaleLowerCase(language));
  return keys.includes('criteria')
    ? [...labels, labelOf.criteria[language].toLocaleLowerCase(language)]
    : labels;
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
  const language = setting('language');
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
    const text = say(language, facts.title === '' ? 'people.line.position' : 'people.line.titled', facts);
    return [
      line({ entity: 'person', id: personId }, event, text),
      line({ entity: 'organisation', id: organisationId }, event, text),
    ];
  });
}

function line(card: CardRef, event: HeardEvent, title: string): TimelineLine {
  return {
    card: { entity: card.entity, id: card.id },
    record: { entity: card.entity, id: card.id },
    at: event.at,
    kind: 'change',
    title,
    snippet: '',
    who: event.actor,
    sameAs: `change:${event.id}`,
  };
}
