import { z } from 'zod';
import { Row } from '#kernel/model.ts';
import type { Field, Label, Relation } from '#kernel/schema.ts';
import { choice, reference, shape, sortKeysOf, text, words } from '#platform/catalog/fields.ts';
import { type ContactPoint, contactPoints } from '../contact-point.ts';
import type { HeldCriteria } from '../held-criteria.ts';
import { KINDS } from '../kind.ts';

/** What persons and organisations have alike. */

export type CardEntity = 'person' | 'organisation';

export interface CardRef {
  entity: CardEntity;
  id: string;
}

export class Card extends Row {
  static override json = ['kinds', 'tags', 'externalIds', 'criteria', 'contactPoints'];
  static override derived = ['nameFolded', 'nameSortTr', 'nameSortPl', 'nameSortEn'];

  declare name: string;
  declare nameFolded: string;
  declare nameSortTr: string;
  declare nameSortPl: string;
  declare nameSortEn: string;
  declare representativeId: string | null;
  declare teamId: string | null;
  declare kinds: string[];
  declare tags: string[];
  /** By system: `{ erp: '4711' }`. */
  declare externalIds: Record<string, string>;
  /** By set: `{ sector: ['dairy'] }`. */
  declare criteria: HeldCriteria;
  declare contactPoints: ContactPoint[];
  declare closedAt: string | null;
  declare closedBy: string | null;
}

/** Name of a program in external ids: `erp`, `logo-tiger`. */
export const systemName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a lower-case name, for example erp');
export const externalId = z.string().trim().min(1).max(200);

/** A name in each language. */
export const labelShape = z.strictObject({
  tr: z.string().trim().min(1).max(200),
  pl: z.string().trim().min(1).max(200),
  en: z.string().trim().min(1).max(200),
});

export const labelOf = {
  name: { tr: 'Ad', pl: 'Nazwa', en: 'Name' },
  contactPoints: { tr: 'İletişim bilgileri', pl: 'Dane kontaktowe', en: 'Contact points' },
  criteria: { tr: 'Kriterler', pl: 'Kryteria', en: 'Criteria' },
} satisfies Record<string, Label>;

export function nameField(options: { readOnly?: boolean; required?: boolean }): Field {
  return text('name', {
    label: labelOf.name,
    max: 200,
    sortable: true,
    search: 4,
    personal: true,
    folded: 'nameFolded',
    sortKeys: sortKeysOf('name'),
    ...options,
  });
}

/** Fields behind the entity's own ones. */
export function cardFields(card: CardEntity): Field[] {
  const ofCard = { cardEntity: card };
  return [
    choice('kinds', {
      label: { tr: 'Tür', pl: 'Rodzaj', en: 'Kind' },
      many: true,
      options: KINDS,
      link: { table: 'card_kinds', owner: 'cardId', value: 'kind', where: ofCard },
    }),
    shape('contactPoints', {
      label: labelOf.contactPoints,
      takes: contactPoints,
      stored: 'json',
      personal: true,
      class: 'contact',
    }),
    words('tags', {
      label: { tr: 'Etiketler', pl: 'Etykiety', en: 'Tags' },
      link: { table: 'record_tags', owner: 'recordId', value: 'tag', where: { entity: card } },
    }),
    reference('representative', {
      label: { tr: 'Müşteri temsilcisi', pl: 'Opiekun handlowy', en: 'Representative' },
      of: ['user'],
    }),
    reference('team', { label: { tr: 'Ekip', pl: 'Zespół', en: 'Team' }, of: ['team'] }),
    shape('externalIds', {
      label: { tr: 'Dış kimlikler', pl: 'Identyfikatory zewnętrzne', en: 'External ids' },
      takes: z.record(systemName, externalId.nullable()),
      stored: 'json',
    }),
  ];
}

export function cardRelations(card: CardEntity): Relation[] {
  return [
    {
      key: 'contactPoints',
      label: labelOf.contactPoints,
      of: 'contactPoint',
      link: { many: 'cardId', where: { cardEntity: card } },
      dated: { from: 'fromOn', until: 'untilOn' },
    },
  ];
}
