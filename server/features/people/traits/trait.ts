import { z } from 'zod';
import { Row } from '#kernel/model.ts';
import { entity, type Field, type Label, type Relation } from '#kernel/schema.ts';
import { choice, code, day, number, reference, shape, text } from '#platform/catalog/fields.ts';
import { type CardEntity, labelShape } from '../model/card.ts';

/** What is known of a card over time: a hobby, a school, a size; of kinds that the administrator defines. */

export const VALUE_TYPES = ['text', 'number', 'choice'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

export interface TraitOption {
  key: string;
  label: Label;
}

export class TraitKind extends Row {
  static override tableName = 'trait_kinds';
  static override entity = 'traitKind';
  static override json = ['label', 'options'];

  declare of: CardEntity;
  declare key: string;
  declare label: Label;
  declare takes: ValueType;
  /** Of a choice. */
  declare options: TraitOption[];
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export class Trait extends Row {
  static override tableName = 'traits';
  static override entity = 'trait';
  static override derived = ['valueFolded', 'amount'];

  declare cardEntity: CardEntity;
  declare cardId: string;
  /** Key of the kind. */
  declare kind: string;
  /** As it was typed; the key of a choice; digits of a number. */
  declare value: string;
  declare valueFolded: string;
  declare amount: number | null;
  declare fromOn: string | null;
  declare untilOn: string | null;
  declare note: string;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });
const optionKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be small letters, digits or "-", for example xl');
export const traitOptions = z
  .array(z.strictObject({ key: optionKey, label: labelShape }))
  .max(100)
  .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'must name each choice once');

const OF = [
  { key: 'person', label: named('Kişiler', 'Osoby', 'People') },
  { key: 'organisation', label: named('Kurumlar', 'Firmy', 'Organisations') },
];
const TAKES: Record<ValueType, Label> = {
  text: named('Metin', 'Tekst', 'Text'),
  number: named('Tam sayı', 'Liczba całkowita', 'Whole number'),
  choice: named('Seçenek', 'Wybór', 'Choice'),
};

export const traitKindEntity = entity({
  name: 'traitKind',
  plural: 'trait-kinds',
  table: 'trait_kinds',
  label: {
    one: named('özellik türü', 'rodzaj cechy', 'kind of trait'),
    many: named('özellik türleri', 'rodzaje cech', 'kinds of trait'),
  },
  fields: [
    choice('of', { label: named('Kimlerin', 'Czyja', 'Of'), required: true, options: OF }),
    code('key', { label: named('Anahtar', 'Klucz', 'Key'), sortable: true, max: 40 }),
    shape('label', {
      label: named('Ad', 'Nazwa', 'Name'),
      takes: labelShape,
      stored: 'json',
      required: true,
    }),
    choice('takes', {
      label: named('Değer türü', 'Rodzaj wartości', 'Kind of value'),
      options: VALUE_TYPES.map((key) => ({ key, label: TAKES[key] })),
    }),
    shape('options', { label: named('Seçenekler', 'Opcje', 'Choices'), takes: traitOptions, stored: 'json' }),
  ],
  title: (row) => (row.label as Label | undefined)?.en ?? String(row.key),
  order: 'key',
  closes: true,
});

export const traitEntity = entity({
  name: 'trait',
  plural: 'traits',
  table: 'traits',
  label: { one: named('özellik', 'cecha', 'trait'), many: named('özellikler', 'cechy', 'traits') },
  fields: [
    reference('card', {
      label: named('Kart', 'Kartoteka', 'Card'),
      of: ['person', 'organisation'],
      entityColumn: 'cardEntity',
      required: true,
    }),
    text('value', {
      label: named('Değer', 'Wartość', 'Value'),
      max: 300,
      folded: 'valueFolded',
      required: true,
      personal: true,
    }),
    number('amount', { label: named('Sayı', 'Liczba', 'Number'), readOnly: true }),
    day('from', { label: named('Başlangıç', 'Od', 'From'), column: 'fromOn', sortable: true }),
    day('until', { label: named('Bitiş', 'Do', 'Until'), column: 'untilOn', sortable: true }),
    text('note', { label: named('Açıklama', 'Uwagi', 'Note'), max: 500, personal: true }),
  ],
  title: (row) => String(row.value),
  order: '-createdAt',
  closes: true,
});

/** What kind it is, of all there ever were: made of the kinds, so that a new one is asked for at once. */
export function traitKindField(kinds: readonly TraitKind[]): Field {
  return choice('kind', {
    label: named('Tür', 'Rodzaj', 'Kind'),
    required: true,
    options: kinds.map(({ key, label }) => ({ key, label })),
  });
}

/** Traits, as a relation of a card. */
export function traitsOf(card: CardEntity): Relation {
  return {
    key: 'traits',
    label: named('Özellikleri', 'Cechy', 'Traits'),
    of: 'trait',
    link: { many: 'cardId', where: { cardEntity: card } },
    dated: { from: 'fromOn', until: 'untilOn' },
  };
}
