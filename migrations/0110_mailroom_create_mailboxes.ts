import type { Knex } from 'knex';

/** Mailboxes and their members, arrivals, threads and who has seen them. */
export async function up(knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await knex.schema.createTable('mailboxes', (table) => {
    rowColumns(table);
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    /** Lower case. */
    table.string('address', 320).notNullable().unique();
    table.text('name').notNullable();
    /** `group` or `personal`. */
    table.string('kind', 10).notNullable();
    table.text('signature').notNullable().defaultTo('');
  });
  await knex.schema.createTable('mailbox_members', (table) => {
    table.string('mailbox_id', 26).notNullable().references('id').inTable('mailboxes').onDelete('CASCADE');
    table.string('user_id', 26).notNullable();
    table.primary(['mailbox_id', 'user_id']);
    table.index(['user_id'], 'mailbox_members_by_user');
  });
  await knex.schema.createTable('arrivals', (table) => {
    table.string('id', 26).primary();
    table.string('created_at', 24).notNullable();
    table.string('raw_blob_id', 26).notNullable().references('id').inTable('blobs');
    /** JSON: envelope `{ from, to: [..] }`, peer, greeting, TLS. */
    table.text('envelope').notNullable();
    table.string('door', 20).notNullable();
    /** Filed, or given up after three tries with the reason; the bytes stay. */
    table.string('filed_at', 24);
    table.string('parked_at', 24);
    table.text('reason');
    table.string('due_at', 24).notNullable();
    table.string('locked_by', 60);
    table.string('locked_at', 24);
    table.integer('attempts').notNullable().defaultTo(0);
  });
  await knex.raw(
    'CREATE INDEX arrivals_waiting ON arrivals (due_at) WHERE filed_at IS NULL AND parked_at IS NULL',
  );
  await createIntake(knex, dialect);
  await createThreads(knex);
}

/** The way in: one statement puts down bytes and arrival of many mails (docs/decisions/0036). */
async function createIntake(knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await knex.raw(
    `CREATE VIEW intake AS SELECT a.id, a.created_at, a.envelope, a.door, b.id AS blob_id, b.sha256, b.size, b.head
       FROM arrivals a JOIN blobs b ON b.id = a.raw_blob_id`,
  );
  const puts = `
    INSERT INTO blobs (id, sha256, size, encoding, created_at, head)
      VALUES (NEW.blob_id, NEW.sha256, NEW.size, 'plain', NEW.created_at, NEW.head);
    INSERT INTO arrivals (id, created_at, raw_blob_id, envelope, door, due_at, attempts)
      VALUES (NEW.id, NEW.created_at, NEW.blob_id, NEW.envelope, NEW.door, NEW.created_at, 0);`;
  if (dialect === 'sqlite') {
    await knex.raw(`CREATE TRIGGER intake_put INSTEAD OF INSERT ON intake BEGIN ${puts} END`);
    return;
  }
  await knex.raw(
    `CREATE FUNCTION intake_put() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${puts} RETURN NEW; END $$`,
  );
  await knex.raw(
    'CREATE TRIGGER intake_put INSTEAD OF INSERT ON intake FOR EACH ROW EXECUTE FUNCTION intake_put()',
  );
}

async function createThreads(knex: Knex): Promise<void> {
  await knex.schema.createTable('threads', (table) => {
    rowColumns(table);
    table.text('subject').notNullable();
    /** Folded, without answer prefixes. */
    table.text('subject_key').notNullable();
    table.string('first_at', 24).notNullable();
    table.string('last_at', 24).notNullable();
    table.string('last_in_at', 24);
    table.string('last_out_at', 24);
    /** First mail from outside that nobody has answered; null where no answer is owed. */
    table.string('awaiting_since', 24);
    table.integer('message_count').notNullable();
    /** Of the newest message, for lists. */
    table.text('snippet').notNullable();
    table.text('who').notNullable();
    table.boolean('has_attachments').notNullable().defaultTo(false);
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    table.string('assignee_id', 26);
    /** The thread it became part of: its id answers with that one for ever. */
    table.string('merged_into', 26);
    table.index(['last_at', 'id'], 'threads_by_last');
    table.index(['assignee_id', 'last_at'], 'threads_by_assignee');
  });
  await knex.schema.createTable('thread_mailboxes', (table) => {
    table.string('thread_id', 26).notNullable().references('id').inTable('threads').onDelete('CASCADE');
    table.string('mailbox_id', 26).notNullable();
    table.string('last_at', 24).notNullable();
    table.primary(['thread_id', 'mailbox_id']);
    table.index(['mailbox_id', 'last_at', 'thread_id'], 'thread_mailboxes_by_last');
  });
  /** Message-IDs that messages of a thread named and that have not come (yet). */
  await knex.schema.createTable('awaited_messages', (table) => {
    table.string('thread_id', 26).notNullable().references('id').inTable('threads').onDelete('CASCADE');
    /** Without angle brackets. */
    table.text('header_id').notNullable();
    /** `reply` where In-Reply-To named it, `reference` where References alone did. */
    table.string('how', 10).notNullable();
    table.primary(['header_id', 'thread_id']);
  });
  await knex.schema.createTable('sightings', (table) => {
    table.string('thread_id', 26).notNullable().references('id').inTable('threads').onDelete('CASCADE');
    table.string('user_id', 26).notNullable();
    table.string('seen_at', 24).notNullable();
    table.primary(['thread_id', 'user_id']);
  });
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}
