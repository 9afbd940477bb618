import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { Fault } from '../errors.ts';
import { type House, house } from '../house.ts';

/**
 * The ambient unit of work. Inside it every read and write uses the unit's one connection; outside of it there are only
 * reads, from the pool. So a command can never wait for itself, and nothing writes outside of a transaction.
 *
 * On SQLite the units queue for the single writer; on PostgreSQL they run SERIALIZABLE and are tried again when the engine
 * refuses, so what runs in a unit must be safe to run twice and have no effect outside of the database.
 */

/** A row changed through the one save path (model.ts). */
export interface Change {
  entity: string;
  id: string;
  /** Null where the row was made. */
  before: Record<string, unknown> | null;
  /** Null where the row was removed. */
  after: Record<string, unknown> | null;
}

export interface EmittedEvent {
  id: string;
  name: string;
  entity: string | null;
  recordId: string | null;
  payload: unknown;
  actor: string;
  at: string;
}

export interface Unit {
  trx: Knex.Transaction;
  /** Name shown when the unit is too slow. */
  name: string;
  changes: Change[];
  events: EmittedEvent[];
  wakes: Set<string>;
  after: (() => void)[];
  ended: boolean;
}

/** Longer than this on the single writer is reported: long work runs in chunks (docs/decisions/0003). */
const SLOW_MS = 250;
const TRIES = 10;
const units = new AsyncLocalStorage<Unit>();

/** Where queries go: the unit's transaction inside of one, the read pool outside. */
export function db(): Knex {
  const unit = units.getStore();
  if (unit === undefined) return house().db.reader;
  if (unit.ended)
    throw new Error(
      `Work was left behind by "${unit.name}": it asked the database after its transaction had ended. Await it.`,
    );
  return unit.trx;
}

/**
 * Rows of a read in SQL of its own, with `?` for values: for hot reads, whose statements stay prepared outside of units. Columns
 * are called as the SQL calls them: `SELECT t.given_name AS "givenName"`.
 */
export async function readRows<T>(sql: string, values: readonly unknown[]): Promise<T[]> {
  if (units.getStore() === undefined) return (await house().db.readKept(sql, values)) as T[];
  const answer = (await db().raw(sql, [...values] as Knex.RawBinding[])) as T[] | { rows: T[] };
  return Array.isArray(answer) ? answer : answer.rows;
}

export function currentUnit(): Unit | undefined {
  return units.getStore();
}

export function requireUnit(): Unit {
  const unit = units.getStore();
  if (unit === undefined || unit.ended)
    throw new Error('Writing needs a unit of work: do it inside a command, a job or a listener.');
  return unit;
}

/** Runs after the commit, in memory; lost when the process dies, so only for wakes and caches. */
export function afterCommit(work: () => void): void {
  requireUnit().after.push(work);
}

/** Wakes a hand (`jobs`, `arrivals`, …) once this unit is committed. */
export function wakeAfterCommit(topic: string): void {
  requireUnit().wakes.add(topic);
}

const background = new AsyncLocalStorage<true>();

/**
 * Work that nobody waits for (hands): on SQLite its units queue among themselves first, so that a mail or a click that comes in
 * waits for one of them at most, however many hands are busy.
 */
export function inBackground<T>(work: () => Promise<T>): Promise<T> {
  return background.run(true, work);
}

const LAST = Symbol('unit.lastInBackground');

/** Waits for the other units of the background; gives what ends one's own turn. */
async function backgroundTurn(where: House): Promise<() => void> {
  if (background.getStore() === undefined || where.db.dialect !== 'sqlite') return () => {};
  const before = where.memory.get(LAST) as Promise<void> | undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  where.memory.set(LAST, promise);
  await before;
  return resolve;
}

/**
 * Runs work in one transaction; inside another unit it joins that one. `atEnd` of the kernel (events, audit) runs last.
 * Throws Fault `later` when the database is busy or full, so that doors answer "try again" and never "done".
 */
export async function inUnit<T>(
  name: string,
  work: (unit: Unit) => Promise<T>,
  atEnd?: (unit: Unit) => Promise<void>,
): Promise<T> {
  const outer = units.getStore();
  if (outer !== undefined && !outer.ended) return work(outer);
  const where = house();
  for (let attempt = 1; ; attempt++) {
    const unit: Unit = {
      trx: undefined as never,
      name,
      changes: [],
      events: [],
      wakes: new Set(),
      after: [],
      ended: false,
    };
    const endTurn = await backgroundTurn(where);
    try {
      const result = await transact(where, unit, work, atEnd).finally(endTurn);
      leave(where, unit);
      return result;
    } catch (error) {
      unit.ended = true;
      if (attempt < TRIES && mayRetry(error)) {
        await sleep(Math.random() * Math.min(5 * 2 ** attempt, 250));
        continue;
      }
      throw asFault(error);
    }
  }
}

/**
 * Writes with one statement that commits by itself, without a unit around it: for what comes thousands of times a second.
 * Throws as `inUnit` does; nothing of it stands then.
 */
export async function writeAlone(sql: string, values: readonly unknown[], wakes: string): Promise<void> {
  const where = house();
  for (let attempt = 1; ; attempt++) {
    try {
      await where.db.writeAlone(sql, values);
      where.wake.emit(wakes);
      return;
    } catch (error) {
      if (attempt === TRIES || !mayRetry(error)) throw asFault(error);
      await sleep(Math.random() * Math.min(5 * 2 ** attempt, 250));
    }
  }
}

async function transact<T>(
  where: House,
  unit: Unit,
  work: (unit: Unit) => Promise<T>,
  atEnd?: (unit: Unit) => Promise<void>,
): Promise<T> {
  const options = where.db.dialect === 'postgres' ? { isolationLevel: 'serializable' as const } : {};
  let started = 0;
  let failure: unknown;
  const within = async (trx: Knex.Transaction): Promise<T> => {
    started = performance.now();
    unit.trx = trx;
    try {
      const value = await work(unit);
      if (atEnd !== undefined) await atEnd(unit);
      return value;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      unit.ended = true;
    }
  };
  const result = await where.db.writer
    .transaction((trx) => units.run(unit, () => within(trx)), options)
    // SQLite rolls back by itself when the disk is full; then the complaint of knex's own ROLLBACK hides the reason.
    .catch((error: unknown) => {
      throw failure ?? error;
    });
  const took = performance.now() - started;
  if (took > SLOW_MS) where.log.debug({ unit: unit.name, ms: Math.round(took) }, 'slow unit of work');
  return result;
}

function leave(where: House, unit: Unit): void {
  for (const work of unit.after) work();
  for (const topic of unit.wakes) where.wake.emit(topic);
}

/** Serialization failure and deadlock (PostgreSQL), a snapshot grown stale (SQLite, another process wrote). */
function mayRetry(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === '40001' ||
    code === '40P01' ||
    code === 'SQLITE_BUSY' ||
    code === 'SQLITE_BUSY_SNAPSHOT' ||
    code === 'SQLITE_LOCKED'
  );
}

/** The engine's own code; Objection wraps errors of its queries and keeps it one level deeper. */
function codeOf(error: unknown): string | undefined {
  const { code, nativeError } = error as { code?: string; nativeError?: { code?: string } };
  return code ?? nativeError?.code;
}

function asFault(error: unknown): unknown {
  const { name } = error as { name?: string };
  const code = codeOf(error);
  if (code === 'SQLITE_FULL' || code === '53100' || code === 'SQLITE_IOERR')
    return Fault.later(
      'database.full',
      'The disk is full: nothing was changed. Free some space; receiving goes on by itself.',
      { cause: error, retryAfter: 60 },
    );
  if (mayRetry(error) || name === 'KnexTimeoutError' || code === '57P01' || code === 'ECONNREFUSED')
    return Fault.later('database.busy', 'The database is busy: nothing was changed. Try again in a moment.', {
      cause: error,
      retryAfter: 2,
    });
  return error;
}
