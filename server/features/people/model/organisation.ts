import { entity } from '#kernel/schema.ts';
import { code, reference } from '#platform/catalog/fields.ts';
import { traitsOf } from '../traits/trait.ts';
import { Card, cardFields, cardRelations, nameField } from './card.ts';
import { relatedTo } from './relation.ts';

export class Organisation extends Card {
  static override tableName = 'organisations';
  static override entity = 'organisation';

  declare taxNumber: string | null;
  declare parentId: string | null;
}

export const organisationEntity = entity({
  name: 'organisation',
  plural: 'organisations',
  table: 'organisations',
  label: {
    one: { tr: 'kurum', pl: 'firma', en: 'organisation' },
    many: { tr: 'kurumlar', pl: 'firmy', en: 'organisations' },
  },
  fields: [
    nameField({ required: true }),
    code('taxNumber', {
      label: { tr: 'Vergi numarası', pl: 'NIP', en: 'Tax number' },
      max: 40,
      class: 'private',
    }),
    reference('parent', {
      label: { tr: 'Bağlı olduğu kurum', pl: 'Firma nadrzędna', en: 'Belongs to' },
      of: ['organisation'],
    }),
    ...cardFields('organisation'),
  ],
  relations: [
    ...cardRelations('organisation'),
    relatedTo('organisation'),
    traitsOf('organisation'),
    {
      key: 'positions',
      label: { tr: 'Çalışanları', pl: 'Ludzie', en: 'People' },
      of: 'position',
      link: { many: 'organisationId' },
      dated: { from: 'fromOn', until: 'untilOn' },
    },
    {
      key: 'subsidiaries',
      label: { tr: 'Bağlı kurumlar', pl: 'Firmy podległe', en: 'Subsidiaries' },
      of: 'organisation',
      link: { many: 'parentId' },
    },
  ],
  title: (row) => String(row.name),
  order: 'name',
  closes: true,
  card: true,
});
