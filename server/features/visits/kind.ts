import type { Label } from '#kernel/schema.ts';

/** What somebody is in the house today; stands on the badge. */
export const KINDS = ['guest', 'supplier', 'press', 'staff'] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_LABELS: Record<Kind, Label> = {
  guest: { tr: 'Misafir', pl: 'Gość', en: 'Guest' },
  supplier: { tr: 'Tedarikçi', pl: 'Dostawca', en: 'Supplier' },
  press: { tr: 'Basın', pl: 'Prasa', en: 'Press' },
  staff: { tr: 'Personel', pl: 'Pracownik', en: 'Staff' },
};

export const SIZES = ['card', 'a6', 'label'] as const;
export type Size = (typeof SIZES)[number];

export const SIZE_LABELS: Record<Size, Label> = {
  card: { tr: 'Kart (85,6 × 54 mm)', pl: 'Karta (85,6 × 54 mm)', en: 'Card (85.6 × 54 mm)' },
  a6: { tr: 'A6 (105 × 148 mm)', pl: 'A6 (105 × 148 mm)', en: 'A6 (105 × 148 mm)' },
  label: {
    tr: 'Rulo etiket (62 × 100 mm)',
    pl: 'Etykieta z rolki (62 × 100 mm)',
    en: 'Label roll (62 × 100 mm)',
  },
};
