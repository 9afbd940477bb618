import type { Knex } from 'knex';

/** Permission per card, channel and purpose, as events; and saved questions over cards. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('consents', (table) => {
    rowColumns(table);
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    /** `mail`, `sms`, `phone`, `postal`. */
    table.string('channel', 20).notNullable();
    /** `commercial`, `service`. */
    table.string('purpose', 20).notNullable();
    /** `given`, `refused`. */
    table.string('status', 10).notNullable();
    /** `form`, `paper`, `phone`, `mail`, `import`, `unsubscribe`, `complaint`, `registry`. */
    table.string('source', 20).notNullable();
    /** When the person said it. */
    table.string('at', 24).notNullable();
    /** The text that was agreed to, or its version. */
    table.text('text').notNullable();
    /** Where it can be seen: a file number, a link, the letter it answered. */
    table.text('evidence').notNullable();
    table.string('document_id', 26);
    table.string('user_id', 26);
    table.index(['card_entity', 'card_id', 'channel', 'purpose', 'at'], 'consents_by_card');
    table.index(['created_at', 'id'], 'consents_by_entry');
  });
  await knex.schema.alterTable('persons', (table) => {
    /** Acts as a merchant or tradesman: other rules for commercial messages. */
    table.boolean('merchant');
    /** How a Polish letter calls them, where it cannot be built: `Anno`. */
    table.text('vocative');
  });
  await knex.schema.createTable('card_groups', (table) => {
    rowColumns(table);
    table.string('closed_at', 24);
    table.string('closed_by', 26);
    table.text('name').notNullable();
    table.text('name_folded').notNullable();
    for (const language of ['tr', 'pl', 'en']) table.string(`name_sort_${language}`, 120).notNullable();
    /** `person`, `organisation`. */
    table.string('of', 20).notNullable();
    /** JSON: the query tree. */
    table.text('where').notNullable();
    table.string('as_of', 10);
    /** JSON: ids that belong to it in any case, and those that never do. */
    table.text('pinned').notNullable();
    table.text('excluded').notNullable();
    table.boolean('shared').notNullable();
    table.string('owner_id', 26);
    table.index(['owner_id'], 'card_groups_by_owner');
  });
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}
