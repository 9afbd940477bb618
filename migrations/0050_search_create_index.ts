import type { Knex } from 'knex';

/**
 * One index over all texts. The row number is made of the record's own moment plus a tie-break, so that the newest come first
 * without sorting and old mail imported today stands where it belongs (docs/decisions/0009).
 *
 * `title` is shown, `note` beside it, `title_text` and `body_text` are folded, `scope` says as words who may see it: `all`, `mb…`, `rep…`, `team…`.
 */
export async function up(knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<void> {
  // An integer primary key is SQLite's own row number: the index finds its rows without another look-up.
  const number = dialect === 'sqlite' ? 'INTEGER' : 'bigint';
  await knex.raw(`CREATE TABLE search_rows (
    nr ${number} PRIMARY KEY,
    entity varchar(60) NOT NULL,
    record_id varchar(26) NOT NULL,
    at varchar(24) NOT NULL,
    title text NOT NULL,
    note text NOT NULL,
    title_text text NOT NULL,
    body_text text NOT NULL,
    scope text NOT NULL)`);
  await knex.raw('CREATE UNIQUE INDEX search_rows_once ON search_rows (entity, record_id)');
  if (dialect === 'sqlite') {
    await knex.raw(
      `CREATE VIRTUAL TABLE search_index USING fts5(title_text, body_text, scope, content='search_rows', content_rowid='nr', tokenize='unicode61', prefix='2 3')`,
    );
    return;
  }
  await knex.raw(
    `ALTER TABLE search_rows ADD COLUMN words tsvector GENERATED ALWAYS AS
       (setweight(to_tsvector('simple', title_text), 'A') || setweight(to_tsvector('simple', body_text), 'B')) STORED`,
  );
  await knex.raw(
    `ALTER TABLE search_rows ADD COLUMN scopes tsvector GENERATED ALWAYS AS (to_tsvector('simple', scope)) STORED`,
  );
  await knex.raw('CREATE INDEX search_rows_words ON search_rows USING gin (words, scopes)');
}
