import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { foldedWords } from '#kernel/text/fold.ts';

/** A record found: newest first. */
export interface Hit {
  entity: string;
  id: string;
  at: string;
  title: string;
  /** Tells it from others of that title; may be empty. */
  note: string;
  /** Where to go on: hits older than this number. */
  nr: number;
}

export interface FindOptions {
  entities?: readonly string[];
  limit: number;
  /** Only hits before this number (of the last hit of the page before). */
  before?: number;
}

/**
 * Records whose texts hold every word of a question (the last one may be unfinished), newest first, and only those the actor
 * may see: the words of access are part of the index, so that seeing little is not slower than seeing all.
 */
export async function find(question: string, actor: Actor, options: FindOptions): Promise<Hit[]> {
  const words = foldedWords(question).slice(0, 12);
  if (words.length === 0) return [];
  const scope = actor.kind === 'system' ? null : await wordsOf(actor);
  if (scope !== null && scope.length === 0) return [];
  return house().db.dialect === 'sqlite'
    ? findSqlite(words, scope, options)
    : findPostgres(words, scope, options);
}

/** The words of access that an actor holds, from every room that gives some. */
async function wordsOf(actor: Actor): Promise<string[]> {
  const given = await Promise.all(
    house()
      .registry.all('searchWords')
      .map((each) => each.words(actor)),
  );
  return [...new Set(given.flat().map((word) => word.toLowerCase()))];
}

const COLUMNS =
  'r.entity AS entity, r.record_id AS id, r.at AS at, r.title AS title, r.note AS note, r.nr AS nr';

async function findSqlite(
  words: readonly string[],
  scope: readonly string[] | null,
  options: FindOptions,
): Promise<Hit[]> {
  const last = words.length - 1;
  const asked = words.map((word, at) => (at === last ? `"${word}"*` : `"${word}"`)).join(' AND ');
  const allowed = scope === null ? '' : ` AND scope : (${scope.map((word) => `"${word}"`).join(' OR ')})`;
  const { sql, values } = further(options, 'search_index.rowid');
  return (await db().raw(
    `SELECT ${COLUMNS} FROM search_index JOIN search_rows r ON r.nr = search_index.rowid
     WHERE search_index MATCH ?${sql} ORDER BY search_index.rowid DESC LIMIT ?`,
    [`{title_text body_text} : (${asked})${allowed}`, ...values, options.limit],
  )) as Hit[];
}

async function findPostgres(
  words: readonly string[],
  scope: readonly string[] | null,
  options: FindOptions,
): Promise<Hit[]> {
  const asked = words.map((word) => `'${word}':*`).join(' & ');
  const allowed = scope === null ? '' : ' AND r.scopes @@ ?::tsquery';
  const { sql, values } = further(options, 'r.nr');
  const { rows } = (await db().raw(
    `SELECT ${COLUMNS} FROM search_rows r WHERE r.words @@ ?::tsquery${allowed}${sql} ORDER BY r.nr DESC LIMIT ?`,
    [
      asked,
      ...(scope === null ? [] : [scope.map((word) => `'${word}'`).join(' | ')]),
      ...values,
      options.limit,
    ],
  )) as { rows: Hit[] };
  return rows;
}

function further(options: FindOptions, nr: string): { sql: string; values: (string | number)[] } {
  const entities = options.entities ?? [];
  const sql = `${options.before === undefined ? '' : ` AND ${nr} < ?`}${entities.length === 0 ? '' : ` AND r.entity IN (${entities.map(() => '?').join(', ')})`}`;
  return { sql, values: [...(options.before === undefined ? [] : [options.before]), ...entities] };
}
