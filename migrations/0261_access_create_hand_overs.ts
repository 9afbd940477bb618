import type { Knex } from 'knex';

/** What a leaver or an absent colleague holds goes to a successor; what moved is kept, so that it comes back. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('hand_overs', (table) => {
    table.string('id', 26).primary();
    table.integer('version').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('from_user_id', 26).notNullable().references('id').inTable('users');
    table.string('to_user_id', 26).notNullable().references('id').inTable('users');
    /** The last day on which the successor stands in; null = for good. */
    table.string('until_on', 10);
    /** The way in of whoever leaves closes when everything has moved. */
    table.boolean('closes').notNullable();
    table.text('reason').notNullable();
    /** Who asked for it. */
    table.string('asked_by', 26);
    /** `moving`, `standing`, `returning`, `returned`. */
    table.string('state', 10).notNullable();
    table.string('moved_at', 24);
    table.string('returned_at', 24);
    table.index(['from_user_id'], 'hand_overs_by_user');
    table.index(['state', 'until_on'], 'hand_overs_by_end');
  });
  await knex.schema.createTable('hand_over_items', (table) => {
    table.string('id', 26).primary();
    table.string('hand_over_id', 26).notNullable().references('id').inTable('hand_overs');
    /** Name of the room's portfolio: `people.cards`. */
    table.string('portfolio', 60).notNullable();
    table.string('entity', 60).notNullable();
    table.string('record_id', 26).notNullable();
    /** JSON: what the portfolio needs to bring it back. */
    table.text('detail');
    /** When it was looked at on the way back. */
    table.string('returned_at', 24);
    /** It was the successor's still, and is its former holder's again. */
    table.boolean('came_back');
    table.index(['hand_over_id', 'portfolio', 'returned_at'], 'hand_over_items_by_hand_over');
  });
}
