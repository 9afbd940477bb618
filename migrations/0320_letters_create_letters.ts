import type { Knex } from 'knex';

/** One composed mail to many. A letter that was sent is a message of the same id, with its recipients. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('letters', (table) => {
    table.string('id', 26).primary();
    table.integer('version').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    table.string('mailbox_id', 26);
    table.string('author_id', 26);
    table.string('channel', 20).notNullable();
    table.string('purpose', 20).notNullable();
    table.text('subject').notNullable();
    table.text('text');
    table.text('html');
    /** Language where a card has none. */
    table.string('language', 2).notNullable();
    /** `formal`; empty for none; else the words. */
    table.text('salutation').notNullable();
    /** Null for none; empty for the register number; else what stands before each recipient's number. */
    table.text('reference');
    table.boolean('distribution_note').notNullable();
    /** JSON: `{ group }`, `{ of, where, … }` or `{ cards }`. */
    table.text('audience').notNullable();
    /** JSON: cards left out by hand. */
    table.text('left_out').notNullable();
    table.integer('pace');
    /** `draft`, `freezing`, `going`, `paused`, `stopped`, `done`, `failed`. */
    table.string('state', 10).notNullable();
    table.string('send_at', 24);
    table.string('starts_at', 24);
    table.string('sent_by', 26);
    table.string('asked_at', 24);
    table.string('frozen_at', 24);
    table.string('register_number', 40);
    /** JSON: the question as it was asked. */
    table.text('question');
    /** JSON: the question as a sentence, `{ tr, pl, en }`. */
    table.text('sentence');
    /** Why freezing failed. */
    table.text('fault');
    table.string('due_at', 24);
    table.string('locked_by', 60);
    table.string('locked_at', 24);
    table.integer('attempts').notNullable().defaultTo(0);
    table.index(['state', 'due_at'], 'letters_by_state');
    table.index(['mailbox_id', 'created_at'], 'letters_by_mailbox');
    table.index(['author_id', 'created_at'], 'letters_by_author');
  });
}
