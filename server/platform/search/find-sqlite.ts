import { readRows } from '#kernel/db/unit.ts';
import type { FindOptions, Hit, Question } from './find.ts';
import { beginning } from './words.ts';

/**
 * SQLite reads whole words newest first, and stops when it has enough; so it does with beginnings of three letters, which are terms
 * of the index themselves (migration 0210). Of any other beginning it would gather every record that has one before it gives the
 * first, which takes long where there are many. So candidates are sifted, newest first, while enough of them hold the word; where
 * few do, there are few to gather (docs/decisions/0068).
 */

const KEPT_BEGINNING = 3;
/** Sifting goes on while at least one candidate in so many holds the word. */
const ONE_IN = 25;
/** Candidates of one read. */
const MOST_AT_ONCE = 2000;
/** A single letter is never gathered: nearly every record has it. After so many candidates there is nothing more. */
const MOST_FOR_ONE_LETTER = 20_000;

type Candidate = Hit & { holds: number };

export async function findSqlite(asked: Question, options: FindOptions): Promise<Hit[]> {
  const letters = [...asked.unfinished];
  const whole = [...asked.whole.map(quoted), ...asked.keys.map(oneOf)];
  const begun = `${quoted(asked.unfinished)}*`;
  if (letters.length === KEPT_BEGINNING) return matching([...whole, begun], options);
  const near =
    letters.length > KEPT_BEGINNING ? [`${quoted(letters.slice(0, KEPT_BEGINNING).join(''))}*`] : [];
  const { found, rest } = await sifted([...whole, ...near], asked.unfinished, options);
  if (rest === null || letters.length === 1) return found;
  return [...found, ...(await matching([...whole, begun], rest))];
}

/** What is found by looking at candidates; and where to go on, if at all. */
async function sifted(
  terms: readonly string[],
  unfinished: string,
  options: FindOptions,
): Promise<{ found: Hit[]; rest: FindOptions | null }> {
  const found: Hit[] = [];
  let { before } = options;
  let looked = 0;
  for (let most = options.limit * 2; ; most = Math.min(most * 2, MOST_AT_ONCE)) {
    const candidates = await candidatesOf(terms, unfinished, before, most);
    looked += candidates.length;
    for (const { holds, ...hit } of candidates) if (holds === 1) found.push(hit);
    if (found.length >= options.limit || candidates.length < most)
      return { found: found.slice(0, options.limit), rest: null };
    before = candidates.at(-1)?.nr as number;
    const enough = unfinished.length === 1 ? looked < MOST_FOR_ONE_LETTER : found.length * ONE_IN >= looked;
    if (!enough) return { found, rest: { ...options, before, limit: options.limit - found.length } };
  }
}

async function candidatesOf(
  terms: readonly string[],
  unfinished: string,
  before: number | undefined,
  most: number,
): Promise<Candidate[]> {
  const word = beginning(unfinished);
  const columns = `${shown('r.title')} AS title, ${shown('r.note')} AS note, instr(r.words, ?) > 0 AS holds`;
  const { text, values } = from(terms, before);
  return readRows<Candidate>(`SELECT ${NAMED}, ${columns} ${text} LIMIT ?`, [
    word,
    word,
    word,
    ...values,
    most,
  ]);
}

/** Only of what holds the word: most of the bytes of a row that does not are left where they are. */
function shown(column: string): string {
  return `CASE WHEN instr(r.words, ?) > 0 THEN ${column} END`;
}

async function matching(terms: readonly string[], { before, limit }: FindOptions): Promise<Hit[]> {
  const { text, values } = from(terms, before);
  return readRows<Hit>(`SELECT ${NAMED}, r.title AS title, r.note AS note ${text} LIMIT ?`, [
    ...values,
    limit,
  ]);
}

const NAMED = 'r.entity AS entity, r.record_id AS id, r.at AS at, r.nr AS nr';

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
