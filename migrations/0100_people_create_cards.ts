import type { Knex } from 'knex';

/**
 * Cards of persons and organisations, the positions between them, criteria trees. What a card holds several of (contact points,
 * kinds, tags, criteria, external ids) rests as JSON in its row, so that a page of cards is one read and a change is one line of
 * the audit; tables beside it, written in the same command, are what queries and look-ups use (docs/decisions/0050).
 */
export async function up(knex: Knex): Promise<void> {
  await createCards(knex);
  await createPositions(knex);
  await createContactPoints(knex);
  await createCriteria(knex);
  await createWords(knex);
}

async function createCards(knex: Knex): Promise<void> {
  await knex.schema.createTable('persons', (table) => {
    cardColumns(table);
    table.text('given_name').notNullable();
    table.text('given_folded').notNullable();
    table.text('family_name').notNullable();
    table.text('family_folded').notNullable();
    /** How letters speak to this person: `Şule Hanım`, `Pani Grażyna`. */
    table.text('form_of_address');
    table.string('language', 2);
    table.string('photo_id', 26);
    table.string('born_on', 10);
  });
  await knex.schema.createTable('organisations', (table) => {
    cardColumns(table);
    /** Without signs between; checked by its check digit. */
    table.string('tax_number', 20);
    table.string('parent_id', 26).references('id').inTable('organisations');
    table.index(['tax_number'], 'organisations_by_tax_number');
    table.index(['parent_id'], 'organisations_by_parent');
  });
  for (const cards of ['persons', 'organisations']) {
    // Open cards in the order of a language: what every list of cards reads.
    for (const language of ['tr', 'pl', 'en'])
      await knex.raw(
        `CREATE INDEX ${cards}_by_name_${language} ON ${cards} (name_sort_${language}, id) WHERE closed_at IS NULL`,
      );
    await knex.raw(`CREATE INDEX ${cards}_by_change ON ${cards} (updated_at, id) WHERE closed_at IS NULL`);
    // Without the cards that nobody answers for, whose number would tell the planner that one value means half the table.
    await knex.raw(
      `CREATE INDEX ${cards}_by_representative ON ${cards} (representative_id, id) WHERE representative_id IS NOT NULL`,
    );
    await knex.raw(`CREATE INDEX ${cards}_by_team ON ${cards} (team_id, id) WHERE team_id IS NOT NULL`);
    await knex.raw(`CREATE INDEX ${cards}_by_folded_name ON ${cards} (name_folded)`);
  }
  await knex.raw('CREATE INDEX persons_by_birth ON persons (born_on, id)');
}

function cardColumns(table: Knex.CreateTableBuilder): void {
  rowColumns(table);
  closeColumns(table);
  table.text('name').notNullable();
  table.text('name_folded').notNullable();
  for (const language of ['tr', 'pl', 'en']) table.string(`name_sort_${language}`, 120).notNullable();
  table.string('representative_id', 26);
  table.string('team_id', 26);
  /** JSON, each: lists of words; `{ system: value }`; `{ set: [key] }`; contact points as the API shows them. */
  for (const several of ['kinds', 'tags', 'external_ids', 'criteria', 'contact_points'])
    table.text(several).notNullable();
}

async function createPositions(knex: Knex): Promise<void> {
  await knex.schema.createTable('positions', (table) => {
    rowColumns(table);
    closeColumns(table);
    table.string('person_id', 26).notNullable().references('id').inTable('persons');
    table.string('organisation_id', 26).notNullable().references('id').inTable('organisations');
    table.text('title').notNullable();
    table.text('title_folded').notNullable();
    table.text('department').notNullable();
    table.text('department_folded').notNullable();
    table.string('from_on', 10);
    table.string('until_on', 10);
    table.index(['person_id', 'organisation_id'], 'positions_by_person');
    table.index(['organisation_id', 'title_folded', 'person_id'], 'positions_by_organisation');
    table.index(['title_folded'], 'positions_by_title');
  });
}

async function createContactPoints(knex: Knex): Promise<void> {
  await knex.schema.createTable('contact_points', (table) => {
    table.string('id', 26).primary();
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    /** `phone`, `email`, `postal`, `web`, `messaging`. */
    table.string('kind', 10).notNullable();
    /** E.164; lower-case address; URL; one line of a postal address. */
    table.text('value').notNullable();
    /** What equal ones share: E.164; address with its domain in ASCII; host; folded text. */
    table.text('key').notNullable();
    table.text('label');
    table.boolean('is_primary').notNullable();
    table.string('from_on', 10);
    table.string('until_on', 10);
    /** JSON of a postal address: street, district, province, postalCode, country. */
    table.text('address');
    table.index(['key', 'kind'], 'contact_points_by_key');
    table.index(['card_entity', 'card_id'], 'contact_points_by_card');
  });
}

async function createCriteria(knex: Knex): Promise<void> {
  await knex.schema.createTable('criteria_sets', (table) => {
    rowColumns(table);
    /** Name of the field on the cards: `sector`. */
    table.string('key', 60).notNullable().unique();
    /** JSON: `{ tr, pl, en }`. */
    table.text('label').notNullable();
  });
  await knex.schema.createTable('criteria', (table) => {
    rowColumns(table);
    closeColumns(table);
    table.string('set_key', 60).notNullable().references('key').inTable('criteria_sets');
    table.string('key', 100).notNullable();
    table.text('name').notNullable();
    table.text('name_folded').notNullable();
    for (const language of ['tr', 'pl', 'en']) table.string(`name_sort_${language}`, 120).notNullable();
    table.string('parent_id', 26).references('id').inTable('criteria');
    table.unique(['set_key', 'key'], { indexName: 'criteria_once' });
    table.index(['parent_id'], 'criteria_by_parent');
  });
  // Every node is below itself (depth 0), so that "under" is one look-up.
  await knex.schema.createTable('criteria_closure', (table) => {
    table.string('ancestor_id', 26).notNullable().references('id').inTable('criteria');
    table.string('descendant_id', 26).notNullable().references('id').inTable('criteria');
    table.integer('depth').notNullable();
    table.primary(['ancestor_id', 'descendant_id']);
    table.index(['descendant_id', 'ancestor_id'], 'criteria_closure_upwards');
  });
  await knex.schema.createTable('card_criteria', (table) => {
    table.string('criterion_id', 26).notNullable().references('id').inTable('criteria');
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    table.primary(['criterion_id', 'card_entity', 'card_id']);
    table.index(['card_entity', 'card_id', 'criterion_id'], 'card_criteria_by_card');
  });
}

async function createWords(knex: Knex): Promise<void> {
  await knex.schema.createTable('card_kinds', (table) => {
    table.string('kind', 40).notNullable();
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    table.primary(['kind', 'card_entity', 'card_id']);
    table.index(['card_entity', 'card_id'], 'card_kinds_by_card');
  });
  await knex.schema.createTable('record_tags', (table) => {
    table.string('tag', 100).notNullable();
    table.string('entity', 60).notNullable();
    table.string('record_id', 26).notNullable();
    table.primary(['tag', 'entity', 'record_id']);
    table.index(['entity', 'record_id'], 'record_tags_by_record');
  });
  await knex.schema.createTable('card_external_ids', (table) => {
    table.string('card_entity', 20).notNullable();
    /** Program that knows the card by this: `erp`. */
    table.string('system', 40).notNullable();
    table.string('value', 200).notNullable();
    table.string('card_id', 26).notNullable();
    table.primary(['card_entity', 'system', 'value']);
    table.unique(['card_entity', 'card_id', 'system'], { indexName: 'card_external_ids_once' });
  });
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
}

function closeColumns(table: Knex.CreateTableBuilder): void {
  table.string('closed_at', 24);
  table.string('closed_by', 26);
}
