import { entity } from '#kernel/schema.ts';
import { number, text } from '#platform/catalog/fields.ts';

export const documentEntity = entity({
  name: 'document',
  plural: 'documents',
  table: 'documents',
  label: {
    one: { tr: 'Belge', pl: 'Dokument', en: 'Document' },
    many: { tr: 'Belgeler', pl: 'Dokumenty', en: 'Documents' },
  },
  fields: [
    text('name', { label: { tr: 'Ad', pl: 'Nazwa', en: 'Name' }, required: true, max: 200 }),
    text('type', { label: { tr: 'Tür', pl: 'Typ', en: 'Type' }, readOnly: true }),
    number('size', { label: { tr: 'Boyut', pl: 'Rozmiar', en: 'Size' }, readOnly: true }),
  ],
  title: (row) => String(row.name),
});
