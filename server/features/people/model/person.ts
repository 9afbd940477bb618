import { z } from 'zod';
import { entity } from '#kernel/schema.ts';
import { age, choice, day, flag, reference, shape, text } from '#platform/catalog/fields.ts';
import { LETTER_LANGUAGES } from '../kind.ts';
import { traitsOf } from '../traits/trait.ts';
import { Card, cardFields, cardRelations, nameField } from './card.ts';
import { relatedTo } from './relation.ts';

export class Person extends Card {
  static override tableName = 'persons';
  static override entity = 'person';
  static override booleans = ['merchant'];
  static override derived = [...Card.derived, 'givenFolded', 'familyFolded'];

  declare givenName: string;
  declare givenFolded: string;
  declare familyName: string;
  declare familyFolded: string;
  declare formOfAddress: string | null;
  declare language: string | null;
  declare vocative: string | null;
  declare merchant: boolean | null;
  declare photoId: string | null;
  declare bornOn: string | null;
}

const POSITIONS_LABEL = { tr: 'Görevler', pl: 'Stanowiska', en: 'Positions' };

export const personEntity = entity({
  name: 'person',
  plural: 'persons',
  table: 'persons',
  label: {
    one: { tr: 'kişi', pl: 'osoba', en: 'person' },
    many: { tr: 'kişiler', pl: 'osoby', en: 'people' },
  },
  fields: [
    nameField({ readOnly: true }),
    text('givenName', {
      label: { tr: 'Ad', pl: 'Imię', en: 'Given name' },
      max: 100,
      folded: 'givenFolded',
      personal: true,
    }),
    text('familyName', {
      label: { tr: 'Soyadı', pl: 'Nazwisko', en: 'Family name' },
      max: 100,
      folded: 'familyFolded',
      personal: true,
    }),
    text('formOfAddress', {
      label: { tr: 'Hitap', pl: 'Forma grzecznościowa', en: 'Form of address' },
      max: 100,
      personal: true,
    }),
    text('vocative', {
      label: { tr: 'Lehçe hitap hâli', pl: 'Imię w wołaczu', en: 'Given name in the Polish vocative' },
      max: 100,
      personal: true,
    }),
    flag('merchant', {
      label: { tr: 'Tacir veya esnaf', pl: 'Przedsiębiorca', en: 'Merchant or tradesman' },
    }),
    choice('language', { label: { tr: 'Dil', pl: 'Język', en: 'Language' }, options: LETTER_LANGUAGES }),
    reference('photo', {
      label: { tr: 'Fotoğraf', pl: 'Zdjęcie', en: 'Photo' },
      of: ['document'],
      personal: true,
    }),
    day('birthDate', {
      label: { tr: 'Doğum tarihi', pl: 'Data urodzenia', en: 'Date of birth' },
      column: 'bornOn',
      sortable: true,
      personal: true,
      class: 'private',
    }),
    age('age', {
      label: { tr: 'Yaş', pl: 'Wiek', en: 'Age' },
      from: 'bornOn',
      personal: true,
      class: 'private',
    }),
    ...cardFields('person'),
    shape('positions', { label: POSITIONS_LABEL, takes: z.array(z.unknown()), readOnly: true }),
  ],
  relations: [
    ...cardRelations('person'),
    relatedTo('person'),
    traitsOf('person'),
    {
      key: 'positions',
      label: POSITIONS_LABEL,
      of: 'position',
      link: { many: 'personId' },
      dated: { from: 'fromOn', until: 'untilOn' },
    },
  ],
  title: (row) => String(row.name),
  order: 'name',
  closes: true,
  card: true,
});
