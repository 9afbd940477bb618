import { moment } from './clock.ts';
import { work } from './command.ts';
import { db, readRows } from './db/unit.ts';
import { isFault } from './errors.ts';
import { eventsAfter, type HeardEvent, type Listener, lastSeq, sequenceEvents } from './events.ts';
import type { Hand } from './hands.ts';
import { house, now, roomMemory } from './house.ts';
import { newId } from './ids.ts';

/**
 * Hands listeners their events (docs/decisions/0063). Steps, per listener:
 * 1. read the next events after its mark, in order of `seq`, as many as one unit may take;
 * 2. let it look up and compute what it can, outside of any unit;
 * 3. in one unit: move the mark from where it was read, then hear; so the effects in the database happen once, and of two
 *    processes that were at it one finds the mark moved and does nothing;
 * 4. where that fails, hear event by event; an event that fails three times is parked with its reason, the rest goes on.
 * A new listener starts at "now".
 */

const BATCH = 200;
const TRIES = 3;

export function listeningHand(listeners: readonly Listener[]): Hand {
  return {
    name: 'kernel.listening',
    says: 'Numbers the events of committed work and hands them to the listeners.',
    wakesOn: ['outbox'],
    everyMs: 1000,
    async turn() {
      let more = false;
      if (house().db.dialect === 'postgres') more = (await sequenceEvents()) > 0;
      const newest = await lastSeq();
      for (const listener of listeners) more = (await hearSome(listener, newest)) || more;
      return more;
    },
  };
}

/** Up to where this process knows that a listener has nothing to do; its mark may stand before that. */
const SEEN = Symbol('listening.seen');
function seenMarks(): Map<string, number> {
  return roomMemory(SEEN, () => new Map<string, number>());
}

/** Events that one unit takes. */
interface Portion {
  events: HeardEvent[];
  /** Where the mark stands. */
  mark: number;
  /** Where it moves to. */
  until: number;
}

async function hearSome(listener: Listener, newest: number): Promise<boolean> {
  const seen = seenMarks();
  const before = seen.get(listener.name) ?? -1;
  if (before >= newest) return false;
  const portion = await nextPortion(listener, before, newest);
  const heard = portion.events.length === 0 || (await hearPortion(listener, portion));
  // Where another process was quicker, its mark tells how far it came.
  if (heard) seen.set(listener.name, portion.until);
  // What was heard may have made work for other hands, and events for other listeners.
  return portion.events.length > 0;
}

/** False where another process was quicker. */
async function hearPortion(listener: Listener, portion: Portion): Promise<boolean> {
  try {
    return await hear(listener, portion);
  } catch (error) {
    if (isFault(error, 'later')) throw error;
    house().log.warn(
      { listener: listener.name, err: (error as Error).message },
      'a batch of events failed; hearing them one by one',
    );
    return hearEach(listener, portion);
  }
}

async function nextPortion(listener: Listener, seen: number, newest: number): Promise<Portion> {
  const mark = await markOf(listener, newest);
  const found = await eventsAfter(Math.max(mark, seen), BATCH, listener.on);
  const { most, weighs } = listener.portion ?? { most: BATCH, weighs: () => 1 };
  let weight = 0;
  const events = found.filter((event, at) => {
    weight += weighs(event);
    return at === 0 || weight <= most;
  });
  const last = events.at(-1)?.seq ?? newest;
  const isAll = events.length === found.length && found.length < BATCH;
  return { events, mark, until: isAll ? Math.max(newest, last) : last };
}

async function markOf(listener: Listener, newest: number): Promise<number> {
  const [standing] = await readRows<{ seq: number }>('SELECT seq FROM listener_marks WHERE name = ?', [
    listener.name,
  ]);
  if (standing !== undefined) return Number(standing.seq);
  const row = { id: newId(), name: listener.name, seq: newest, dueAt: moment(0), attempts: 0 };
  await work('kernel.beginListening', () => db()('listener_marks').insert(row).onConflict('name').ignore());
  return newest;
}

/** Moves the mark and hears; false where another process was quicker, and nothing was done. */
async function hear(listener: Listener, { events, mark, until }: Portion): Promise<boolean> {
  const found = await listener.looks?.(events);
  // The mark may stay behind: whoever looks again finds nothing again.
  if (found === null) return true;
  return work(listener.name, async () => {
    if (!(await moveMark(listener, mark, until))) return false;
    await listener.hears(events, found);
    return true;
  });
}

async function moveMark(listener: Listener, from: number, to: number): Promise<boolean> {
  const moved = await db()('listener_marks').where({ name: listener.name, seq: from }).update({ seq: to });
  return Number(moved) > 0;
}

async function hearEach(listener: Listener, { events, mark }: Portion): Promise<boolean> {
  let at = mark;
  for (const event of events) {
    if (!(await hearAlone(listener, { events: [event], mark: at, until: event.seq }))) return false;
    at = await markOf(listener, at);
  }
  return true;
}

async function hearAlone(listener: Listener, portion: Portion): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await hear(listener, portion);
    } catch (error) {
      if (isFault(error, 'later')) throw error;
      if (attempt === TRIES) return await park(listener, portion, error as Error);
    }
  }
}

async function park(listener: Listener, { events, mark, until }: Portion, error: Error): Promise<boolean> {
  const { name, seq } = events[0] as HeardEvent;
  house().log.error(
    { listener: listener.name, event: name, err: error.message, stack: error.stack },
    'an event was parked',
  );
  return work('kernel.park', async () => {
    if (!(await moveMark(listener, mark, until))) return false;
    await db()('parked_events').insert({
      id: newId(),
      listener: listener.name,
      seq,
      name,
      reason: error.message.slice(0, 2000),
      at: moment(now()),
    });
    return true;
  });
}
