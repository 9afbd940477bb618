import { Row } from '#kernel/model.ts';
import { entity, type Field, type Label } from '#kernel/schema.ts';
import { code, criteria, shape, sortKeysOf, text } from '#platform/catalog/fields.ts';
import { type CardEntity, labelShape } from './card.ts';

/** A node of a set: `food` of `sector`. */
export class Criterion extends Row {
  static override tableName = 'criteria';
  static override entity = 'criterion';
  static override derived = ['nameFolded', 'nameSortTr', 'nameSortPl', 'nameSortEn'];
  static override json = ['names'];

  declare setKey: string;
  declare key: string;
  declare name: string;
  declare nameFolded: string;
  declare nameSortTr: string;
  declare nameSortPl: string;
  declare nameSortEn: string;
  /** Its name in each language; null where it is called alike in all. */
  declare names: Label | null;
  declare parentId: string | null;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

/** A classification that the administrator defined, flat or a tree; a field of the cards. */
export class CriteriaSet extends Row {
  static override tableName = 'criteria_sets';
  static override entity = 'criteriaSet';
  static override json = ['label'];

  /** Name of the field: `sector`. */
  declare key: string;
  declare label: Label;
}

export const criterionEntity = entity({
  name: 'criterion',
  plural: 'criteria',
  table: 'criteria',
  label: {
    one: { tr: 'kriter', pl: 'kryterium', en: 'criterion' },
    many: { tr: 'kriterler', pl: 'kryteria', en: 'criteria' },
  },
  fields: [
    code('set', {
      label: { tr: 'Küme', pl: 'Zbiór', en: 'Set' },
      column: 'setKey',
      required: true,
      sortable: true,
    }),
    code('key', { label: { tr: 'Anahtar', pl: 'Klucz', en: 'Key' }, required: true, sortable: true }),
    text('name', {
      label: { tr: 'Ad', pl: 'Nazwa', en: 'Name' },
      max: 200,
      required: true,
      sortable: true,
      folded: 'nameFolded',
      sortKeys: sortKeysOf('name'),
    }),
    shape('names', {
      label: { tr: 'Dillerdeki adları', pl: 'Nazwy w językach', en: 'Names by language' },
      takes: labelShape,
      stored: 'json',
    }),
  ],
  relations: [
    {
      key: 'parent',
      label: { tr: 'Üst kriter', pl: 'Kryterium nadrzędne', en: 'Above' },
      of: 'criterion',
      link: { one: 'parentId' },
    },
  ],
  title: (row) => String(row.name),
  order: 'name',
  closes: true,
});

/** The field that a set makes on a card. */
export function criteriaField(set: Pick<CriteriaSet, 'key' | 'label'>, card: CardEntity): Field {
  return criteria(set.key, {
    label: set.label,
    of: set.key,
    link: {
      table: 'card_criteria',
      owner: 'cardId',
      value: 'criterionId',
      where: { cardEntity: card },
      dated: { from: 'fromOn', until: 'untilOn' },
    },
    tree: {
      nodes: {
        table: 'criteria',
        id: 'id',
        key: 'key',
        name: 'name',
        names: 'names',
        where: { setKey: set.key },
      },
      closure: { table: 'criteria_closure', above: 'ancestorId', below: 'descendantId' },
    },
  });
}
