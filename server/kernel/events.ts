import { moment } from './clock.ts';
import { putRows } from './db/put-rows.ts';
import { type EmittedEvent, inUnit, readRows, requireUnit, type Unit } from './db/unit.ts';
import { house, now } from './house.ts';
import { newId } from './ids.ts';

/**
 * News goes up by events. `emit` inserts into the outbox inside the command's transaction; listeners read it in batches with a
 * mark each, so that "at least once" becomes once for effects in the database.
 *
 * Order: ids are not cursors, since commit order differs from the order in which ids were made. On SQLite the single writer
 * gives the running number `seq` inside the unit; on PostgreSQL one sequencer gives it after the commit.
 */

/** Rooms add their events by declaration merging: `declare module '#kernel/events.ts' { interface Events { … } }`. */
export interface Events {
  /** Any row changed through the one save path. */
  'record.changed': { entity: string; id: string; version: number; verb: 'added' | 'changed' | 'removed' };
  /** Rows made many at once (`insertMany`): one event for all of them. */
  'records.added': { entity: string; ids: string[] };
}

export type EventName = keyof Events & string;

export interface HeardEvent<N extends EventName = EventName> {
  seq: number;
  id: string;
  name: N;
  /** The record it is about, where there is one. */
  entity: string | null;
  recordId: string | null;
  payload: Events[N];
  /** Name of who did it. */
  actor: string;
  at: string;
}

export interface Listener<N extends EventName = EventName, Found = unknown> {
  /** `room.purpose` */
  name: string;
  says: string;
  on: readonly N[];
  /** What one unit takes, where an event may stand for many records: the writer is held shortly (docs/decisions/0003). */
  portion?: { most: number; weighs(event: HeardEvent<N>): number };
  /**
   * Reads and computes outside of the unit what `hears` will write; null where there is nothing to write. What changes meanwhile
   * is told by a later event.
   */
  looks?(events: HeardEvent<N>[]): Promise<Found | null>;
  /** Runs in one unit per batch, in order. Must not reach outside of the database. `found` is undefined without `looks`. */
  hears(events: HeardEvent<N>[], found: Found): Promise<void>;
}

export function listener<const N extends EventName, Found = undefined>(
  definition: Listener<N, Found>,
): Listener {
  return definition as unknown as Listener;
}

/** Tells that something happened; heard after the commit. */
export async function emit<N extends EventName>(
  name: N,
  payload: Events[N],
  about: { entity: string; id: string } | null = null,
  by = '',
): Promise<void> {
  const unit = requireUnit();
  unit.events.push({
    id: newId(),
    name,
    entity: about?.entity ?? null,
    recordId: about?.id ?? null,
    payload,
    actor: by,
    at: moment(now()),
  });
}

/** Writes the unit's events at its end: one insert, and on SQLite the running numbers. */
export async function flushEvents(unit: Unit): Promise<void> {
  if (unit.events.length === 0) return;
  const { dialect } = house().db;
  let seq: number | null = null;
  if (dialect === 'sqlite') seq = await takeNumbers('outbox', unit.events.length);
  const rows = unit.events.map((event: EmittedEvent, at) => ({
    ...event,
    payload: JSON.stringify(event.payload),
    seq: seq === null ? null : seq + at,
  }));
  await putRows('outbox', rows);
  unit.wakes.add('outbox');
}

/** Takes `count` numbers of a named running sequence; gives the first. In a unit of work. */
export async function takeNumbers(name: string, count: number): Promise<number> {
  const trx = requireUnit().trx;
  const [row] = (await trx('sequences').where({ name }).increment('value', count).returning('value')) as {
    value: number;
  }[];
  if (row === undefined) {
    await trx('sequences').insert({ name, value: count });
    return 1;
  }
  return Number(row.value) - count + 1;
}

/** Gives numbers to committed events that have none (PostgreSQL). Must run in one place at a time. Returns how many. */
export async function sequenceEvents(): Promise<number> {
  return inUnit('kernel.sequence', async (unit) => {
    await unit.trx.raw("SELECT pg_advisory_xact_lock(hashtext('lobi.sequencer'))");
    const waiting = (await unit.trx('outbox').whereNull('seq').orderBy('id').limit(5000).select('id')) as {
      id: string;
    }[];
    if (waiting.length === 0) return 0;
    const first = await takeNumbers('outbox', waiting.length);
    await unit.trx.raw(
      `UPDATE outbox SET seq = given.n + ? FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM outbox WHERE id = ANY(?)) given
       WHERE outbox.id = given.id`,
      [first, waiting.map((row) => row.id)],
    );
    return waiting.length;
  });
}

/** Events after a running number, oldest first. */
export async function eventsAfter(
  seq: number,
  limit: number,
  names?: readonly string[],
): Promise<HeardEvent[]> {
  const named = names === undefined ? '' : `AND name IN (${names.map(() => '?').join(', ')})`;
  const rows = await readRows<Omit<HeardEvent, 'payload'> & { payload: string }>(
    `SELECT seq, id, name, entity, record_id AS "recordId", payload, actor, at
       FROM outbox WHERE seq > ? ${named} ORDER BY seq LIMIT ?`,
    [seq, ...(names ?? []), limit],
  );
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) }) as HeardEvent);
}

/** The newest running number; 0 before anything happened. */
export async function lastSeq(): Promise<number> {
  const [row] = await readRows<{ last: number | null }>('SELECT max(seq) AS last FROM outbox', []);
  return Number(row?.last ?? 0);
}
