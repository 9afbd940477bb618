import type { Label } from '#kernel/schema.ts';

/** What a card is to the firm; many at once. */
export const KINDS: readonly { key: string; label: Label }[] = [
  { key: 'customer', label: { tr: 'Müşteri', pl: 'Klient', en: 'Customer' } },
  { key: 'prospect', label: { tr: 'Aday müşteri', pl: 'Potencjalny klient', en: 'Prospect' } },
  { key: 'supplier', label: { tr: 'Tedarikçi', pl: 'Dostawca', en: 'Supplier' } },
  { key: 'subcontractor', label: { tr: 'Taşeron', pl: 'Podwykonawca', en: 'Subcontractor' } },
  { key: 'partner', label: { tr: 'İş ortağı', pl: 'Partner', en: 'Partner' } },
  { key: 'group-company', label: { tr: 'Grup şirketi', pl: 'Spółka z grupy', en: 'Group company' } },
  { key: 'bank', label: { tr: 'Banka', pl: 'Bank', en: 'Bank' } },
  { key: 'competitor', label: { tr: 'Rakip', pl: 'Konkurent', en: 'Competitor' } },
  { key: 'authority', label: { tr: 'Kamu kurumu', pl: 'Urząd', en: 'Public authority' } },
  { key: 'staff', label: { tr: 'Çalışan', pl: 'Pracownik', en: 'Staff' } },
];

/** Languages in which a person is written to. */
export const LETTER_LANGUAGES: readonly { key: string; label: Label }[] = [
  { key: 'tr', label: { tr: 'Türkçe', pl: 'turecki', en: 'Turkish' } },
  { key: 'pl', label: { tr: 'Lehçe', pl: 'polski', en: 'Polish' } },
  { key: 'en', label: { tr: 'İngilizce', pl: 'angielski', en: 'English' } },
  { key: 'de', label: { tr: 'Almanca', pl: 'niemiecki', en: 'German' } },
  { key: 'fr', label: { tr: 'Fransızca', pl: 'francuski', en: 'French' } },
  { key: 'ru', label: { tr: 'Rusça', pl: 'rosyjski', en: 'Russian' } },
  { key: 'uk', label: { tr: 'Ukraynaca', pl: 'ukraiński', en: 'Ukrainian' } },
  { key: 'ar', label: { tr: 'Arapça', pl: 'arabski', en: 'Arabic' } },
];
