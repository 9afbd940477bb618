import type { Knex } from 'knex';

/**
 * Imports: the file, how it is read and what its columns are, and its rows in chunks. A chunk is what one unit of work brings
 * in: it says itself that it is done, with what it made and changed, in the transaction that did it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('imports', (table) => {
    table.string('id', 26).primary();
    table.integer('version').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    /** What is brought in: the name of an importer. */
    table.string('importer', 60).notNullable();
    /** Of the file. */
    table.string('name', 200).notNullable();
    table.string('blob_id', 26);
    table.bigInteger('bytes').notNullable();
    /** JSON: how the file is read, why, the header's cells, columns as they are mapped, options. */
    for (const json of ['format', 'evidence', 'sheets', 'header', 'columns', 'options'])
      table.text(json).notNullable();
    /** `open`, `looking`, `looked`, `running`, `done`, `stopped`, `undoing`, `undone`, `failed`. */
    table.string('state', 10).notNullable();
    /** JSON: why it failed, in words. */
    table.text('failure');
    for (const count of [
      'rows',
      'looked',
      'done',
      'creates',
      'updates',
      'unchanged',
      'refused',
      'undone',
      'kept',
    ])
      table.integer(count).notNullable().defaultTo(0);
    /** Who brings it in, and as whom its rows are written. */
    table.string('user_id', 26);
    table.string('by_name', 200).notNullable();
    table.string('ran_at', 24);
    table.string('ended_at', 24);
    table.string('undone_at', 24);
    /** When file and rows were thrown away: nothing can be undone since. */
    table.string('forgotten_at', 24);
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    table.string('due_at', 24).notNullable();
    table.string('locked_by', 60);
    table.string('locked_at', 24);
    table.integer('attempts').notNullable();
    table.index(['state', 'due_at'], 'imports_by_state');
    table.index(['created_at', 'id'], 'imports_by_age');
  });
  await knex.schema.createTable('import_chunks', (table) => {
    table.string('import_id', 26).notNullable().references('id').inTable('imports').onDelete('CASCADE');
    table.integer('n').notNullable();
    table.integer('first_row').notNullable();
    /** JSON: the rows' cells with their numbers; what becomes of each. */
    table.text('rows').notNullable();
    table.text('fates').notNullable();
    for (const count of ['creates', 'updates', 'unchanged', 'refused']) table.integer(count).notNullable();
    table.string('done_at', 24);
    /** JSON: what was made and changed. */
    table.text('effects');
    table.string('undone_at', 24);
    /** JSON: what was not undone, and why. */
    table.text('kept');
    table.primary(['import_id', 'n']);
  });
  await knex.schema.createTable('import_mappings', (table) => {
    table.string('importer', 60).notNullable();
    /** SHA-256 of the folded header. */
    table.string('header', 64).notNullable();
    /** JSON. */
    table.text('columns').notNullable();
    table.text('options').notNullable();
    table.string('used_at', 24).notNullable();
    table.primary(['importer', 'header']);
  });
}
