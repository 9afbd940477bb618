import type { Knex } from 'knex';

/**
 * Relations between persons and between organisations, named from both ends, with days. `relations` is what people wrote; the two
 * rows of `relation_ends` beside each say the same from either card, and are what queries use.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('relation_kinds', (table) => {
    rowColumns(table);
    /** `person` or `organisation`: which cards it links. */
    table.string('between', 20).notNullable();
    /** What the one is to the other: `parent`; and what that one is back: `child`. The same where both are alike: `partner`. */
    table.string('key', 40).notNullable();
    table.string('counter_key', 40).notNullable();
    /** JSON, each: `{ tr, pl, en }`. */
    table.text('label').notNullable();
    table.text('counter_label').notNullable();
    /** Nobody may stand above itself. */
    table.boolean('hierarchical').notNullable();
    table.unique(['key'], { indexName: 'relation_kinds_by_key' });
    table.unique(['counter_key'], { indexName: 'relation_kinds_by_counter_key' });
  });
  await knex.schema.createTable('relations', (table) => {
    rowColumns(table);
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    table.string('other_id', 26).notNullable();
    /** What the other is to the card, and the card to the other. */
    table.string('role', 40).notNullable();
    table.string('counter_role', 40).notNullable();
    table.string('from_on', 10);
    table.string('until_on', 10);
    table.text('note').notNullable();
    table.index(['card_id'], 'relations_by_card');
    table.index(['other_id'], 'relations_by_other');
  });
  await knex.schema.createTable('relation_ends', (table) => {
    table.string('id', 26).primary();
    table.string('relation_id', 26).notNullable();
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    table.string('other_id', 26).notNullable();
    table.string('role', 40).notNullable();
    table.string('from_on', 10);
    table.string('until_on', 10);
    table.index(['card_entity', 'card_id', 'role'], 'relation_ends_by_card');
    table.index(['other_id'], 'relation_ends_by_other');
    table.index(['role', 'card_entity'], 'relation_ends_by_role');
    table.index(['relation_id'], 'relation_ends_by_relation');
  });
  await knex('relation_kinds').insert(KINDS.map(kindRow));
}

function rowColumns(table: Knex.CreateTableBuilder): void {
  table.string('id', 26).primary();
  table.integer('version').notNullable();
  table.string('created_at', 24).notNullable();
  table.string('updated_at', 24).notNullable();
  table.string('closed_at', 24);
  table.string('closed_by', 26);
}

type Words = [tr: string, pl: string, en: string];
type Kind = [between: string, key: string, words: Words, counterKey?: string, counterWords?: Words];

/** What every house begins with; administrators rename, close and add. */
const KINDS: Kind[] = [
  ['person', 'spouse', ['Eşi', 'Współmałżonek', 'Spouse']],
  ['person', 'parent', ['Annesi/babası', 'Rodzic', 'Parent'], 'child', ['Çocuğu', 'Dziecko', 'Child']],
  ['person', 'sibling', ['Kardeşi', 'Rodzeństwo', 'Sibling']],
  ['person', 'relative', ['Akrabası', 'Krewny', 'Relative']],
  ['person', 'acquaintance', ['Tanıdığı', 'Znajomy', 'Acquaintance']],
  ['person', 'superior', ['Amiri', 'Przełożony', 'Superior'], 'report', ['Astı', 'Podwładny', 'Report']],
  [
    'person',
    'assistant',
    ['Asistanı', 'Asystent', 'Assistant'],
    'assisted',
    ['Asistanlık ettiği', 'Asystuje', 'Assists'],
  ],
  [
    'person',
    'referrer',
    ['Tavsiye eden', 'Polecający', 'Recommended by'],
    'referred',
    ['Tavsiye ettiği', 'Polecony', 'Recommended'],
  ],
  ['organisation', 'partner', ['İş ortağı', 'Partner', 'Partner']],
  [
    'organisation',
    'shareholder',
    ['Ortağı (hissedar)', 'Udziałowiec', 'Shareholder'],
    'holding',
    ['İştiraki', 'Spółka z udziałem', 'Holds shares in'],
  ],
  [
    'organisation',
    'supplier',
    ['Tedarikçisi', 'Dostawca', 'Supplier'],
    'buyer',
    ['Müşterisi', 'Odbiorca', 'Buyer'],
  ],
  [
    'organisation',
    'contractor',
    ['Yüklenicisi', 'Wykonawca', 'Contractor'],
    'client',
    ['İşvereni', 'Zleceniodawca', 'Client'],
  ],
  [
    'organisation',
    'bank',
    ['Bankası', 'Bank', 'Bank'],
    'bankClient',
    ['Banka müşterisi', 'Klient banku', 'Client of the bank'],
  ],
  ['organisation', 'competitor', ['Rakibi', 'Konkurent', 'Competitor']],
  [
    'organisation',
    'predecessor',
    ['Öncülü', 'Poprzednik', 'Predecessor'],
    'successor',
    ['Ardılı', 'Następca', 'Successor'],
  ],
];
const HIERARCHICAL = ['parent', 'superior', 'predecessor'];

function kindRow([between, key, words, counterKey, counterWords]: Kind, at: number): Record<string, unknown> {
  const label = ([tr, pl, en]: Words) => JSON.stringify({ tr, pl, en });
  const moment = '2026-11-25T00:00:00.000Z';
  return {
    id: `01KAW00000000000000000R${String(at + 1).padStart(3, '0')}`,
    version: 1,
    created_at: moment,
    updated_at: moment,
    between,
    key,
    counter_key: counterKey ?? key,
    label: label(words),
    counter_label: label(counterWords ?? words),
    hierarchical: HIERARCHICAL.includes(key),
  };
}
