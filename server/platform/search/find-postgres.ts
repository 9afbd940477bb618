import { readRows } from '#kernel/db/unit.ts';
import type { FindOptions, Hit, Question } from './find.ts';

/** PostgreSQL decides by its statistics whether it walks the newest rows or gathers what the index gives. */
export async function findPostgres(asked: Question, options: FindOptions): Promise<Hit[]> {
  const terms = [
    ...asked.whole.map(quoted),
    `${quoted(asked.unfinished)}:*`,
    ...asked.keys.map((keys) => `(${keys.map(quoted).join(' | ')})`),
  ].join(' & ');
  const older = options.before === undefined ? [] : [options.before];
  const rows = await readRows<Hit>(
    `SELECT r.entity AS entity, r.record_id AS id, r.at AS at, r.nr AS nr, r.title AS title, r.note AS note
     FROM search_rows r WHERE r.terms @@ ?::tsquery ${older.length === 0 ? '' : 'AND r.nr < ?'}
     ORDER BY r.nr DESC LIMIT ?`,
    [terms, ...older, options.limit],
  );
  return rows.map((row) => ({ ...row, nr: Number(row.nr) }));
}

/** Words and keys hold letters, digits and the sign of keys alone, so nothing in them ends the quotes. */
function quoted(term: string): string {
  return `'${term}'`;
}
