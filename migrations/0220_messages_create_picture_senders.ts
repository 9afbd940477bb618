import type { Knex } from 'knex';

/** Senders whose remote pictures a reader always wants to see. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('picture_senders', (table) => {
    table.string('user_id', 26).notNullable();
    /** Lower case. */
    table.string('address', 320).notNullable();
    table.string('since', 24).notNullable();
    table.primary(['user_id', 'address']);
  });
}
