import type { Entity, Field } from '#kernel/schema.ts';
import { code, moment } from './fields.ts';

/** What every record has, whatever its room declares. */
const STANDARD: readonly Field[] = [
  code('id', { label: { tr: 'kayıt', pl: 'rekord', en: 'record' }, readOnly: true }),
  moment('createdAt', {
    label: { tr: 'eklenme', pl: 'dodanie', en: 'creation' },
    readOnly: true,
    sortable: true,
  }),
  moment('updatedAt', {
    label: { tr: 'son değişiklik', pl: 'ostatnia zmiana', en: 'last change' },
    readOnly: true,
    sortable: true,
  }),
];
const CLOSED: Field = moment('closedAt', {
  label: { tr: 'kapanış', pl: 'zamknięcie', en: 'closure' },
  readOnly: true,
  sortable: true,
});

export function standardFields(entity: Entity): readonly Field[] {
  return entity.closes === true ? [...STANDARD, CLOSED] : STANDARD;
}
