import type { Knex } from 'knex';

/** Heads of the chain that left the house: what stood before them cannot be rewritten without somebody noticing. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_sent_heads', (table) => {
    table.string('id', 26).primary();
    table.string('at', 24).notNullable();
    table.bigInteger('seq').notNullable();
    table.string('hash', 64).notNullable();
    table.text('sent_to').notNullable();
    /** What the check found then. */
    table.boolean('ok').notNullable();
  });
}
