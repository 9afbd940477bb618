import type { Knex } from 'knex';

/** Whom a pause concerns, so that administrators see it; only of users there are, never what strangers typed. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('throttles', (table) => {
    table.string('user_id', 26);
    table.string('address', 60);
    table.integer('most');
    table.index(['user_id'], 'throttles_by_user');
  });
}
