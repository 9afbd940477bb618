import type { Knex } from 'knex';

/** Documents: bytes of their own, or a part of a raw message out of which they are opened. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('documents', (table) => {
    table.string('id', 26).primary();
    table.integer('version').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.text('name').notNullable();
    /** Media type. */
    table.string('type', 200).notNullable();
    /** Bytes, decoded. */
    table.bigInteger('size').notNullable();
    table.string('sha256', 64);
    /** Bytes of its own. */
    table.string('blob_id', 26).references('id').inTable('blobs');
    /** Or: the n-th attachment of a raw message. */
    table.string('raw_blob_id', 26).references('id').inTable('blobs');
    table.integer('part');
    table.text('content_id');
    table.boolean('inline').notNullable().defaultTo(false);
    /** The record it belongs to; null while it waits to be used (a composer's upload). */
    table.string('owner_entity', 60);
    table.string('owner_id', 26);
    /** User who brought it. */
    table.string('brought_by', 26);
    table.index(['owner_entity', 'owner_id'], 'documents_by_owner');
    table.index(['blob_id'], 'documents_by_blob');
  });
}
