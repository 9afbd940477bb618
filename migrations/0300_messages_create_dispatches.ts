import type { Knex } from 'knex';

/** Mail to many: how it goes out, and what is kept of each recipient beside the bytes. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('dispatches', (table) => {
    /** The message; one row says whether any of its recipients may be claimed. */
    table.string('message_id', 26).primary().references('id').inTable('messages');
    /** `commercial` or `service`: which refusals bind it. */
    table.string('purpose', 20).notNullable();
    /** `freezing`, `going`, `paused`, `stopped`, `done`. */
    table.string('state', 10).notNullable();
    /** Not before this moment. */
    table.string('starts_at', 24);
    /** Mails a minute; null = as fast as the receivers take them. */
    table.integer('pace');
    table.string('changed_at', 24).notNullable();
    table.index(['state'], 'dispatches_by_state');
  });
  /** Bytes that mails of one dispatch share; joined blobs take stretches of them. */
  await knex.schema.createTable('dispatch_frames', (table) => {
    table.string('message_id', 26).notNullable().references('id').inTable('messages');
    table.string('blob_id', 26).notNullable().references('id').inTable('blobs');
    table.primary(['message_id', 'blob_id']);
  });
  await knex.schema.alterTable('recipients', (table) => {
    /** N of the letter's register number: OUT 2026/17/N. */
    table.integer('number');
    /** Why it may be sent, as it stood when it was frozen: JSON. */
    table.text('basis');
    /** What a report said of it: JSON of a bounce. */
    table.text('bounce');
    table.string('answered_at', 24);
    /** The first message that answered it. */
    table.string('answered_id', 26);
    /** Asked by its link or its address not to be written to any more. */
    table.string('unsubscribed_at', 24);
    table.index(['message_id', 'state', 'due_at'], 'recipients_by_dispatch');
    table.index(['message_id', 'number'], 'recipients_by_number');
  });
}
