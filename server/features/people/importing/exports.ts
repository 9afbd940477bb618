import type { Label } from '#kernel/schema.ts';
import type { ExportColumn, ExportPart } from '#platform/exchange/exporting/declared.ts';
import type { ContactKind, ContactPoint } from '../contact-point.ts';
import type { CardEntity } from '../model/card.ts';
import { spokenPhone } from '../phone.ts';
import type { ShownPosition } from '../present.ts';

/** How a card's parts stand in an exported list: under headers that an import knows, several of a kind in one cell. */

function column(key: string, label: Label, of: ExportColumn['of']): ExportColumn {
  return { key, label, of };
}

type Record_ = Parameters<ExportColumn['of']>[0];

function points(record: Record_, kind: ContactKind): ContactPoint[] {
  const all = (record.contactPoints ?? []) as ContactPoint[];
  return all.filter((point) => point.kind === kind).toSorted((a, b) => Number(b.primary) - Number(a.primary));
}

function joined(kind: ContactKind, spoken: (value: string) => string = (value) => value): ExportColumn['of'] {
  return (record) =>
    points(record, kind)
      .map((point) => spoken(point.value))
      .join('; ');
}

function ofAddress(part: 'street' | 'district' | 'province' | 'postalCode' | 'country'): ExportColumn['of'] {
  return (record) => points(record, 'postal')[0]?.address?.[part] ?? '';
}

const CONTACT_COLUMNS = [
  column('email', { tr: 'E-posta', pl: 'E-mail', en: 'E-mail' }, joined('email')),
  column('phone', { tr: 'Telefon', pl: 'Telefon', en: 'Phone' }, joined('phone', spokenPhone)),
  column('web', { tr: 'Web sitesi', pl: 'Strona WWW', en: 'Website' }, joined('web')),
  column('street', { tr: 'Adres', pl: 'Adres', en: 'Address' }, ofAddress('street')),
  column('district', { tr: 'İlçe', pl: 'Miejscowość', en: 'Town or district' }, ofAddress('district')),
  column('province', { tr: 'İl', pl: 'Województwo', en: 'Province' }, ofAddress('province')),
  column('postalCode', { tr: 'Posta kodu', pl: 'Kod pocztowy', en: 'Postal code' }, ofAddress('postalCode')),
  column('country', { tr: 'Ülke', pl: 'Kraj', en: 'Country' }, ofAddress('country')),
];

/** As lists of cards show where somebody is. */
const CITY_COLUMN = column('city', { tr: 'İl', pl: 'Miejscowość', en: 'City' }, (record) => {
  const address = points(record, 'postal')[0]?.address;
  return address?.province ?? address?.district ?? '';
});

/** Not called as the given name is. */
const NAME_COLUMN = column('name', { tr: 'Ad ve soyadı', pl: 'Imię i nazwisko', en: 'Full name' }, (record) =>
  String(record.name ?? ''),
);

/** The first position of today; a list has one row per person. */
function ofPosition(read: (position: ShownPosition) => string): ExportColumn['of'] {
  return (record) => {
    const [position] = (record.positions ?? []) as ShownPosition[];
    return position === undefined ? '' : read(position);
  };
}

const POSITION_COLUMNS = [
  column(
    'organisation',
    { tr: 'Çalıştığı kurum', pl: 'Firma', en: 'Organisation' },
    ofPosition(({ organisation }) => organisation.label),
  ),
  column(
    'title',
    { tr: 'Unvan', pl: 'Stanowisko', en: 'Title' },
    ofPosition(({ title }) => title),
  ),
  column(
    'department',
    { tr: 'Bölüm', pl: 'Dział', en: 'Department' },
    ofPosition(({ department }) => department),
  ),
];

const EXTERNAL_COLUMN = column(
  'externalIds',
  { tr: 'Dış kimlikler', pl: 'Identyfikatory zewnętrzne', en: 'External ids' },
  (record) =>
    Object.entries((record.externalIds ?? {}) as Record<string, string>)
      .map(([system, value]) => `${system}: ${value}`)
      .join('; '),
);

const of = (entity: CardEntity): ExportPart[] => [
  { entity, field: 'contactPoints', columns: CONTACT_COLUMNS, further: [CITY_COLUMN] },
  { entity, field: 'externalIds', columns: [EXTERNAL_COLUMN] },
];

export const EXPORT_PARTS: readonly ExportPart[] = [
  ...of('person'),
  ...of('organisation'),
  { entity: 'person', field: 'name', columns: [NAME_COLUMN] },
  { entity: 'person', field: 'positions', columns: POSITION_COLUMNS },
];
