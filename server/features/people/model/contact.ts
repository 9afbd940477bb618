import { entity } from '#kernel/schema.ts';
import { choice, code, day, flag, moment, text } from '#platform/catalog/fields.ts';
import { CONTACT_KINDS } from '../contact-point.ts';
import { labelOf } from './card.ts';

const KIND_LABELS = {
  phone: { tr: 'Telefon', pl: 'Telefon', en: 'Phone' },
  email: { tr: 'E-posta', pl: 'E-mail', en: 'E-mail' },
  postal: { tr: 'Posta adresi', pl: 'Adres pocztowy', en: 'Postal address' },
  web: { tr: 'Web', pl: 'Strona WWW', en: 'Web' },
  messaging: { tr: 'Mesajlaşma', pl: 'Komunikator', en: 'Messaging' },
};

/** The table beside the cards through which queries reach contact points; they are written with their card. */
export const contactPointEntity = entity({
  name: 'contactPoint',
  plural: 'contact-points',
  table: 'contact_points',
  label: {
    one: { tr: 'iletişim bilgisi', pl: 'dane kontaktowe', en: 'contact point' },
    many: labelOf.contactPoints,
  },
  fields: [
    choice('kind', {
      label: { tr: 'Tür', pl: 'Rodzaj', en: 'Kind' },
      options: CONTACT_KINDS.map((key) => ({ key, label: KIND_LABELS[key] })),
    }),
    code('value', { label: { tr: 'Değer', pl: 'Wartość', en: 'Value' }, max: 1000 }),
    text('key', {
      label: { tr: 'Arama biçimi', pl: 'Postać do wyszukiwania', en: 'Form for searching' },
      folded: 'key',
      readOnly: true,
    }),
    code('label', { label: { tr: 'Açıklama', pl: 'Opis', en: 'Label' }, max: 60 }),
    flag('primary', { label: { tr: 'Birincil', pl: 'Główne', en: 'Primary' }, column: 'isPrimary' }),
    day('from', { label: { tr: 'Başlangıç', pl: 'Od', en: 'From' }, column: 'fromOn' }),
    day('until', { label: { tr: 'Bitiş', pl: 'Do', en: 'Until' }, column: 'untilOn' }),
    moment('undeliverableAt', {
      label: { tr: 'Ulaşılamadığı zaman', pl: 'Niedostępny od', en: 'Undeliverable since' },
      readOnly: true,
    }),
  ],
  title: (row) => String(row.value),
});
