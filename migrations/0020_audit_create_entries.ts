import type { Knex } from 'knex';

/**
 * Who changed what, and the chain over it. Entries are written in the transaction of the change; links are added behind them in
 * batches (docs/decisions/0022). Nothing here is ever changed, except that erasure takes values together with their salts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_entries', (table) => {
    table.string('id', 26).primary();
    table.string('at', 24).notNullable();
    /** User for whom it was done; null for the house itself and for strangers. */
    table.string('actor_id', 26);
    /** `user`, `token`, `widget`, `system`, `anonymous`. */
    table.string('actor_kind', 20).notNullable();
    /** As it was called then. Erasable, like the values. */
    table.text('actor_name');
    table.text('from_address');
    /** `session:ID`, `token:ID`, … */
    table.string('via', 60);
    table.string('request_id', 26);
    table.string('command', 100).notNullable();
    table.string('entity', 60);
    /** An id, or the name of a setting. */
    table.string('record_id', 100);
    /** JSON: the changed fields. Null where the row was made. */
    table.text('before');
    /** Null where the row was removed. */
    table.text('after');
    /** JSON: a salt per value, by its place (`actor`, `from`, `before.email`, …). */
    table.text('salts').notNullable();
    /** JSON: the salted hash of every value, by the same places. These are what the chain holds. */
    table.text('digests').notNullable();
    /** Null until it is in the chain, then 1. */
    table.integer('linked');
    table.index(['entity', 'record_id', 'id'], 'audit_entries_by_record');
    table.index(['actor_id', 'id'], 'audit_entries_by_actor');
    table.index(['command', 'id'], 'audit_entries_by_command');
    table.index(['at'], 'audit_entries_by_moment');
  });
  await knex.raw('CREATE INDEX audit_entries_unlinked ON audit_entries (id) WHERE linked IS NULL');
  await knex.schema.createTable('audit_links', (table) => {
    /** 1, 2, 3, … without a gap. */
    table.bigInteger('seq').primary();
    table.string('entry_id', 26).notNullable().unique();
    /** SHA-256 in hex over the hash before it and the entry. */
    table.string('hash', 64).notNullable();
  });
  // One row, held while links are added: whoever has it is alone at it.
  await knex.schema.createTable('audit_head', (table) => {
    table.string('id', 5).primary();
    table.bigInteger('seq').notNullable();
    table.string('hash', 64).notNullable();
    table.string('at', 24).notNullable();
  });
  // The chain begins with nothing: sixty-four zeros.
  await knex('audit_head').insert({
    id: 'chain',
    seq: 0,
    hash: '0'.repeat(64),
    at: new Date(0).toISOString(),
  });
}
