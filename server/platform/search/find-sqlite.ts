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

type Candidate = Hit & { meant: number };
/** What of a record's words must be, beside the terms by which it is found: one of each of these. */
type Sieve = readonly (readonly string[])[];

export async function findSqlite(asked: Question, options: FindOptions): Promise<Hit[]> {
  const letters = [...asked.unfinished];
  const begun = `${quoted(asked.unfinished)}*`;
  const few = asked.keys.filter((keys) => keys.length <= FEW_KEYS);
  const many = asked.keys.filter((keys) => keys.length > FEW_KEYS);
  const sieve: Sieve = [
    ...(letters.length === KEPT_BEGINNING ? [] : [[beginning(asked.unfinished)]]),
    ...many.map((keys) => keys.map(standing)),
  ];
  const whole = asked.whole.map(quoted);
  if (sieve.length === 0) return matching([...whole, ...few.map(oneOf), begun], options);
  const near = letters.length < KEPT_BEGINNING ? [] : [beginningOf(letters)];
  const { found, rest } = await sifted([...whole, ...few.map(oneOf), ...near], sieve, {
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
  sieve: Sieve,
  { always, ...options }: FindOptions & { always: boolean },
): Promise<{ found: Hit[]; rest: FindOptions | null }> {
  const found: Hit[] = [];
  let { before } = options;
  let looked = 0;
  for (let most = options.limit * 2; ; most = Math.min(most * 4, MOST_AT_ONCE)) {
    const candidates = await candidatesOf(terms, sieve, before, most);
    looked += candidates.length;
    for (const { meant, ...hit } of candidates) if (meant === 1) found.push(hit);
    const all = candidates.length < most || (always && looked >= MOST_FOR_ONE_LETTER);
    if (found.length >= options.limit || all) return { found: found.slice(0, options.limit), rest: null };
    before = candidates.at(-1)?.nr as number;
    if (!always && found.length * ONE_IN < looked)
      return { found, rest: { ...options, before, limit: options.limit - found.length } };
  }
}

async function candidatesOf(
  terms: readonly string[],
  sieve: Sieve,
  before: number | undefined,
  most: number,
): Promise<Candidate[]> {
  const meant = sieve.map((any) => `(${any.map(() => 'instr(r.words, ?) > 0').join(' OR ')})`).join(' AND ');
  const { text, values } = from(terms, before);
  return readRows<Candidate>(`SELECT ${COLUMNS}, ${meant} AS meant ${text} LIMIT ?`, [
    ...sieve.flat(),
    ...values,
    most,
  ]);
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
