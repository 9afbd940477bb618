import type { Knex } from 'knex';

/** Ground of the house: events, jobs, timers, bytes, running numbers, secrets. */
export async function up(knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await knex.schema.createTable('sequences', (table) => {
    table.string('name', 200).primary();
    table.bigInteger('value').notNullable();
  });
  await knex.schema.createTable('secrets', (table) => {
    table.string('name', 200).primary();
    table.text('value').notNullable();
    table.string('made_at', 24).notNullable();
  });
  await knex.schema.createTable('outbox', (table) => {
    table.string('id', 26).primary();
    table.bigInteger('seq');
    table.string('name', 100).notNullable();
    table.string('entity', 60);
    table.string('record_id', 26);
    table.text('payload').notNullable();
    table.text('actor').notNullable();
    table.string('at', 24).notNullable();
    table.index(['seq'], 'outbox_by_seq');
  });
  await knex.raw('CREATE INDEX outbox_unnumbered ON outbox (id) WHERE seq IS NULL');
  await knex.schema.createTable('listener_marks', (table) => {
    table.string('id', 26).primary();
    table.string('name', 100).notNullable().unique();
    table.bigInteger('seq').notNullable();
    claimColumns(table);
  });
  await knex.schema.createTable('parked_events', (table) => {
    table.string('id', 26).primary();
    table.string('listener', 100).notNullable();
    table.bigInteger('seq').notNullable();
    table.string('name', 100).notNullable();
    table.text('reason').notNullable();
    table.string('at', 24).notNullable();
  });
  await knex.schema.createTable('jobs', (table) => {
    table.string('id', 26).primary();
    table.string('name', 100).notNullable();
    table.string('key', 300).unique();
    table.text('payload').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('parked_at', 24);
    table.text('reason');
    claimColumns(table);
    table.index(['due_at'], 'jobs_by_due');
  });
  await knex.schema.createTable('timers', (table) => {
    table.string('id', 26).primary();
    table.string('name', 100).notNullable().unique();
    table.string('last_ran_at', 24);
    table.text('reason');
    claimColumns(table);
  });
  await createBlobs(knex, dialect);
}

function claimColumns(table: Knex.CreateTableBuilder): void {
  table.string('due_at', 24).notNullable();
  table.string('locked_by', 60);
  table.string('locked_at', 24);
  table.integer('attempts').notNullable().defaultTo(0);
}

async function createBlobs(knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await knex.schema.createTable('blobs', (table) => {
    table.string('id', 26).primary();
    table.string('sha256', 64).notNullable();
    table.bigInteger('size').notNullable();
    table.string('encoding', 10).notNullable();
    table.string('created_at', 24).notNullable();
    // Last, so that reading the other columns does not touch the pages of the bytes.
    table.binary('head').notNullable();
  });
  await knex.schema.createTable('blob_chunks', (table) => {
    table.string('blob_id', 26).notNullable().references('id').inTable('blobs').onDelete('CASCADE');
    table.integer('n').notNullable();
    table.binary('bytes').notNullable();
    table.primary(['blob_id', 'n']);
  });
  // Compressing twice would only cost time.
  if (dialect === 'postgres') {
    await knex.raw('ALTER TABLE blobs ALTER COLUMN head SET STORAGE EXTERNAL');
    await knex.raw('ALTER TABLE blob_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL');
  }
}
