import type { Knex } from 'knex';

/** When a mail showed that nobody is reached at an address; null where nothing is known. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('contact_points', (table) => {
    table.string('undeliverable_at', 24);
  });
}
