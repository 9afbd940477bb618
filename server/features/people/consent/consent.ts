import { Row } from '#kernel/model.ts';
import { entity, type Label } from '#kernel/schema.ts';
import { choice, longText, moment, reference, text } from '#platform/catalog/fields.ts';
import type { CardEntity } from '../model/card.ts';

/**
 * What a person or an organisation said about being written to, as events that are never changed: who, for which channel and
 * purpose, when, on which text, with which evidence. What holds is the last one. Law: Turkey, Act 6563 and its regulation on
 * commercial electronic messages; Poland, Electronic Communications Act of 2024, article 398; GDPR and KVKK for the evidence.
 */

export const CONSENT_CHANNELS = ['mail', 'sms', 'phone', 'postal'] as const;
export const PURPOSES = ['commercial', 'service'] as const;
export const CONSENT_SOURCES = [
  ...(['form', 'paper', 'phone', 'mail', 'meeting', 'import'] as const),
  ...(['unsubscribe', 'complaint', 'registry'] as const),
] as const;

export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];
export type ConsentPurpose = (typeof PURPOSES)[number];
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

export class Consent extends Row {
  static override tableName = 'consents';
  static override entity = 'consent';

  declare cardEntity: CardEntity;
  declare cardId: string;
  declare channel: ConsentChannel;
  declare purpose: ConsentPurpose;
  declare status: 'given' | 'refused';
  declare source: ConsentSource;
  declare at: string;
  declare text: string;
  declare evidence: string;
  declare documentId: string | null;
  declare userId: string | null;
}

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });
const option = (key: string, tr: string, pl: string, en: string) => ({ key, label: named(tr, pl, en) });

export const consentEntity = entity({
  name: 'consent',
  plural: 'consents',
  table: 'consents',
  label: { one: named('izin', 'zgoda', 'consent'), many: named('izinler', 'zgody', 'consents') },
  fields: [
    reference('card', {
      label: named('Kart', 'Kartoteka', 'Card'),
      of: ['person', 'organisation'],
      entityColumn: 'cardEntity',
      required: true,
    }),
    choice('channel', {
      label: named('Kanal', 'Kanał', 'Channel'),
      options: [
        option('mail', 'E-posta', 'E-mail', 'E-mail'),
        option('sms', 'SMS', 'SMS', 'SMS'),
        option('phone', 'Telefon', 'Telefon', 'Phone'),
        option('postal', 'Posta', 'Poczta', 'Post'),
      ],
      required: true,
    }),
    choice('purpose', {
      label: named('Amaç', 'Cel', 'Purpose'),
      options: [
        option('commercial', 'Ticari ileti', 'Informacje handlowe', 'Commercial messages'),
        option('service', 'Hizmet bildirimi', 'Obsługa', 'Service messages'),
      ],
      required: true,
    }),
    choice('status', {
      label: named('Karar', 'Decyzja', 'Decision'),
      options: [option('given', 'Onay', 'Zgoda', 'Given'), option('refused', 'Ret', 'Odmowa', 'Refused')],
      required: true,
    }),
    choice('source', {
      label: named('Kaynak', 'Źródło', 'Source'),
      options: [
        option('form', 'Web formu', 'Formularz', 'Web form'),
        option('paper', 'Kâğıt', 'Na papierze', 'On paper'),
        option('phone', 'Telefon', 'Telefonicznie', 'By phone'),
        option('mail', 'E-posta', 'Mailem', 'By mail'),
        option('meeting', 'Görüşme', 'Na spotkaniu', 'In a meeting'),
        option('import', 'İçe aktarma', 'Import', 'Import'),
        option('unsubscribe', 'Listeden çıkma', 'Wypisanie się', 'Unsubscribed'),
        option('complaint', 'Şikâyet', 'Skarga', 'Complaint'),
        option('registry', 'İYS', 'Rejestr', 'Registry'),
      ],
      required: true,
    }),
    moment('at', { label: named('Tarih', 'Kiedy', 'When'), sortable: true }),
    longText('text', { label: named('Onay metni', 'Treść zgody', 'Text agreed to') }),
    text('evidence', { label: named('Kanıt', 'Dowód', 'Evidence'), max: 1000 }),
    reference('document', { label: named('Belge', 'Dokument', 'Document'), of: ['document'] }),
    reference('user', { label: named('Kaydeden', 'Kto wpisał', 'Entered by'), of: ['user'], readOnly: true }),
  ],
  title: (row) => `${String(row.channel)} ${String(row.purpose)} ${String(row.status)}`,
  order: '-at',
});
