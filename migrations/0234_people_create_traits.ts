import type { Knex } from 'knex';

/** What is known of a card over time, of kinds that the administrator defines: hobbies, schools, languages, sizes, certificates. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('trait_kinds', (table) => {
    rowColumns(table);
    /** `person` or `organisation`. */
    table.string('of', 20).notNullable();
    table.string('key', 40).notNullable();
    /** JSON: `{ tr, pl, en }`. */
    table.text('label').notNullable();
    /** `text`, `number`, `choice`. */
    table.string('takes', 10).notNullable();
    /** JSON: `[{ key, label: { tr, pl, en } }]` of a choice. */
    table.text('options').notNullable();
    table.unique(['key'], { indexName: 'trait_kinds_by_key' });
  });
  await knex.schema.createTable('traits', (table) => {
    rowColumns(table);
    table.string('card_entity', 20).notNullable();
    table.string('card_id', 26).notNullable();
    table.string('kind', 40).notNullable();
    table.text('value').notNullable();
    table.text('value_folded').notNullable();
    /** The value of a kind that takes numbers. */
    table.bigInteger('amount');
    table.string('from_on', 10);
    table.string('until_on', 10);
    table.text('note').notNullable();
    table.index(['card_id', 'kind'], 'traits_by_card');
    table.index(['kind', 'value_folded', 'card_id'], 'traits_by_value');
  });
  await knex('trait_kinds').insert(KINDS.map(kindRow));
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
type Kind = [of: string, key: string, words: Words, takes?: string, options?: [string, Words][]];

const alike = (text: string): [string, Words] => [text.toLowerCase(), [text, text, text]];

/** What every house begins with; administrators rename, close and add. */
const KINDS: Kind[] = [
  ['person', 'hobby', ['Hobi', 'Hobby', 'Hobby']],
  ['person', 'school', ['Okul', 'Szkoła', 'School']],
  ['person', 'association', ['Dernek, kulüp', 'Stowarzyszenie, klub', 'Association, club']],
  ['person', 'spokenLanguage', ['Konuştuğu dil', 'Język obcy', 'Spoken language']],
  [
    'person',
    'clothingSize',
    ['Beden', 'Rozmiar odzieży', 'Clothing size'],
    'choice',
    ['XS', 'S', 'M', 'L', 'XL', 'XXL', '3XL'].map(alike),
  ],
  ['person', 'shoeSize', ['Ayakkabı numarası', 'Rozmiar buta', 'Shoe size'], 'number'],
  ['organisation', 'staffCount', ['Çalışan sayısı', 'Liczba pracowników', 'Staff'], 'number'],
  ['organisation', 'certificate', ['Belge', 'Certyfikat', 'Certificate']],
  ['organisation', 'membership', ['Üyelik', 'Członkostwo', 'Membership']],
];

function kindRow(
  [of, key, [tr, pl, en], takes = 'text', options = []]: Kind,
  at: number,
): Record<string, unknown> {
  const moment = '2026-11-25T00:00:00.000Z';
  return {
    id: `01KAW00000000000000000T${String(at + 1).padStart(3, '0')}`,
    version: 1,
    created_at: moment,
    updated_at: moment,
    of,
    key,
    label: JSON.stringify({ tr, pl, en }),
    takes,
    options: JSON.stringify(
      options.map(([option, words]) => ({
        key: option,
        label: { tr: words[0], pl: words[1], en: words[2] },
      })),
    ),
  };
}
