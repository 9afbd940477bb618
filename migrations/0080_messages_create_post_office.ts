import type { Knex } from 'knex';

/** Anything sent or received on any channel, its recipients, and every attempt. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('messages', (table) => {
    rowColumns(table);
    table.string('direction', 3).notNullable();
    table.string('channel', 20).notNullable();
    /** `mail`, `bounce`, `auto-reply`, `delay`, `feedback`. */
    table.string('kind', 20).notNullable();
    table.string('mailbox_id', 26);
    table.string('thread_id', 26);
    /** `IN 2026/11842`; null for bounces, automatic replies, spam, and what is not yet frozen. */
    table.string('register_number', 40);
    table.text('subject').notNullable();
    table.text('from_name').notNullable();
    table.text('from_address').notNullable();
    /** JSON: `[{ role: from|reply-to|to|cc|bcc, name, address }]`. */
    table.text('parties').notNullable();
    table.text('text').notNullable();
    /** Sanitised for showing; the raw stays as it came. Null where there was none. */
    table.text('html');
    table.text('snippet').notNullable();
    /** Header, without angle brackets. */
    table.text('message_id').notNullable();
    table.text('in_reply_to');
    /** JSON: Message-IDs, oldest first. */
    table.text('reference_ids').notNullable();
    table.string('raw_blob_id', 26).references('id').inTable('blobs');
    table.bigInteger('size').notNullable();
    table.string('sha256', 64).notNullable();
    /** Same message = mailbox + Message-ID + this hash of body, Date and From. */
    table.string('same_hash', 64).notNullable();
    /** The message's own moment: received or sent. */
    table.string('at', 24).notNullable();
    table.string('received_at', 24);
    table.string('sent_at', 24);
    /** JSON: SPF, DKIM, DMARC as words with their evidence. */
    table.text('verdicts').notNullable();
    /** JSON: plain notes of the pipeline: `[{ step, says }]` (malformed, duplicate, why this thread). */
    table.text('notes').notNullable();
    /** JSON: what a bounce reports, `[{ recipient, status, reason, hard, state }]`. */
    table.text('bounces').notNullable();
    /** User who wrote it (out). */
    table.string('author_id', 26);
    /** Message that this answers or forwards. */
    table.string('answers_id', 26);
    table.string('forwards_id', 26);
    /** Sending can still be called back until then. */
    table.string('send_at', 24);
    /** Called back before the first attempt: the register number is void and stays visible. */
    table.string('stopped_at', 24);
    table.string('stopped_by', 26);
    table.unique(['register_number'], { indexName: 'messages_register_once' });
    table.index(['thread_id', 'at'], 'messages_by_thread');
    table.index(['mailbox_id', 'at'], 'messages_by_mailbox');
    table.index(['at', 'id'], 'messages_by_moment');
    table.index(['message_id'], 'messages_by_message_id');
    table.index(['raw_blob_id'], 'messages_by_raw');
  });
  await knex.schema.createTable('message_addresses', (table) => {
    table.string('message_id', 26).notNullable().references('id').inTable('messages').onDelete('CASCADE');
    table.string('role', 10).notNullable();
    /** Lower case. */
    table.text('address').notNullable();
    table.primary(['message_id', 'role', 'address']);
    table.index(['address'], 'message_addresses_by_address');
  });
  await createRecipients(knex);
}

async function createRecipients(knex: Knex): Promise<void> {
  await knex.schema.createTable('recipients', (table) => {
    rowColumns(table);
    table.string('message_id', 26).notNullable().references('id').inTable('messages');
    table.string('channel', 20).notNullable();
    /** `to`, `cc`, `bcc`. */
    table.string('role', 10).notNullable();
    table.text('name').notNullable();
    table.text('address').notNullable();
    /** Domain it goes to: what is claimed together. */
    table.text('destination').notNullable();
    table.string('card_entity', 60);
    table.string('card_id', 26);
    /** `held`, `queued`, `sending`, `sent`, `bounced`, `failed`, `skipped`, `stopped`, `unknown`. */
    table.string('state', 10).notNullable();
    table.text('reason');
    /** Its return path's token: `bounce+TOKEN@…`. */
    table.string('token', 60).notNullable().unique();
    /** Exact bytes it gets where they differ from the message's own raw. */
    table.string('raw_blob_id', 26).references('id').inTable('blobs');
    table.boolean('bulk').notNullable().defaultTo(false);
    table.string('sent_at', 24);
    table.string('due_at', 24).notNullable();
    table.string('locked_by', 60);
    table.string('locked_at', 24);
    table.integer('attempts').notNullable().defaultTo(0);
    // What a person writes goes before mail to many.
    table.index(['state', 'bulk', 'due_at', 'destination'], 'recipients_by_due');
    table.index(['message_id'], 'recipients_by_message');
    table.index(['card_entity', 'card_id'], 'recipients_by_card');
    table.index(['address'], 'recipients_by_address');
  });
  await knex.schema.createTable('attempts', (table) => {
    table.string('id', 26).notNullable();
    table.string('recipient_id', 26).notNullable().references('id').inTable('recipients');
    table.string('at', 24).notNullable();
    /** `sending`, `sent`, `later`, `failed`, `unknown`. */
    table.string('outcome', 10).notNullable();
    table.text('host').notNullable();
    /** The other server's words, verbatim. */
    table.text('reply').notNullable();
    table.string('enhanced_code', 12);
    /** `none`, or protocol and cipher. */
    table.text('tls').notNullable();
    table.integer('took_ms');
    // One index for both: ids grow with time, and every mail of a letter writes here twice.
    table.primary(['recipient_id', 'id']);
  });
  await knex.schema.createTable('suppressions', (table) => {
    table.string('id', 26).primary();
    table.text('address').notNullable();
    table.string('channel', 20).notNullable();
    table.string('reason', 40).notNullable();
    table.text('evidence').notNullable();
    table.string('at', 24).notNullable();
    table.unique(['address', 'channel', 'reason'], { indexName: 'suppressions_once' });
  });
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}
