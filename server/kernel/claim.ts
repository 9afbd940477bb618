import type { Knex } from 'knex';
import { moment } from './clock.ts';
import { db } from './db/unit.ts';
import { house, now } from './house.ts';

/**
 * One way to hand work to one hand: rows with `due_at, locked_by, locked_at, attempts`.
 *
 * 1. One conditional update takes up to `limit` rows that are due and free; nobody else can take them.
 * 2. The work is done, then the row is finished, put off, or left locked when the process dies.
 * 3. A lock older than `leaseMs` is free again: stale locks are freed, never destroyed.
 * 4. Who comes back late must check `stillMine` before an effect that cannot be undone.
 */
export interface ClaimOptions {
  table: string;
  limit: number;
  leaseMs: number;
  /** Further conditions, on the table's own columns. */
  where?(query: Knex.QueryBuilder): void;
  /** Order of taking; `due_at` by default. */
  order?: readonly string[];
  /** Further columns that the taking changes, for example the state. */
  set?: Record<string, unknown>;
  /** Columns to give; all where it is not said. */
  give?: readonly string[];
}

/** Takes due rows for this process, in a unit of work. Gives the rows as they stand after taking. */
export async function claim<T = Record<string, unknown>>(options: ClaimOptions): Promise<T[]> {
  const { dialect } = house().db;
  const at = now();
  const free = db()(options.table)
    .select('id')
    .where('due_at', '<=', moment(at))
    .where((q) => q.whereNull('locked_by').orWhere('locked_at', '<', moment(at.getTime() - options.leaseMs)))
    .limit(options.limit);
  for (const column of options.order ?? ['due_at', 'id']) free.orderBy(column);
  options.where?.(free);
  if (dialect === 'postgres') free.forUpdate().skipLocked();
  const rows = (await db()(options.table)
    .whereIn('id', free)
    .update({ ...options.set, lockedBy: house().node, lockedAt: moment(at) })
    .increment('attempts', 1)
    .returning([...(options.give ?? ['*'])])) as (T & { id: string })[];
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether a claim still holds: false after the process was frozen past its lease and somebody else took over. */
export async function stillMine(table: string, id: string, lockedAt: string): Promise<boolean> {
  const row = (await db()(table).where({ id }).first('locked_by', 'locked_at')) as
    | { lockedBy: string | null; lockedAt: string | null }
    | undefined;
  return row !== undefined && row.lockedBy === house().node && row.lockedAt === lockedAt;
}

/** Puts rows back, free, for a later moment. */
export async function putOff(
  table: string,
  ids: readonly string[],
  dueAt: string,
  facts: Record<string, unknown> = {},
): Promise<void> {
  await db()(table)
    .whereIn('id', [...ids])
    .update({ lockedBy: null, lockedAt: null, dueAt, ...facts });
}
