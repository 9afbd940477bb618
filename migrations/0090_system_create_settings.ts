import type { Knex } from 'knex';

/** What people set in the console. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('settings', (table) => {
    table.string('name', 100).primary();
    /** JSON. */
    table.text('value').notNullable();
    table.string('changed_at', 24).notNullable();
    table.text('changed_by').notNullable();
  });
}
