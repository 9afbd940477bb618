import type { Knex } from 'knex';

/** Who may come in: users, teams, roles; the sessions and tokens they come by; counters against guessing. */
export async function up(knex: Knex): Promise<void> {
  await createPeople(knex);
  await addBuiltInRoles(knex);
  await createWaysIn(knex);
  await knex.schema.createTable('throttles', (table) => {
    /** What is counted, hashed where it would name a person: `account:…`, `address:…`. */
    table.string('key', 120).primary();
    table.integer('count').notNullable();
    table.string('since', 24).notNullable();
    table.index(['since'], 'throttles_by_since');
  });
}

async function createPeople(knex: Knex): Promise<void> {
  await knex.schema.createTable('users', (table) => {
    rowColumns(table);
    closeColumns(table);
    /** Lower case. */
    table.string('email', 320).notNullable().unique();
    table.text('given_name').notNullable();
    table.text('family_name').notNullable();
    table.text('given_name_folded').notNullable();
    table.text('family_name_folded').notNullable();
    table.string('sort_tr', 120).notNullable();
    table.string('sort_pl', 120).notNullable();
    table.string('sort_en', 120).notNullable();
    /** Folded names and address, for the search box of the list. */
    table.text('search_text').notNullable();
    table.string('language', 2).notNullable();
    /** JSON: keys of roles. */
    table.text('roles').notNullable();
    /** JSON: ids of teams. */
    table.text('teams').notNullable();
    /** Null until the user has chosen one. */
    table.text('password_hash');
    table.string('password_changed_at', 24);
    table.index(['sort_en', 'id'], 'users_by_name_en');
  });
  await knex.schema.createTable('teams', (table) => {
    rowColumns(table);
    closeColumns(table);
    table.string('name', 200).notNullable().unique();
  });
  await knex.schema.createTable('roles', (table) => {
    rowColumns(table);
    table.string('key', 60).notNullable().unique();
    /** Null for the built-in ones, whose names are texts. */
    table.text('name');
    table.boolean('built_in').notNullable();
    /** JSON: `{ cards: all|team|own, like: administrator|user|limited, entities: { entity: [verb] } }`. */
    table.text('rights').notNullable();
  });
}

/** What they may do is kept up to date by the room; here they only get their ids. */
async function addBuiltInRoles(knex: Knex): Promise<void> {
  const at = new Date().toISOString();
  const rights = { administrator: 'all', user: 'all', limited: 'team' };
  await knex('roles').insert(
    Object.entries(rights).map(([key, cards], index) => ({
      id: `0000000000000000000000000${index + 1}`,
      version: 1,
      createdAt: at,
      updatedAt: at,
      key,
      name: null,
      builtIn: true,
      rights: JSON.stringify({ cards, like: key, entities: {} }),
    })),
  );
}

async function createWaysIn(knex: Knex): Promise<void> {
  await knex.schema.createTable('sessions', (table) => {
    rowColumns(table);
    table.string('user_id', 26).notNullable().references('id').inTable('users');
    table.string('token_hash', 64).notNullable().unique();
    table.string('seen_at', 24).notNullable();
    table.string('expires_at', 24).notNullable();
    table.string('ended_at', 24);
    table.string('from_address', 60).notNullable();
    /** Browser, as it names itself. */
    table.text('agent').notNullable();
    table.index(['user_id'], 'sessions_by_user');
    table.index(['expires_at'], 'sessions_by_end');
  });
  await knex.schema.createTable('api_tokens', (table) => {
    rowColumns(table);
    closeColumns(table);
    table.string('user_id', 26).notNullable().references('id').inTable('users');
    table.text('name').notNullable();
    table.string('token_hash', 64).notNullable().unique();
    /** JSON: `["read"]`, `["persons:write"]`, … */
    table.text('scopes').notNullable();
    /** JSON: origins of host pages, `https://erp.firm.example`. */
    table.text('origins').notNullable();
    table.string('expires_at', 24);
    table.string('used_at', 24);
    table.index(['user_id'], 'api_tokens_by_user');
  });
  await knex.schema.createTable('widget_tokens', (table) => {
    table.string('id', 26).primary();
    table.string('created_at', 24).notNullable();
    table.string('expires_at', 24).notNullable();
    table.string('token_hash', 64).notNullable().unique();
    /** The API token that made it; it ends with that one. */
    table.string('api_token_id', 26).notNullable().references('id').inTable('api_tokens');
    /** Null: nobody is signed in, only the records are shown. */
    table.string('user_id', 26).references('id').inTable('users');
    /** JSON: tags of elements. */
    table.text('elements').notNullable();
    /** JSON: `["person:ID"]`; null = all that the user may see. */
    table.text('records');
    table.text('origin').notNullable();
    table.index(['expires_at'], 'widget_tokens_by_end');
    table.index(['api_token_id'], 'widget_tokens_by_maker');
  });
  await knex.schema.createTable('password_resets', (table) => {
    table.string('id', 26).primary();
    table.string('created_at', 24).notNullable();
    table.string('expires_at', 24).notNullable();
    table.string('user_id', 26).notNullable().references('id').inTable('users');
    table.string('token_hash', 64).notNullable().unique();
    table.string('used_at', 24);
    table.index(['user_id'], 'password_resets_by_user');
  });
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}

function closeColumns(table: Knex.CreateTableBuilder): void {
  table.string('closed_at', 24);
  table.string('closed_by', 26);
}
