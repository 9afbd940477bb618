import { z } from 'zod';
import { Row } from '#kernel/model.ts';
import { entity, type Label } from '#kernel/schema.ts';
import { choice, flag, longText, moment, number, reference, shape, text } from '#platform/catalog/fields.ts';

export type LetterState = 'draft' | 'freezing' | 'going' | 'paused' | 'stopped' | 'done' | 'failed';
export type Purpose = 'commercial' | 'service';

const id = z.string().max(26);
const cardRef = z.object({ entity: z.enum(['person', 'organisation']), id });
const ids = z.array(id).max(5000);

/** To whom: a group, conditions, or cards that were picked. */
const audienceShape = z.union([
  z.strictObject({
    group: z.union([id, z.object({ id }).transform((given) => given.id)]),
  }),
  z.strictObject({ cards: z.array(cardRef).max(5000) }),
  z.strictObject({
    of: z.enum(['person', 'organisation']).default('person'),
    where: z.record(z.string(), z.unknown()).nullable().default(null),
    asOf: z.iso.date().nullable().default(null),
    pinned: ids.default([]),
    excluded: ids.default([]),
  }),
]);
export type Audience = z.output<typeof audienceShape>;

export class Letter extends Row {
  static override tableName = 'letters';
  static override entity = 'letter';
  static override json = ['audience', 'leftOut', 'question', 'sentence'];
  static override booleans = ['distributionNote'];

  declare mailboxId: string | null;
  declare authorId: string | null;
  declare channel: 'mail';
  declare purpose: Purpose;
  declare subject: string;
  declare text: string | null;
  declare html: string | null;
  declare language: 'tr' | 'pl' | 'en';
  /** `formal`; empty for none; else the words themselves. */
  declare salutation: string;
  /** Null for none; empty for the register number; else what stands before each recipient's number. */
  declare reference: string | null;
  declare distributionNote: boolean;
  declare audience: Audience;
  declare leftOut: { entity: string; id: string }[];
  declare pace: number | null;
  declare state: LetterState;
  declare sendAt: string | null;
  declare startsAt: string | null;
  declare sentBy: string | null;
  declare askedAt: string | null;
  declare frozenAt: string | null;
  declare registerNumber: string | null;
  declare question: unknown;
  declare sentence: Record<'tr' | 'pl' | 'en', string> | null;
  declare fault: string | null;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });
const option = (key: string, tr: string, pl: string, en: string) => ({ key, label: named(tr, pl, en) });
const readOnly = true;

export const letterEntity = entity({
  name: 'letter',
  plural: 'letters',
  table: 'letters',
  label: { one: named('mektup', 'list', 'letter'), many: named('mektuplar', 'listy', 'letters') },
  fields: [
    text('subject', { label: named('Konu', 'Temat', 'Subject'), max: 500 }),
    longText('text', { label: named('Metin', 'Treść', 'Text'), max: 200_000, detail: true }),
    longText('html', { label: named('Biçimli metin', 'Treść HTML', 'HTML'), max: 1_000_000, detail: true }),
    reference('mailbox', { label: named('Posta kutusu', 'Skrzynka', 'Mailbox'), of: ['mailbox'] }),
    choice('channel', {
      label: named('Kanal', 'Kanał', 'Channel'),
      options: [option('mail', 'E-posta', 'E-mail', 'E-mail')],
    }),
    choice('purpose', {
      label: named('Amaç', 'Cel', 'Purpose'),
      options: [
        option('commercial', 'Ticari ileti', 'Informacja handlowa', 'Commercial message'),
        option('service', 'Hizmet bildirimi', 'Wiadomość obsługowa', 'Service message'),
      ],
    }),
    choice('language', {
      label: named('Dil', 'Język', 'Language'),
      options: [
        option('tr', 'Türkçe', 'turecki', 'Turkish'),
        option('pl', 'Lehçe', 'polski', 'Polish'),
        option('en', 'İngilizce', 'angielski', 'English'),
      ],
    }),
    shape('salutation', {
      label: named('Hitap', 'Zwrot grzecznościowy', 'Salutation'),
      takes: z.union([z.boolean(), z.string().max(300)]),
    }),
    shape('reference', {
      label: named('Sayı', 'Nasz znak', 'Reference'),
      takes: z.union([z.boolean(), z.string().trim().max(100)]),
    }),
    flag('distributionNote', {
      label: named('Dağıtım listesi notu', 'Rozdzielnik', 'Distribution note'),
    }),
    shape('audience', {
      label: named('Kime', 'Do kogo', 'To whom'),
      takes: audienceShape,
      stored: 'json',
      detail: true,
    }),
    shape('leftOut', {
      label: named('Elle çıkarılanlar', 'Pominięci ręcznie', 'Left out by hand'),
      takes: z.array(cardRef).max(5000),
      stored: 'json',
      detail: true,
    }),
    shape('attachments', {
      label: named('Ekler', 'Załączniki', 'Attachments'),
      takes: z.array(z.union([id, z.object({ id }).transform((given) => given.id)])).max(50),
    }),
    number('pace', { label: named('Dakikada en çok', 'Najwyżej na minutę', 'At most a minute') }),
    choice('state', {
      label: named('Durum', 'Stan', 'State'),
      options: [
        option('draft', 'taslak', 'szkic', 'draft'),
        option('freezing', 'hazırlanıyor', 'w przygotowaniu', 'being prepared'),
        option('going', 'gönderiliyor', 'w wysyłce', 'being sent'),
        option('paused', 'duraklatıldı', 'wstrzymany', 'paused'),
        option('stopped', 'durduruldu', 'zatrzymany', 'stopped'),
        option('done', 'gönderildi', 'wysłany', 'sent'),
        option('failed', 'gönderilemedi', 'nie wysłano', 'not sent'),
      ],
      readOnly,
    }),
    moment('sendAt', { label: named('Planlanan', 'Zaplanowany', 'Planned for'), readOnly }),
    moment('startsAt', { label: named('Başlangıç', 'Początek', 'Starts'), readOnly }),
    moment('askedAt', { label: named('Gönderen onayı', 'Zlecono', 'Asked for'), readOnly, sortable: true }),
    moment('frozenAt', { label: named('Donduruldu', 'Utrwalono', 'Frozen'), readOnly }),
    reference('author', { label: named('Yazan', 'Autor', 'Author'), of: ['user'], readOnly }),
    reference('sender', {
      label: named('Gönderen', 'Wysłał', 'Sent by'),
      of: ['user'],
      column: 'sentBy',
      readOnly,
    }),
    text('registerNumber', {
      label: named('Evrak numarası', 'Numer w dzienniku', 'Register number'),
      readOnly,
    }),
    shape('sentence', { label: named('Kime', 'Do kogo', 'To whom'), takes: z.string(), readOnly }),
    shape('counts', {
      label: named('Sayılar', 'Liczby', 'Counts'),
      takes: z.record(z.string(), z.number()),
      readOnly,
    }),
    text('fault', { label: named('Hata', 'Błąd', 'Fault'), readOnly }),
  ],
  title: (row) => String(row.subject || (row.registerNumber ?? '')),
  order: '-createdAt',
  closes: true,
});
