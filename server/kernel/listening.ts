import { claim, putOff } from './claim.ts';
import { moment } from './clock.ts';
import { work } from './command.ts';
import { db } from './db/unit.ts';
import { eventsAfter, type HeardEvent, type Listener, lastSeq, sequenceEvents } from './events.ts';
import type { Hand } from './hands.ts';
import { house, now } from './house.ts';
import { newId } from './ids.ts';

/**
 * Hands listeners their events. Steps, per listener:
 * 1. claim the listener's mark, so that one process hears for it;
 * 2. read the next events after the mark, in order of `seq`;
 * 3. in one unit: hear them and move the mark; so the effects in the database happen once;
 * 4. where the batch fails, hear event by event; an event that fails three times is parked with its reason, the rest goes on.
 * A new listener starts at "now".
 */

const BATCH = 200;
const LEASE_MS = 60_000;
const TRIES = 3;

interface Mark {
  id: string;
  seq: number;
}

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

const SEEN = Symbol('listening.seen');
function seenMarks(): Map<string, number> {
  const { memory } = house();
  if (!memory.has(SEEN)) memory.set(SEEN, new Map<string, number>());
  return memory.get(SEEN) as Map<string, number>;
}

async function hearSome(listener: Listener, newest: number): Promise<boolean> {
  const seen = seenMarks();
  if ((seen.get(listener.name) ?? -1) >= newest) return false;
  if (!(await anythingFor(listener, seen.get(listener.name) ?? 0))) {
    if (seen.has(listener.name)) {
      seen.set(listener.name, newest);
      return false;
    }
  }
  const mark = await claimMark(listener, newest);
  if (mark === undefined) return false;
  const events = await eventsAfter(mark.seq, BATCH, listener.on);
  const until =
    events.length === BATCH ? (events.at(-1)?.seq ?? newest) : Math.max(newest, events.at(-1)?.seq ?? 0);
  try {
    await hearBatch(listener, mark, events, until);
  } catch (error) {
    house().log.warn(
      { listener: listener.name, err: (error as Error).message },
      'a batch of events failed; hearing them one by one',
    );
    for (const event of events) await hearAlone(listener, mark, event);
    await hearBatch(listener, mark, [], until);
  }
  seen.set(listener.name, until);
  // What was heard may have made work for other hands, and events for other listeners.
  return events.length > 0;
}

async function anythingFor(listener: Listener, seq: number): Promise<boolean> {
  const [next] = await eventsAfter(seq, 1, listener.on);
  return next !== undefined;
}

async function claimMark(listener: Listener, newest: number): Promise<Mark | undefined> {
  return work('kernel.claimMark', async () => {
    const standing = await db()('listener_marks').where({ name: listener.name }).first('id');
    if (standing === undefined)
      await db()('listener_marks').insert({
        id: newId(),
        name: listener.name,
        seq: newest,
        dueAt: moment(0),
        attempts: 0,
      });
    const [mark] = await claim<Mark>({
      table: 'listener_marks',
      limit: 1,
      leaseMs: LEASE_MS,
      where: (q) => q.where({ name: listener.name }),
    });
    return mark;
  });
}

async function hearBatch(listener: Listener, mark: Mark, events: HeardEvent[], until: number): Promise<void> {
  await work(listener.name, async () => {
    if (events.length > 0) await listener.hears(events);
    await putOff('listener_marks', [mark.id], moment(0), { seq: until });
  });
}

async function hearAlone(listener: Listener, mark: Mark, event: HeardEvent): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      await work(listener.name, async () => {
        await listener.hears([event]);
        await db()('listener_marks').where({ id: mark.id }).update({ seq: event.seq });
      });
      return;
    } catch (error) {
      if (attempt === TRIES) await park(listener, event, error as Error);
    }
  }
}

async function park(listener: Listener, event: HeardEvent, error: Error): Promise<void> {
  house().log.error(
    { listener: listener.name, event: event.name, err: error.message, stack: error.stack },
    'an event was parked',
  );
  await work('kernel.park', async () => {
    await db()('parked_events').insert({
      id: newId(),
      listener: listener.name,
      seq: event.seq,
      name: event.name,
      reason: error.message.slice(0, 2000),
      at: moment(now()),
    });
  });
}
