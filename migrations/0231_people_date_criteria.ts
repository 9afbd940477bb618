import type { Knex } from 'knex';

/**
 * Criteria are given from and until a day, so that a group can be asked as of a past one; a position has contact points of its
 * own; a criterion is called by a name in each language. The table is made anew: the same criterion may be held twice, at times.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('card_criteria_dated', (table) => {
    table.string('criterion_id', 26).notNullable().references('id').inTable('criteria');
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    table.string('from_on', 10);
    table.string('until_on', 10);
  });
  await knex.raw(
    'INSERT INTO card_criteria_dated (criterion_id, card_entity, card_id) SELECT criterion_id, card_entity, card_id FROM card_criteria',
  );
  await knex.schema.dropTable('card_criteria');
  await knex.schema.renameTable('card_criteria_dated', 'card_criteria');
  await knex.schema.alterTable('card_criteria', (table) => {
    table.index(
      ['criterion_id', 'card_entity', 'card_id', 'from_on', 'until_on'],
      'card_criteria_by_criterion',
    );
    table.index(['card_entity', 'card_id', 'criterion_id'], 'card_criteria_by_card');
  });
  await knex.schema.alterTable('positions', (table) => {
    /** JSON, as on a card. */
    table.text('contact_points').notNullable().defaultTo('[]');
  });
  await knex.schema.alterTable('criteria', (table) => {
    /** JSON: `{ tr, pl, en }`; null = called by `name` in every language. */
    table.text('names');
  });
}
