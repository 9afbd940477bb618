import type { Knex } from 'knex';

/** Which records are about which cards, why, and the line each leaves on the card's history. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('abouts', (table) => {
    table.string('id', 26).primary();
    table.string('record_entity', 60).notNullable();
    table.string('record_id', 26).notNullable();
    table.string('card_entity', 60).notNullable();
    table.string('card_id', 26).notNullable();
    /** Role of the card in the record: `from`, `to`, `cc`, `bcc`, `employer`, `linked`. */
    table.string('role', 30).notNullable();
    /** What made the match: `address`, `message-id`, `plus-address`, `person`, … */
    table.string('by', 40).notNullable();
    /** The evidence in words that can be shown: the address, the Message-ID. */
    table.text('evidence').notNullable();
    table.string('at', 24).notNullable();
    table.unique(['record_entity', 'record_id', 'card_entity', 'card_id', 'role'], {
      indexName: 'abouts_once',
    });
    table.index(['card_entity', 'card_id', 'at'], 'abouts_by_card');
  });
  await knex.schema.createTable('timeline_lines', (table) => {
    table.string('id', 26).primary();
    table.string('card_entity', 60).notNullable();
    table.string('card_id', 26).notNullable();
    table.string('record_entity', 60).notNullable();
    table.string('record_id', 26).notNullable();
    table.string('at', 24).notNullable();
    /** `mail`, `note`, `call`, `change`, … */
    table.string('kind', 30).notNullable();
    table.string('direction', 3);
    table.text('title').notNullable();
    /** JSON: `{ key, values }` where the title is said in the reader's language. */
    table.text('said');
    table.text('snippet').notNullable();
    table.text('who').notNullable();
    /** Two records that are one thing (a mail to two mailboxes) share it and leave one line. */
    table.string('same_as', 100).notNullable();
    /** Mailbox of the record, for who may see the line. */
    table.string('mailbox_id', 26);
    table.unique(['card_entity', 'card_id', 'same_as'], { indexName: 'timeline_lines_once' });
    table.index(['card_entity', 'card_id', 'at', 'id'], 'timeline_lines_by_card');
    table.index(['record_entity', 'record_id'], 'timeline_lines_by_record');
  });
}
