import type { Knex } from 'knex';

/** Keys with which mail of a domain is signed (RFC 6376, RFC 8463). */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('dkim_keys', (table) => {
    table.string('id', 26).primary();
    table.string('domain', 253).notNullable();
    table.string('selector', 63).notNullable();
    /** `rsa` or `ed25519`. */
    table.string('algorithm', 10).notNullable();
    /** As it stands behind `p=` in DNS. */
    table.text('public_key').notNullable();
    /** Private key, sealed with a key of the house. */
    table.text('sealed').notNullable();
    table.string('made_at', 24).notNullable();
    /** Since when mail is signed with it; null while its record is not in DNS. */
    table.string('used_since', 24);
    table.unique(['domain', 'selector']);
  });
}
