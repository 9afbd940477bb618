import type { Knex } from 'knex';

/** What colleagues say to each other about a record. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('comments', (table) => {
    table.string('id', 26).primary();
    table.integer('version').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    table.string('about_entity', 60).notNullable();
    table.string('about_id', 26).notNullable();
    table.string('author_id', 26).notNullable();
    table.text('text').notNullable();
    /** JSON: ids of the colleagues it calls upon. */
    table.text('mentions').notNullable();
    table.index(['about_entity', 'about_id', 'created_at'], 'comments_by_record');
  });
}
