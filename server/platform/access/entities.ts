import { z } from 'zod';
import { entity } from '#kernel/schema.ts';
import { choice, email, shape, text } from '#platform/catalog/fields.ts';
import { nameOf } from './model.ts';

const LANGUAGES = [
  { key: 'tr', label: { tr: 'Türkçe', pl: 'turecki', en: 'Turkish' } },
  { key: 'pl', label: { tr: 'Lehçe', pl: 'polski', en: 'Polish' } },
  { key: 'en', label: { tr: 'İngilizce', pl: 'angielski', en: 'English' } },
];

export const userEntity = entity({
  name: 'user',
  plural: 'users',
  table: 'users',
  label: {
    one: { tr: 'kullanıcı', pl: 'użytkownik', en: 'user' },
    many: { tr: 'kullanıcılar', pl: 'użytkownicy', en: 'users' },
  },
  fields: [
    text('givenName', {
      label: { tr: 'ad', pl: 'imię', en: 'given name' },
      required: true,
      max: 100,
      personal: true,
      folded: 'givenNameFolded',
    }),
    text('familyName', {
      label: { tr: 'soyad', pl: 'nazwisko', en: 'family name' },
      max: 100,
      personal: true,
      sortable: true,
      folded: 'familyNameFolded',
      sortKeys: { tr: 'sortTr', pl: 'sortPl', en: 'sortEn' },
    }),
    email('email', {
      label: { tr: 'e-posta', pl: 'e-mail', en: 'e-mail' },
      required: true,
      personal: true,
      sortable: true,
    }),
    choice('language', { label: { tr: 'dil', pl: 'język', en: 'language' }, options: LANGUAGES }),
    shape('roles', {
      label: { tr: 'roller', pl: 'role', en: 'roles' },
      takes: z.string(),
      stored: 'json',
      many: true,
    }),
    shape('teams', {
      label: { tr: 'ekipler', pl: 'zespoły', en: 'teams' },
      takes: z.string(),
      stored: 'json',
      many: true,
    }),
  ],
  title: (row) => nameOf(row as { givenName: string; familyName: string }),
  order: 'familyName',
  closes: true,
});

export const teamEntity = entity({
  name: 'team',
  plural: 'teams',
  table: 'teams',
  label: {
    one: { tr: 'ekip', pl: 'zespół', en: 'team' },
    many: { tr: 'ekipler', pl: 'zespoły', en: 'teams' },
  },
  fields: [
    text('name', { label: { tr: 'ad', pl: 'nazwa', en: 'name' }, required: true, max: 200, sortable: true }),
  ],
  title: (row) => String(row.name),
  order: 'name',
  closes: true,
});
