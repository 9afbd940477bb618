import type { Knex } from 'knex';

/** Badges for persons and for guests typed at the desk; every print of one is a row. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('guests', (table) => {
    rowColumns(table);
    table.text('name').notNullable();
    table.text('name_folded').notNullable();
    /** The firm, as it was typed. */
    table.text('company').notNullable();
    table.index(['created_at', 'id'], 'guests_by_day');
  });
  await knex.schema.createTable('badges', (table) => {
    rowColumns(table);
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    /** Digits: scheme, 18 that nobody can guess, check digit. */
    table.string('number', 20).notNullable().unique();
    /** `person` or `guest`. */
    table.string('subject_entity', 20).notNullable();
    table.string('subject_id', 26).notNullable();
    /** As they are printed. */
    table.text('given_name').notNullable();
    table.text('family_name').notNullable();
    table.text('company').notNullable();
    table.text('host').notNullable();
    table.string('kind', 20).notNullable();
    table.string('size', 20).notNullable();
    table.string('photo_id', 26);
    /** How often it was printed. */
    table.integer('prints').notNullable();
    table.string('printed_at', 24).notNullable();
    table.index(['subject_entity', 'subject_id', 'id'], 'badges_by_subject');
    table.index(['printed_at', 'id'], 'badges_by_print');
  });
  await knex.schema.createTable('badge_prints', (table) => {
    rowColumns(table);
    table.string('badge_id', 26).notNullable().references('id').inTable('badges');
    /** 1 is the first, 2 the first reprint. */
    table.integer('n').notNullable();
    table.string('size', 20).notNullable();
    /** Those of one document have it in common. */
    table.string('batch_id', 26);
    table.string('printed_by', 26);
    table.unique(['badge_id', 'n'], { indexName: 'badge_prints_once' });
    table.index(['batch_id', 'id'], 'badge_prints_by_batch');
  });
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}
