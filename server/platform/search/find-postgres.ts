import { readRows } from '#kernel/db/unit.ts';
import type { FindOptions, Hit, Question } from './find.ts';
import { beginning } from './words.ts';

/** Of a shorter beginning the index would gather every record that has one: it is looked for in the rows (docs/decisions/0068). */
const SHORTEST_GATHERED = 3;

/** PostgreSQL decides by its statistics whether it walks the newest rows or gathers what the index gives. */
export async function findPostgres(asked: Question, options: FindOptions): Promise<Hit[]> {
  const isGathered = [...asked.unfinished].length >= SHORTEST_GATHERED;
  const terms = [
    ...asked.whole.map(quoted),
    ...(isGathered ? [`${quoted(asked.unfinished)}:*`] : []),
    ...asked.keys.map((keys) => `(${keys.map(quoted).join(' | ')})`),
  ].join(' & ');
  const conditions: [sql: string, value: string | number][] = [
    ...(terms === '' ? [] : ([['r.terms @@ ?::tsquery', terms]] as [string, string][])),
    ...(isGathered ? [] : ([['strpos(r.words, ?) > 0', beginning(asked.unfinished)]] as [string, string][])),
    ...(options.before === undefined ? [] : ([['r.nr < ?', options.before]] as [string, number][])),
  ];
  const rows = await readRows<Hit>(
    `SELECT r.entity AS entity, r.record_id AS id, r.at AS at, r.nr AS nr, r.title AS title, r.note AS note
     FROM search_rows r WHERE ${conditions.map(([sql]) => sql).join(' AND ')} ORDER BY r.nr DESC LIMIT ?`,
    [...conditions.map(([, value]) => value), options.limit],
  );
  return rows.map((row) => ({ ...row, nr: Number(row.nr) }));
}

/** Words and keys hold letters, digits and the sign of keys alone, so nothing in them ends the quotes. */
function quoted(term: string): string {
  return `'${term}'`;
}
