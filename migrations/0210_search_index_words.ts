import type { Knex } from 'knex';

/**
 * The index holds what is asked, and no more (docs/decisions/0067): each word of a record once, and beside the words its keys, told
 * apart by a sign that no word has: `_e…` its entity, `_mb…`, `_card`, `_rep…`, `_team…` who may see it. Neither places of words nor their
 * number are kept, since results stand newest first.
 */
export async function up(knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const number = dialect === 'sqlite' ? 'INTEGER' : 'bigint';
  if (dialect === 'sqlite') await knex.raw('DROP TABLE search_index');
  await knex.raw('ALTER TABLE search_rows RENAME TO search_rows_before');
  await knex.raw('DROP INDEX search_rows_once');
  await knex.raw(`CREATE TABLE search_rows (
    nr ${number} PRIMARY KEY,
    entity varchar(60) NOT NULL,
    record_id varchar(26) NOT NULL,
    at varchar(24) NOT NULL,
    title text NOT NULL,
    note text NOT NULL,
    words text NOT NULL,
    keys text NOT NULL)`);
  // PostgreSQL refuses terms of more than 2 KB, and empty ones.
  const [same, cut] =
    dialect === 'sqlite' ? ['', ''] : ['regexp_replace(', `, '\\s+(\\S{65,}\\s+)*', ' ', 'g')`];
  await knex.raw(
    `INSERT INTO search_rows (nr, entity, record_id, at, title, note, words, keys)
       SELECT nr, entity, record_id, at, title, note,
         ${same}' ' || title_text || ' ' || body_text || ' '${cut},
         ' _e' || lower(entity) || CASE scope WHEN '' THEN '' ELSE ' _' || replace(scope, ' ', ' _') END || ' '
       FROM search_rows_before`,
  );
  await knex.raw('DROP TABLE search_rows_before');
  await knex.raw('CREATE UNIQUE INDEX search_rows_once ON search_rows (entity, record_id)');
  if (dialect === 'sqlite') await indexInSqlite(knex);
  else await indexInPostgres(knex);
}

/** The words are folded and cut already: between two blanks stands a word. */
async function indexInSqlite(knex: Knex): Promise<void> {
  await knex.raw(
    `CREATE VIRTUAL TABLE search_index USING fts5(words, keys, content='search_rows', content_rowid='nr',
       tokenize="ascii tokenchars '_'", prefix='3', detail=column, columnsize=0)`,
  );
  await knex.raw(`INSERT INTO search_index(search_index) VALUES('rebuild')`);
}

async function indexInPostgres(knex: Knex): Promise<void> {
  await knex.raw(
    `ALTER TABLE search_rows ADD COLUMN terms tsvector
       GENERATED ALWAYS AS (array_to_tsvector(string_to_array(trim(trim(words) || rtrim(keys)), ' '))) STORED`,
  );
  await knex.raw('ALTER TABLE search_rows ALTER COLUMN terms SET STATISTICS 1000');
  await knex.raw('CREATE INDEX search_rows_terms ON search_rows USING gin (terms) WITH (fastupdate = off)');
}
