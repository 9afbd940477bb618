import type { EventName, HeardEvent } from '#kernel/events.ts';
import './events.ts';

/** Events that stand for many, as what each of them would be alone; listeners then need to know one kind only. */
export function oneByOne(events: readonly HeardEvent[]): HeardEvent[] {
  return events.flatMap((event) => {
    if (event.name === 'cards.added') {
      const { entity, ids } = (event as HeardEvent<'cards.added'>).payload;
      return ids.map((id) => single(event, 'card.added', { entity, id }, id));
    }
    if (event.name === 'positions.added')
      return (event as HeardEvent<'positions.added'>).payload.positions.map((position) =>
        single(event, 'position.added', position, position.id),
      );
    return [event];
  });
}

/** How many records an event stands for. */
export function weightOf({ payload }: HeardEvent): number {
  if ('ids' in payload) return payload.ids.length;
  if ('positions' in payload) return payload.positions.length;
  return 'points' in payload ? payload.points.length : 1;
}

function single(event: HeardEvent, name: EventName, payload: HeardEvent['payload'], id: string): HeardEvent {
  return { ...event, id: `${event.id}:${id}`, name, payload };
}
