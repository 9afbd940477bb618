import { putRows } from '#kernel/db/put-rows.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import type { Effect, Fate, FateName, Kept } from './importers.ts';
import type { Chunk, Import } from './model.ts';

/** The rows of an import as they rest: some dozens to a row of the table, each chunk the work of one unit. */

type Stored = Omit<Chunk, 'rows' | 'fates' | 'effects' | 'kept'> & {
  rows: string;
  fates: string;
  effects: string | null;
  kept: string | null;
};

/** Counts of fates, as they stand in the columns. */
export type Counts = Record<'creates' | 'updates' | 'unchanged' | 'refused', number>;

const COUNTED: Record<FateName, keyof Counts> = {
  create: 'creates',
  update: 'updates',
  unchanged: 'unchanged',
  refused: 'refused',
};

export function countsOf(fates: readonly Fate[]): Counts {
  const counts: Counts = { creates: 0, updates: 0, unchanged: 0, refused: 0 };
  for (const { fate } of fates) counts[COUNTED[fate]]++;
  return counts;
}

/** Writes chunks that were looked at, in the running unit. */
export async function putChunks(
  chunks: readonly Omit<Chunk, 'doneAt' | 'effects' | 'undoneAt' | 'kept' | keyof Counts>[],
): Promise<void> {
  if (chunks.length === 0) return;
  await putRows(
    'import_chunks',
    chunks.map(({ rows, fates, ...chunk }) => ({
      ...chunk,
      ...countsOf(fates),
      rows: JSON.stringify(rows),
      fates: JSON.stringify(fates),
    })),
  );
}

export interface Asked {
  importId: string;
  /** Chunks after this one. */
  after?: number;
  /** Only those that have a row of this fate. */
  fate?: FateName | undefined;
  state?: 'waiting' | 'done' | 'kept';
  limit: number;
  /** From the last one. */
  backwards?: boolean;
}

export async function chunksOf({
  importId,
  after,
  fate,
  state,
  limit,
  backwards = false,
}: Asked): Promise<Chunk[]> {
  const query = db()('import_chunks')
    .where({ importId })
    .orderBy('n', backwards ? 'desc' : 'asc')
    .limit(limit)
    .select(
      'import_id',
      'n',
      'first_row',
      'rows',
      'fates',
      'creates',
      'updates',
      'unchanged',
      'refused',
      'done_at',
      'effects',
      'undone_at',
      'kept',
    );
  if (after !== undefined) query.where('n', '>', after);
  if (fate !== undefined) query.where(COUNTED[fate], '>', 0);
  if (state === 'waiting') query.whereNull('done_at');
  if (state === 'done') query.whereNotNull('done_at').whereNull('undone_at');
  if (state === 'kept') query.whereNotNull('kept');
  return ((await query) as Stored[]).map(readChunk);
}

function readChunk(row: Stored): Chunk {
  return {
    ...row,
    rows: JSON.parse(row.rows),
    fates: JSON.parse(row.fates),
    effects: row.effects === null ? null : (JSON.parse(row.effects) as Effect[]),
    kept: row.kept === null ? null : (JSON.parse(row.kept) as Kept[]),
  };
}

/** A chunk as the running unit finds it. */
export async function chunkBy(importId: string, n: number): Promise<Chunk | undefined> {
  const [chunk] = await chunksOf({ importId, after: n - 1, limit: 1 });
  return chunk?.n === n ? chunk : undefined;
}

export type Waiting = Counts & Pick<Import, 'importer'>;

/** The counts of a chunk that waits to be brought in by this process, without its rows; undefined where it does not. */
export async function waitingChunk(importId: string, n: number): Promise<Waiting | undefined> {
  return (await db()('import_chunks as c')
    .join('imports as i', 'i.id', 'c.import_id')
    .where({ 'c.import_id': importId, 'c.n': n, 'i.state': 'running', 'i.locked_by': house().node })
    .whereNull('c.done_at')
    .first('i.importer', 'c.creates', 'c.updates', 'c.unchanged', 'c.refused')) as Waiting | undefined;
}
