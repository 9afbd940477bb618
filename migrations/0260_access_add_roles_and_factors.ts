import type { Knex } from 'knex';

/** Roles that people make may be closed; a second factor beside the password, with its recovery codes. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('roles', (table) => {
    table.string('closed_at', 24);
    table.string('closed_by', 26);
  });
  await knex.schema.createTable('second_factors', (table) => {
    table.string('user_id', 26).primary().references('id').inTable('users');
    table.string('created_at', 24).notNullable();
    /** Base32, as the authenticator app has it (RFC 6238). */
    table.text('secret').notNullable();
    /** Null until a first code proved that the app has the secret. */
    table.string('confirmed_at', 24);
    /** Number of the last time step whose code was used: no code counts twice. */
    table.bigInteger('last_step').notNullable();
  });
  await knex.schema.createTable('recovery_codes', (table) => {
    table.string('id', 26).primary();
    table.string('user_id', 26).notNullable().references('id').inTable('users');
    table.string('created_at', 24).notNullable();
    table.string('code_hash', 64).notNullable();
    table.string('used_at', 24);
    table.unique(['user_id', 'code_hash']);
  });
}
