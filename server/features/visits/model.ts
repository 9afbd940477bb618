import { Row } from '#kernel/model.ts';
import { entity } from '#kernel/schema.ts';
import { choice, code, moment, number, reference, text } from '#platform/catalog/fields.ts';
import { KIND_LABELS, KINDS, type Kind, SIZE_LABELS, SIZES, type Size } from './kind.ts';

export class Guest extends Row {
  static override tableName = 'guests';
  static override entity = 'guest';
  static override derived = ['nameFolded'];

  declare name: string;
  declare nameFolded: string;
  declare company: string;
}

export class Badge extends Row {
  static override tableName = 'badges';
  static override entity = 'badge';

  declare closedAt: string | null;
  declare closedBy: string | null;
  declare number: string;
  declare subjectEntity: 'person' | 'guest';
  declare subjectId: string;
  declare givenName: string;
  declare familyName: string;
  declare company: string;
  declare host: string;
  declare kind: Kind;
  declare size: Size;
  declare photoId: string | null;
  declare prints: number;
  declare printedAt: string;
}

/** One print of a badge: who printed it and when stands in the row's own columns. */
export class BadgePrint extends Row {
  static override tableName = 'badge_prints';
  static override entity = 'badgePrint';

  declare badgeId: string;
  /** 1 is the first. */
  declare n: number;
  declare size: Size;
  declare batchId: string | null;
  declare printedBy: string | null;
}

/** As long as a name can be typed; longer ones are no names. */
export const LONGEST_NAME = 12_000;

const COMPANY = { tr: 'Kurum', pl: 'Firma', en: 'Company' };

export const guestEntity = entity({
  name: 'guest',
  plural: 'guests',
  table: 'guests',
  label: {
    one: { tr: 'misafir', pl: 'gość', en: 'guest' },
    many: { tr: 'misafirler', pl: 'goście', en: 'guests' },
  },
  fields: [
    text('name', {
      label: { tr: 'Ad', pl: 'Nazwisko', en: 'Name' },
      required: true,
      max: LONGEST_NAME,
      folded: 'nameFolded',
      personal: true,
    }),
    text('company', { label: COMPANY, max: 300 }),
  ],
  title: (row) => String(row.name),
  order: '-createdAt',
});

export const badgeEntity = entity({
  name: 'badge',
  plural: 'badges',
  table: 'badges',
  label: {
    one: { tr: 'yaka kartı', pl: 'identyfikator', en: 'badge' },
    many: { tr: 'yaka kartları', pl: 'identyfikatory', en: 'badges' },
  },
  fields: [
    code('number', { label: { tr: 'Numara', pl: 'Numer', en: 'Number' }, readOnly: true }),
    reference('subject', {
      label: { tr: 'Kime', pl: 'Dla kogo', en: 'For' },
      of: ['person', 'guest'],
      entityColumn: 'subjectEntity',
      readOnly: true,
      personal: true,
    }),
    text('givenName', {
      label: { tr: 'Ad', pl: 'Imię', en: 'Given name' },
      max: LONGEST_NAME,
      personal: true,
    }),
    text('familyName', {
      label: { tr: 'Soyadı', pl: 'Nazwisko', en: 'Family name' },
      max: LONGEST_NAME,
      personal: true,
    }),
    text('company', { label: COMPANY, max: 300 }),
    text('host', { label: { tr: 'Ev sahibi', pl: 'Gospodarz', en: 'Host' }, max: 300 }),
    choice('kind', {
      label: { tr: 'Tür', pl: 'Rodzaj', en: 'Kind' },
      options: KINDS.map((key) => ({ key, label: KIND_LABELS[key] })),
    }),
    choice('size', {
      label: { tr: 'Boyut', pl: 'Rozmiar', en: 'Size' },
      options: SIZES.map((key) => ({ key, label: SIZE_LABELS[key] })),
    }),
    reference('photo', {
      label: { tr: 'Fotoğraf', pl: 'Zdjęcie', en: 'Photo' },
      of: ['document'],
      personal: true,
    }),
    number('prints', { label: { tr: 'Baskı sayısı', pl: 'Liczba wydruków', en: 'Prints' }, readOnly: true }),
    moment('printedAt', { label: { tr: 'Basıldığı an', pl: 'Wydrukowano', en: 'Printed' }, readOnly: true }),
  ],
  title: (row) => [row.givenName, row.familyName].map(String).join(' ').trim(),
  order: '-createdAt',
  closes: true,
});
