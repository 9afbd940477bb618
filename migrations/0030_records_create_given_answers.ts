import type { Knex } from 'knex';

/** What was answered to a request that named itself by an Idempotency-Key, so that a repeated one is answered the same. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('given_answers', (table) => {
    /** SHA-256 of who asked, where, and the key. */
    table.string('id', 64).primary();
    /** SHA-256 of what was sent. */
    table.string('request', 64).notNullable();
    /** JSON. */
    table.text('answer').notNullable();
    table.string('created_at', 24).notNullable();
    table.index(['created_at'], 'given_answers_by_age');
  });
}
