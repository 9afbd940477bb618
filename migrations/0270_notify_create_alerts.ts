import type { Knex } from 'knex';

/** Who follows what, what each person is told of, and how she wants to be told. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('follows', (table) => {
    table.string('id', 26).primary();
    table.string('created_at', 24).notNullable();
    table.string('user_id', 26).notNullable().references('id').inTable('users');
    table.string('entity', 60).notNullable();
    table.string('record_id', 26).notNullable();
    /** False: does not want to hear of what is followed of course (one's own mailboxes). */
    table.boolean('follows').notNullable();
    table.unique(['user_id', 'entity', 'record_id'], { indexName: 'follows_once' });
    table.index(['entity', 'record_id'], 'follows_by_record');
  });
  await knex.schema.createTable('alerts', (table) => {
    table.string('id', 26).primary();
    table.string('user_id', 26).notNullable().references('id').inTable('users');
    /** `mailroom.mail`, as its room declares it. */
    table.string('kind', 60).notNullable();
    /** What is to be looked at; who may not see it does not see the alert. */
    table.string('record_entity', 60).notNullable();
    table.string('record_id', 26).notNullable();
    /** Why one is told: the mailbox, the card. */
    table.string('about_entity', 60);
    table.string('about_id', 26);
    /** Alerts of one person with the same word are one alert: a correspondence that goes on. */
    table.string('same_as', 100).notNullable();
    table.text('title').notNullable();
    table.text('snippet').notNullable();
    table.text('who').notNullable();
    /** Moment of the newest. */
    table.string('at', 24).notNullable();
    /** How many since it was last read. */
    table.integer('times').notNullable();
    /** Own address by which it came: a digest to that address would say what is there already. */
    table.string('came_to', 320);
    /** Shown at the bell; else it waits for a digest alone. */
    table.boolean('shown').notNullable();
    table.boolean('mailed').notNullable();
    table.string('read_at', 24);
    table.string('digested_at', 24);
    table.unique(['user_id', 'same_as'], { indexName: 'alerts_once' });
    table.index(['user_id', 'at', 'id'], 'alerts_by_user');
    table.index(['same_as'], 'alerts_by_word');
  });
  await knex.raw('CREATE INDEX alerts_unread ON alerts (user_id, at) WHERE read_at IS NULL');
  await knex.schema.createTable('alert_wishes', (table) => {
    table.string('user_id', 26).notNullable().references('id').inTable('users');
    table.string('kind', 60).notNullable();
    table.boolean('shown').notNullable();
    table.boolean('mailed').notNullable();
    table.primary(['user_id', 'kind']);
  });
  await knex.schema.createTable('alert_rhythms', (table) => {
    table.string('user_id', 26).primary().references('id').inTable('users');
    /** `never`, `hourly`, `daily`, `weekly`. */
    table.string('digest', 10).notNullable();
    /** `08:00` in the zone. */
    table.string('time', 5).notNullable();
    /** 1 is Monday. */
    table.integer('weekday').notNullable();
    table.string('quiet_from', 5);
    table.string('quiet_until', 5);
    table.string('zone', 60).notNullable();
    table.string('next_at', 24);
    table.index(['next_at'], 'alert_rhythms_due');
  });
}
