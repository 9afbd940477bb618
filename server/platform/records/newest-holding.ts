import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import { find, numberAfter } from '#platform/search/find.ts';
import type { RecordRow } from './declared.ts';
import type { Narrowing } from './list.ts';
import { cursorValue, SORTED_BY, type Sort } from './sort.ts';

/**
 * A list by words in the index's own order, newest first: it takes from the index as many as a page needs, not all that there
 * are, and goes on where its filters leave too few.
 */

export interface Holding {
  entity: string;
  words: string;
  actor: Actor;
  cursor: string | undefined;
  sort: Sort;
  limit: number;
  /** The list's own query, narrowed further. */
  asked(change: Narrowing): PromiseLike<RecordRow[]>;
}

/** Most hits that filters are tried on. */
const MOST_HITS = 5000;
const MOST_AT_ONCE = 500;
/** Beside a page's records, for those that filters leave out. */
const SPARE = 10;

export function streamsByWords(entity: string, words: string | undefined, sort: Sort): boolean {
  if (words === undefined || words.trim() === '' || !sort.descending) return false;
  return house()
    .registry.all('searchable')
    .some((each) => each.entity === entity && each.moment === sort.rowKey);
}

/** At least one row more than the page has, where there are so many. */
export async function newestHolding(holding: Holding): Promise<RecordRow[]> {
  const { entity, words, actor, sort, limit } = holding;
  const rows: RecordRow[] = [];
  let before = firstNumber(holding);
  let looked = 0;
  for (let most = limit + SPARE; looked < MOST_HITS; most = Math.min(most * 2, MOST_AT_ONCE)) {
    const hits = await find(words, actor, { entities: [entity], limit: most, before });
    const ids = hits.map((hit) => hit.id);
    if (ids.length > 0) rows.push(...(await holding.asked((query) => query.whereIn('t.id', ids))));
    looked += hits.length;
    const last = hits.at(-1);
    if (last === undefined || hits.length < most) break;
    before = last.nr;
    // Records of one moment are ordered by their ids, so all of the page's last moment must be there.
    if (rows.length > limit && last.at < momentAt(rows, limit)) break;
  }
  return rows.sort((one, other) => ordered(one, other, sort));
}

function firstNumber({ cursor, sort }: Holding): number | undefined {
  const value = cursor === undefined ? null : cursorValue(cursor, sort);
  return typeof value === 'string' ? numberAfter(value) : undefined;
}

function momentAt(rows: readonly RecordRow[], at: number): string {
  return String(rows.map((row) => row[SORTED_BY] as string).sort((a, b) => (a < b ? 1 : -1))[at]);
}

function ordered(one: RecordRow, other: RecordRow, { descending }: Sort): number {
  const key = (row: RecordRow) => `${String(row[SORTED_BY])} ${row.id}`;
  const [a, b] = [key(one), key(other)];
  return (a === b ? 0 : a < b ? -1 : 1) * (descending ? -1 : 1);
}
