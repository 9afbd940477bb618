import { readRows } from '#kernel/db/unit.ts';
import type { FindOptions, Hit, Question } from './find.ts';
import { beginning, standing } from './words.ts';

/**
 * SQLite reads whole words newest first, and stops when it has enough; so it does with beginnings of three letters, which are terms
 * of the index themselves (migration 0210). Of any other beginning it would gather every record that has one before it gives the
 * first, which takes long where there are many. So candidates are sifted, newest first, while enough of them hold the word; where
 * few do, there are few to gather (docs/decisions/0068).
 */

const KEPT_BEGINNING = 3;
/** Sifting goes on while at least one candidate in so many is meant. */
const ONE_IN = 15;
/** Candidates of one read. */
const MOST_AT_ONCE = 2000;
/** A single letter is never gathered: nearly every record has it. After so many candidates there is nothing more. */
const MOST_FOR_ONE_LETTER = 20_000;
/** Of more keys than these the index is not asked: whoever has many sees much, and reading many lists side by side takes longer. */
const FEW_KEYS = 4;

/** What stands in a column of a candidate's row, if it is meant: one of these texts. */
interface Sieve {
  column: 'words' | 'keys';
  any: readonly string[];
}

export async function findSqlite(asked: Question, options: FindOptions): Promise<Hit[]> {
  const letters = [...asked.unfinished];
  const begun = `${quoted(asked.unfinished)}*`;
  const few = asked.keys.filter((keys) => keys.length <= FEW_KEYS);
  const many = asked.keys.filter((keys) => keys.length > FEW_KEYS);
  const sieves: Sieve[] = [
    ...(letters.length === KEPT_BEGINNING
      ? []
      : [{ column: 'words' as const, any: [beginning(asked.unfinished)] }]),
    ...many.map((keys) => ({ column: 'keys' as const, any: keys.map(standing) })),
  ];
  const whole = asked.whole.map(quoted);
  if (sieves.length === 0) return matching([...whole, ...few.map(oneOf), begun], options);
  const near = letters.length < KEPT_BEGINNING ? [] : [beginningOf(letters)];
  const { found, rest } = await sifted([...whole, ...few.map(oneOf), ...near], sieves, {
    ...options,
    always: letters.length === 1,
  });
  if (rest === null) return found;
  return [...found, ...(await matching([...whole, ...asked.keys.map(oneOf), begun], rest))];
}

function beginningOf(letters: readonly string[]): string {
  return `${quoted(letters.slice(0, KEPT_BEGINNING).join(''))}*`;
}

/** What is found by looking at candidates; and where to go on, if at all. */
async function sifted(
  terms: readonly string[],
  sieves: readonly Sieve[],
  { always, ...options }: FindOptions & { always: boolean },
): Promise<{ found: Hit[]; rest: FindOptions | null }> {
  const found: Hit[] = [];
  let { before } = options;
  let looked = 0;
  let most = options.limit * 2;
  for (;;) {
    const { hits, last } = await candidates(terms, sieves, before, most, options.limit - found.length);
    found.push(...hits);
    looked += most;
    const all = last === null || (always && looked >= MOST_FOR_ONE_LETTER);
    if (found.length >= options.limit || all) return { found: found.slice(0, options.limit), rest: null };
    before = last;
    const missing = options.limit - found.length;
    if (!always && found.length * ONE_IN < looked)
      return { found, rest: { ...options, before, limit: missing } };
    most = Math.min(Math.ceil((missing * looked * 1.3) / Math.max(found.length, 1)), MOST_AT_ONCE);
  }
}

/** Those that are meant among the next candidates, no more than are missing; and the number of the last candidate; null where there are no more. */
async function candidates(
  terms: readonly string[],
  sieves: readonly Sieve[],
  before: number | undefined,
  most: number,
  missing: number,
): Promise<{ hits: Hit[]; last: number | null }> {
  const meant = sieves
    .map(({ column, any }) => `(${any.map(() => `instr(r.${column}, ?) > 0`).join(' OR ')})`)
    .join(' AND ');
  const { text, values } = from(terms, before);
  const rows = await readRows<Hit & { meant: number; place: number }>(
    `SELECT * FROM (
       SELECT *, row_number() OVER () AS place FROM (SELECT ${COLUMNS}, ${meant} AS meant ${text} LIMIT ?))
     WHERE meant OR place = ? LIMIT ?`,
    [...sieves.flatMap(({ any }) => any), ...values, most, most, missing],
  );
  const end = rows.at(-1);
  return {
    hits: rows.filter((row) => row.meant === 1).map(({ meant: _meant, place: _place, ...hit }) => hit),
    last: end?.place === most ? end.nr : null,
  };
}

async function matching(terms: readonly string[], { before, limit }: FindOptions): Promise<Hit[]> {
  const { text, values } = from(terms, before);
  return readRows<Hit>(`SELECT ${COLUMNS} ${text} LIMIT ?`, [...values, limit]);
}

const COLUMNS =
  'r.entity AS entity, r.record_id AS id, r.at AS at, r.nr AS nr, r.title AS title, r.note AS note';

/** Rows that have all of these terms, newest first. */
function from(terms: readonly string[], before: number | undefined): { text: string; values: unknown[] } {
  const older = before === undefined ? [] : [before];
  if (terms.length === 0)
    return {
      text: `FROM search_rows r ${older.length === 0 ? '' : 'WHERE r.nr < ?'} ORDER BY r.nr DESC`,
      values: older,
    };
  return {
    text: `FROM search_index JOIN search_rows r ON r.nr = search_index.rowid WHERE search_index MATCH ?
      ${older.length === 0 ? '' : 'AND search_index.rowid < ?'} ORDER BY search_index.rowid DESC`,
    values: [terms.join(' AND '), ...older],
  };
}

function oneOf(terms: readonly string[]): string {
  return `(${terms.map(quoted).join(' OR ')})`;
}

/** Words and keys hold letters, digits and the sign of keys alone, so nothing in them ends the quotes. */
function quoted(term: string): string {
  return `"${term}"`;
}
