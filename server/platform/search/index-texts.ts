import { createHash } from 'node:crypto';
import { requireUnit } from '#kernel/db/unit.ts';
import { dropRows, putRows, type SearchRow, standingRows, TIES, takenNumbers } from './rows.ts';
import { accessKey, entityKey, wordsIn } from './words.ts';

/** What is found of a record, and who may find it. */
export interface SearchText {
  entity: string;
  id: string;
  /** The record's own moment: where it stands among the newest. */
  at: string;
  /** Shown in the results. */
  title: string;
  /** Shown beside it, so that two of one title are told apart: who wrote, where somebody works. At most 200 letters are kept. */
  note?: string;
  /** Searched; not shown. At most 200,000 letters are kept. */
  body: string;
  /** Words of access, for example `card`, `rep01J…`, `team01J…`, `mb01J…`. Who has one of them may find it. */
  scope: readonly string[];
}

/** A record as the index will hold it: its words cut, which takes longest and needs no unit of work. */
export type IndexRow = Omit<SearchRow, 'nr'>;

const LONGEST_NOTE = 200;
/** SQLite writes a piece of its index for each batch, and has them to join later: few large ones cost less than many small. */
const BATCH = 500;

/** Puts records into the index, or renews them; what stands there as it is now is left alone. In a unit of work. */
export function indexTexts(texts: readonly SearchText[]): Promise<void> {
  return indexRows(texts.map(rowOf));
}

/** The same for rows that were made before, outside of the unit. */
export async function indexRows(rows: readonly IndexRow[]): Promise<void> {
  requireUnit();
  const last = [...new Map(rows.map((row) => [`${row.entity} ${row.recordId}`, row])).values()];
  for (let from = 0; from < last.length; from += BATCH) await indexSome(last.slice(from, from + BATCH));
}

/** Takes records out of the index. In a unit of work. */
export async function forgetTexts(entity: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += BATCH)
    await dropRows((await standingRows(entity, ids.slice(from, from + BATCH))).map((row) => Number(row.nr)));
}

async function indexSome(rows: readonly IndexRow[]): Promise<void> {
  const standing = new Map<string, SearchRow>();
  for (const [entity, some] of Map.groupBy(rows, (row) => row.entity)) {
    const ids = some.map((row) => row.recordId);
    for (const row of await standingRows(entity, ids)) standing.set(`${entity} ${row.recordId}`, row);
  }
  const before = (row: IndexRow) => standing.get(`${row.entity} ${row.recordId}`);
  const changed = rows.filter((row) => differs(row, before(row)));
  await dropRows(changed.flatMap((row) => (before(row) === undefined ? [] : [Number(before(row)?.nr)])));
  await putRows(await numbered(changed));
}

function differs(row: IndexRow, before: SearchRow | undefined): boolean {
  return (
    before === undefined ||
    row.words !== before.words ||
    row.keys !== before.keys ||
    row.title !== before.title ||
    row.note !== before.note ||
    row.at !== before.at
  );
}

/** Folds and cuts a record's texts: the work of which most is done outside of a unit. */
export function rowOf({ entity, id, at, title, note = '', body, scope }: SearchText): IndexRow {
  const keys = [entityKey(entity), ...new Set(scope.map(accessKey))];
  return {
    entity,
    recordId: id,
    at,
    title,
    note: note.slice(0, LONGEST_NOTE).toWellFormed(),
    words: ` ${[...wordsIn(title, body)].join(' ')} `,
    keys: ` ${keys.join(' ')} `,
  };
}

/**
 * Gives each row its number: one of its millisecond where it is free, else one before, so that none stands after its moment. Where
 * those are taken it is looked for in twice as many each time, so that a hundred thousand cards of one millisecond (an import)
 * find theirs in a few rounds, and close to it.
 */
async function numbered(rows: readonly IndexRow[]): Promise<SearchRow[]> {
  const given: SearchRow[] = [];
  const used = new Set<number>();
  let waiting = rows.map((row) => ({
    row,
    at: new Date(row.at).getTime() * TIES + TIES - 1,
    tie: tie(row.recordId),
  }));
  for (let among = TIES; waiting.length > 0; among *= 2) {
    const numberOf = (one: (typeof waiting)[number]) => one.at - (spread(one.tie, among) % among);
    const taken = await takenNumbers(waiting.map(numberOf));
    waiting = waiting.filter((one) => {
      const nr = numberOf(one);
      if (taken.has(nr) || used.has(nr)) return true;
      used.add(nr);
      given.push({ nr, ...one.row });
      return false;
    });
  }
  return given;
}

function tie(id: string): number {
  return createHash('sha1').update(id).digest().readUInt32BE(0);
}

/** Another number for each round, so that those who met once do not meet again (the end of murmur3). */
function spread(tie: number, round: number): number {
  let mixed = tie + round;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
