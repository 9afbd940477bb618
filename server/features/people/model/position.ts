import { Row } from '#kernel/model.ts';
import { entity } from '#kernel/schema.ts';
import { day, reference, shape, text } from '#platform/catalog/fields.ts';
import { type ContactPoint, contactPoints } from '../contact-point.ts';
import { labelOf } from './card.ts';

/** A person's link to an organisation; dated, so that who left stays in the history. */
export class Position extends Row {
  static override tableName = 'positions';
  static override entity = 'position';
  static override json = ['contactPoints'];
  static override derived = ['titleFolded', 'departmentFolded'];

  declare personId: string;
  declare organisationId: string;
  declare title: string;
  declare titleFolded: string;
  declare department: string;
  declare departmentFolded: string;
  declare fromOn: string | null;
  declare untilOn: string | null;
  /** Where the person is reached at this organisation. */
  declare contactPoints: ContactPoint[];
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export const positionEntity = entity({
  name: 'position',
  plural: 'positions',
  table: 'positions',
  label: {
    one: { tr: 'görev', pl: 'stanowisko', en: 'position' },
    many: { tr: 'görevler', pl: 'stanowiska', en: 'positions' },
  },
  fields: [
    reference('person', { label: { tr: 'Kişi', pl: 'Osoba', en: 'Person' }, of: ['person'], required: true }),
    reference('organisation', {
      label: { tr: 'Kurum', pl: 'Firma', en: 'Organisation' },
      of: ['organisation'],
      required: true,
    }),
    text('title', {
      label: { tr: 'Unvan', pl: 'Stanowisko', en: 'Title' },
      max: 200,
      folded: 'titleFolded',
      sortable: true,
    }),
    text('department', {
      label: { tr: 'Bölüm', pl: 'Dział', en: 'Department' },
      max: 200,
      folded: 'departmentFolded',
    }),
    day('from', { label: { tr: 'Başlangıç', pl: 'Od', en: 'From' }, column: 'fromOn', sortable: true }),
    day('until', { label: { tr: 'Bitiş', pl: 'Do', en: 'Until' }, column: 'untilOn', sortable: true }),
    shape('contactPoints', {
      label: labelOf.contactPoints,
      takes: contactPoints,
      stored: 'json',
      personal: true,
      class: 'contact',
    }),
  ],
  relations: [
    {
      key: 'contactPoints',
      label: labelOf.contactPoints,
      of: 'contactPoint',
      link: { many: 'cardId', where: { cardEntity: 'position' } },
      dated: { from: 'fromOn', until: 'untilOn' },
    },
  ],
  title: (row) => String(row.title),
  order: '-createdAt',
  closes: true,
});
