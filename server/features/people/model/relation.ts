import { Row } from '#kernel/model.ts';
import { entity, type Label } from '#kernel/schema.ts';
import { choice, code, day, flag, reference, shape, text } from '#platform/catalog/fields.ts';
import { type CardEntity, labelShape } from './card.ts';

/** How two persons, or two organisations, stand to each other; named from both ends, with days. */

export class RelationKind extends Row {
  static override tableName = 'relation_kinds';
  static override entity = 'relationKind';
  static override json = ['label', 'counterLabel'];
  static override booleans = ['hierarchical'];

  declare between: CardEntity;
  /** What the one is to the other, and the other back; the same word where both are alike. */
  declare key: string;
  declare counterKey: string;
  declare label: Label;
  declare counterLabel: Label;
  /** Nobody stands above itself. */
  declare hierarchical: boolean;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export class CardRelation extends Row {
  static override tableName = 'relations';
  static override entity = 'relation';
  static override derived = ['counterRole'];

  declare cardEntity: CardEntity;
  declare cardId: string;
  declare otherId: string;
  /** What the other is to the card: `parent`. */
  declare role: string;
  declare counterRole: string;
  declare fromOn: string | null;
  declare untilOn: string | null;
  declare note: string;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

const CARDS = ['person', 'organisation'];
const DAYS = {
  from: { tr: 'Başlangıç', pl: 'Od', en: 'From' },
  until: { tr: 'Bitiş', pl: 'Do', en: 'Until' },
};

export const relationKindEntity = entity({
  name: 'relationKind',
  plural: 'relation-kinds',
  table: 'relation_kinds',
  label: {
    one: { tr: 'ilişki türü', pl: 'rodzaj relacji', en: 'kind of relation' },
    many: { tr: 'ilişki türleri', pl: 'rodzaje relacji', en: 'kinds of relation' },
  },
  fields: [
    choice('between', {
      label: { tr: 'Kimler arasında', pl: 'Między kim', en: 'Between' },
      required: true,
      options: [
        { key: 'person', label: { tr: 'Kişiler', pl: 'Osoby', en: 'People' } },
        { key: 'organisation', label: { tr: 'Kurumlar', pl: 'Firmy', en: 'Organisations' } },
      ],
    }),
    code('key', { label: { tr: 'Anahtar', pl: 'Klucz', en: 'Key' }, sortable: true, max: 40 }),
    shape('label', {
      label: { tr: 'Ad', pl: 'Nazwa', en: 'Name' },
      takes: labelShape,
      stored: 'json',
      required: true,
    }),
    code('counterKey', {
      label: { tr: 'Karşı anahtar', pl: 'Klucz zwrotny', en: 'Key from the other end' },
      max: 40,
    }),
    shape('counterLabel', {
      label: { tr: 'Karşı taraftan ad', pl: 'Nazwa z drugiej strony', en: 'Name from the other end' },
      takes: labelShape,
      stored: 'json',
    }),
    flag('hierarchical', { label: { tr: 'Basamaklı', pl: 'Hierarchiczna', en: 'One above the other' } }),
  ],
  title: (row) => (row.label as Label | undefined)?.en ?? String(row.key),
  order: 'key',
  closes: true,
});

export const relationEntity = entity({
  name: 'relation',
  plural: 'relations',
  table: 'relations',
  label: {
    one: { tr: 'ilişki', pl: 'relacja', en: 'relation' },
    many: { tr: 'ilişkiler', pl: 'relacje', en: 'relations' },
  },
  fields: [
    reference('card', {
      label: { tr: 'Kart', pl: 'Kartoteka', en: 'Card' },
      of: CARDS,
      entityColumn: 'cardEntity',
      required: true,
    }),
    code('role', {
      label: { tr: 'Yakınlığı', pl: 'Kim to jest', en: 'What the other is' },
      max: 40,
      required: true,
    }),
    reference('other', {
      label: { tr: 'Karşı kart', pl: 'Druga kartoteka', en: 'Other card' },
      of: CARDS,
      entityColumn: 'cardEntity',
      required: true,
    }),
    code('counterRole', {
      label: {
        tr: 'Karşıdan yakınlığı',
        pl: 'Kim jest z drugiej strony',
        en: 'What the card is to the other',
      },
      readOnly: true,
    }),
    day('from', { label: DAYS.from, column: 'fromOn', sortable: true }),
    day('until', { label: DAYS.until, column: 'untilOn', sortable: true }),
    text('note', { label: { tr: 'Açıklama', pl: 'Uwagi', en: 'Note' }, max: 500 }),
  ],
  title: (row) => String(row.role),
  order: '-createdAt',
  closes: true,
});

/** The relation as one of its two cards has it; its field `role` is made of the kinds (`fieldSources`). */
export const relationEndEntity = entity({
  name: 'relationEnd',
  plural: 'relation-ends',
  table: 'relation_ends',
  label: {
    one: { tr: 'ilişkili kart', pl: 'kartoteka powiązana', en: 'related card' },
    many: { tr: 'ilişkili kartlar', pl: 'kartoteki powiązane', en: 'related cards' },
  },
  fields: [
    day('from', { label: DAYS.from, column: 'fromOn' }),
    day('until', { label: DAYS.until, column: 'untilOn' }),
  ],
  relations: (['person', 'organisation'] as const).map((card) => ({
    key: card,
    label: {
      person: { tr: 'İlişkili kişi', pl: 'Osoba powiązana', en: 'Related person' },
      organisation: { tr: 'İlişkili kurum', pl: 'Firma powiązana', en: 'Related organisation' },
    }[card],
    of: card,
    link: { one: 'otherId', where: { cardEntity: card } },
  })),
  title: (row) => String(row.role),
});

/** Related cards, as a relation of a card. */
export function relatedTo(card: CardEntity) {
  return {
    key: 'related',
    label: { tr: 'İlişkileri', pl: 'Relacje', en: 'Relations' },
    of: 'relationEnd',
    link: { many: 'cardId', where: { cardEntity: card } },
    dated: { from: 'fromOn', until: 'untilOn' },
  };
}

/** What a related card can be, of every kind that ever was. */
export function roleField(kinds: readonly RelationKind[]) {
  const options = new Map(
    kinds.flatMap((kind) => [
      [kind.key, kind.label],
      [kind.counterKey, kind.counterLabel],
    ]) as [string, Label][],
  );
  return choice('role', {
    label: { tr: 'Yakınlığı', pl: 'Kim to jest', en: 'What it is' },
    options: [...options].map(([key, label]) => ({ key, label })),
  });
}
