import { z } from 'zod';
import { moment } from '#kernel/clock.ts';
import { command } from '#kernel/command.ts';
import { db, wakeAfterCommit } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { house, now, roomMemory } from '#kernel/house.ts';
import '#platform/notify/topics.ts';
import { type Counts, chunkBy, countsOf, waitingChunk } from './chunks.ts';
import type { Plan } from './importers.ts';
import type { Import, State } from './model.ts';
import { importerOfRow } from './plan.ts';

/**
 * One chunk brought in, or taken back, in one unit: the rows' cards, the chunk's own mark and the import's counts commit
 * together. So a process that dies between two chunks, or within one, leaves no row half done and does none twice.
 */

/** What the hand has read and checked for a chunk before its unit begins. */
export interface Ready {
  plan: Plan;
  prepared: unknown;
}

const READY = Symbol('exchange.ready');

/** Handed over in memory: a command's input is parsed and kept, and these are hundreds of cells. */
export function ready(): Map<string, Ready> {
  return roomMemory(READY, () => new Map<string, Ready>());
}

const chunk = z.object({ id: z.string().length(26), n: z.int().min(0) });

export const bringIn = command({
  name: 'import.bringIn',
  says: 'Brings in one portion of a file’s rows.',
  right: 'import:run',
  takes: chunk,
  async does({ id, n }, { at }) {
    const [held, work] = [await waitingChunk(id, n), ready().get(`${id} ${n}`)];
    if (work === undefined || held === undefined) return null;
    const { fates, effects } = await importerOfRow(held).write(work.prepared, work.plan);
    const counts = countsOf(fates);
    await db()('import_chunks')
      .where({ importId: id, n })
      .update({ fates: JSON.stringify(fates), ...counts, effects: JSON.stringify(effects), doneAt: at });
    await progress(id, { done: fates.length, ...difference(counts, held) });
    return fates.length;
  },
});

export const takeBack = command({
  name: 'import.takeBack',
  says: 'Takes back one portion of what a file brought in.',
  right: 'import:undo',
  takes: chunk,
  async does({ id, n }, { at, actor }) {
    const [row, held] = [await mine(id, 'undoing'), await chunkBy(id, n)];
    if (row === null || held?.effects == null || held.undoneAt !== null) return null;
    const kept = await importerOfRow(row).undo(held.effects, actor);
    await db()('import_chunks')
      .where({ importId: id, n })
      .update({ undoneAt: at, kept: kept.length === 0 ? null : JSON.stringify(kept) });
    await progress(id, { undone: held.effects.length - kept.length, kept: kept.length });
    return held.effects.length;
  },
});

/** The import, where it is still in this state and in this process's hand. */
export async function mine(id: string, state: State): Promise<Pick<Import, 'id' | 'importer'> | null> {
  const row = (await db()('imports').where({ id, state, lockedBy: house().node }).first('id', 'importer')) as
    | Pick<Import, 'id' | 'importer'>
    | undefined;
  return row ?? null;
}

function difference(counts: Counts, before: Counts): Counts {
  return {
    creates: counts.creates - before.creates,
    updates: counts.updates - before.updates,
    unchanged: counts.unchanged - before.unchanged,
    refused: counts.refused - before.refused,
  };
}

/** Counts go up, the claim is renewed, and who looks is told. Not through the save path: progress is no change of the import. */
export async function progress(id: string, more: Partial<Record<string, number>>): Promise<void> {
  const query = db()('imports')
    .where({ id })
    .update({ lockedAt: moment(now()) });
  for (const [count, by] of Object.entries(more))
    if (by !== undefined && by !== 0) query.increment(count, by);
  await query;
  if (!tellsNow(id)) return;
  await emit('news.told', { entity: 'import', id, version: null, topics: [] });
  wakeAfterCommit('live');
}

const TOLD = Symbol('exchange.told');
const TELL_EVERY_MS = 400;

/** Somebody who watches needs no more than two or three pictures a second. */
function tellsNow(id: string): boolean {
  const told = roomMemory(TOLD, () => new Map<string, number>());
  const at = performance.now();
  if (at - (told.get(id) ?? -TELL_EVERY_MS) < TELL_EVERY_MS) return false;
  told.set(id, at);
  return true;
}
