import type { Knex } from 'knex';

/** Tags with a colour and one writing each; changes of many cards at once, card by card, so that they can be followed and undone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('tags', (table) => {
    rowColumns(table);
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    table.string('name', 100).notNullable();
    table.string('name_folded', 200).notNullable();
    /** `1` to `12`, of the palette of calendars; null = grey. */
    table.integer('colour');
    table.unique(['name_folded'], { indexName: 'tags_by_name' });
  });
  await knex.raw('CREATE INDEX record_tags_by_tag ON record_tags (tag)');
  await knex.schema.createTable('bulk_changes', (table) => {
    rowColumns(table);
    /** `person` or `organisation`. */
    table.string('of', 20).notNullable();
    table.string('user_id', 26);
    /** JSON: what a token allowed its user when it was asked for; null = everything the user may. */
    table.text('limits');
    /** JSON: which cards were meant, and what is done to each. */
    table.text('question').notNullable();
    table.text('action').notNullable();
    /** `gathering`, `running`, `done`, `undoing`, `undone`. */
    table.string('state', 12).notNullable();
    /** Goes on gathering after this; null at the beginning and the end. */
    table.text('cursor');
    for (const count of ['total', 'done', 'changed', 'refused', 'undone']) table.integer(count).notNullable();
    table.string('finished_at', 24);
    table.index(['user_id', 'created_at'], 'bulk_changes_by_user');
  });
  await knex.schema.createTable('bulk_change_cards', (table) => {
    table.string('change_id', 26).notNullable().references('id').inTable('bulk_changes');
    table.string('card_id', 26).notNullable();
    /** `waiting`, `changed`, `same`, `refused`, `undone`, `kept`. */
    table.string('state', 8).notNullable();
    /** JSON of what was changed, as it stood and as it was left. */
    table.text('before');
    table.text('after');
    table.text('reason');
    table.primary(['change_id', 'card_id']);
    table.index(['change_id', 'state', 'card_id'], 'bulk_change_cards_by_state');
  });
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}
