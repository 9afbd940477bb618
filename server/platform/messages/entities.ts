import { z } from 'zod';
import { entity, type Label } from '#kernel/schema.ts';
import { choice, code, longText, moment, number, reference, shape, text } from '#platform/catalog/fields.ts';

/** Messages and recipients as everybody else knows them. What is written by commands alone is read-only here. */

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });
const option = (key: string, tr: string, pl: string, en: string) => ({ key, label: named(tr, pl, en) });
const party = z.object({ name: z.string(), address: z.string() });
const readOnly = true;

export const messageEntity = entity({
  name: 'message',
  plural: 'messages',
  table: 'messages',
  label: { one: named('İleti', 'Wiadomość', 'Message'), many: named('İletiler', 'Wiadomości', 'Messages') },
  order: '-at',
  fields: [
    choice('direction', {
      label: named('Yön', 'Kierunek', 'Direction'),
      options: [
        option('in', 'gelen', 'przychodząca', 'received'),
        option('out', 'giden', 'wychodząca', 'sent'),
      ],
      readOnly,
    }),
    code('channel', { label: named('Kanal', 'Kanał', 'Channel'), readOnly }),
    choice('kind', {
      label: named('Tür', 'Rodzaj', 'Kind'),
      options: [
        option('mail', 'ileti', 'wiadomość', 'mail'),
        option('bounce', 'ulaşmayan ileti', 'zwrot', 'bounce'),
        option('auto-reply', 'otomatik yanıt', 'odpowiedź automatyczna', 'automatic reply'),
        option('delay', 'gecikme bildirimi', 'zawiadomienie o opóźnieniu', 'delay report'),
        option('feedback', 'şikâyet bildirimi', 'zgłoszenie nadużycia', 'complaint report'),
      ],
      readOnly,
    }),
    code('registerNumber', {
      label: named('Evrak numarası', 'Numer w dzienniku', 'Register number'),
      readOnly,
      sortable: true,
    }),
    text('subject', { label: named('Konu', 'Temat', 'Subject'), readOnly }),
    text('fromName', {
      label: named('Gönderenin adı', 'Nadawca', 'Sender’s name'),
      readOnly,
      personal: true,
      hidden: true,
    }),
    code('fromAddress', {
      label: named('Gönderenin adresi', 'Adres nadawcy', 'Sender’s address'),
      readOnly,
      personal: true,
      hidden: true,
    }),
    longText('text', { label: named('Metin', 'Treść', 'Text'), readOnly, personal: true, detail: true }),
    longText('html', {
      label: named('Biçimli metin', 'Treść HTML', 'HTML'),
      readOnly,
      personal: true,
      detail: true,
    }),
    text('snippet', { label: named('Başlangıcı', 'Początek', 'First words'), readOnly, personal: true }),
    moment('at', { label: named('Zaman', 'Czas', 'Moment'), readOnly, sortable: true }),
    moment('receivedAt', { label: named('Geliş zamanı', 'Otrzymano', 'Received'), readOnly, sortable: true }),
    moment('sentAt', { label: named('Gönderim zamanı', 'Wysłano', 'Sent'), readOnly, sortable: true }),
    moment('sendAt', { label: named('Planlanan gönderim', 'Planowana wysyłka', 'Planned for'), readOnly }),
    moment('stoppedAt', { label: named('Geri çekilme', 'Wycofano', 'Called back'), readOnly }),
    number('size', { label: named('Boyut', 'Rozmiar', 'Size'), readOnly }),
    reference('mailbox', { label: named('Posta kutusu', 'Skrzynka', 'Mailbox'), of: ['mailbox'], readOnly }),
    reference('thread', { label: named('Yazışma', 'Wątek', 'Thread'), of: ['thread'], readOnly }),
    reference('author', { label: named('Yazan', 'Autor', 'Author'), of: ['user'], readOnly }),
    shape('from', { label: named('Kimden', 'Od', 'From'), takes: party, readOnly, personal: true }),
    shape('to', { label: named('Kime', 'Do', 'To'), takes: party, many: true, readOnly, personal: true }),
    shape('bcc', { label: named('Gizli', 'UDW', 'Bcc'), takes: party, many: true, readOnly, personal: true }),
    shape('replyTo', {
      label: named('Yanıt adresi', 'Adres odpowiedzi', 'Reply to'),
      takes: party,
      many: true,
      readOnly,
      personal: true,
    }),
    shape('cc', { label: named('Bilgi', 'DW', 'Cc'), takes: party, many: true, readOnly, personal: true }),
    shape('about', {
      label: named('İlgili kartlar', 'Kartoteki', 'Cards'),
      takes: z.unknown(),
      many: true,
      readOnly,
    }),
    shape('attachments', {
      label: named('Ekler', 'Załączniki', 'Attachments'),
      takes: z.unknown(),
      many: true,
      readOnly,
    }),
    /** Of pictures elsewhere: how many, whether they may be shown, whether this reader always wants the sender's. */
    shape('pictures', {
      label: named('Dış görseller', 'Obrazy zewnętrzne', 'Remote pictures'),
      takes: z.object({ blocked: z.number(), allowed: z.boolean(), always: z.boolean() }).nullable(),
      readOnly,
      detail: true,
    }),
    /** `setup`, `restored` or `demo` while all of it is held; null where it leaves or has left. */
    shape('held', {
      label: named('Neden bekletiliyor', 'Dlaczego wstrzymana', 'Why it is held'),
      takes: z.string().nullable(),
      readOnly,
      detail: true,
    }),
    shape('matches', {
      label: named('Eşleşmeler', 'Dopasowania', 'Matches'),
      takes: z.unknown(),
      many: true,
      readOnly,
      detail: true,
    }),
    shape('bounces', {
      label: named('Ulaşmayanlar', 'Zwroty', 'Bounces'),
      takes: z.unknown(),
      many: true,
      readOnly,
      stored: 'json',
    }),
    shape('notes', {
      label: named('Notlar', 'Uwagi', 'Notes'),
      takes: z.unknown(),
      many: true,
      readOnly,
      stored: 'json',
      detail: true,
    }),
    reference('answers', {
      label: named('Yanıtladığı ileti', 'Odpowiedź na', 'Answers'),
      of: ['message'],
      readOnly,
      detail: true,
    }),
    reference('forwards', {
      label: named('İlettiği ileti', 'Przekazuje', 'Passes on'),
      of: ['message'],
      readOnly,
      detail: true,
    }),
    code('messageId', {
      label: named('İleti kimliği', 'Identyfikator wiadomości', 'Message-ID'),
      readOnly,
      hidden: true,
    }),
  ],
  title: (row) => String(row.subject === '' ? (row.registerNumber ?? row.fromAddress) : row.subject),
});

export const recipientEntity = entity({
  name: 'recipient',
  plural: 'recipients',
  table: 'recipients',
  label: { one: named('Alıcı', 'Odbiorca', 'Recipient'), many: named('Alıcılar', 'Odbiorcy', 'Recipients') },
  order: 'createdAt',
  fields: [
    reference('message', { label: named('İleti', 'Wiadomość', 'Message'), of: ['message'], readOnly }),
    choice('role', {
      label: named('Yeri', 'Pole', 'Field'),
      options: [
        option('to', 'kime', 'do', 'to'),
        option('cc', 'bilgi', 'DW', 'cc'),
        option('bcc', 'gizli', 'UDW', 'bcc'),
      ],
      readOnly,
    }),
    text('name', { label: named('Ad', 'Nazwa', 'Name'), readOnly, personal: true }),
    code('address', { label: named('Adres', 'Adres', 'Address'), readOnly, personal: true }),
    reference('card', {
      label: named('Kart', 'Kartoteka', 'Card'),
      of: ['person', 'organisation'],
      entityColumn: 'cardEntity',
      readOnly,
    }),
    choice('state', {
      label: named('Durum', 'Stan', 'State'),
      options: [
        option('held', 'bekletiliyor', 'wstrzymana', 'held'),
        option('queued', 'sırada', 'w kolejce', 'queued'),
        option('sending', 'gönderiliyor', 'wysyłana', 'sending'),
        option('sent', 'gönderildi', 'wysłana', 'sent'),
        option('bounced', 'geri döndü', 'zwrócona', 'bounced'),
        option('failed', 'gönderilemedi', 'niedoręczona', 'failed'),
        option('skipped', 'atlandı', 'pominięta', 'skipped'),
        option('stopped', 'geri çekildi', 'wycofana', 'called back'),
        option('unknown', 'belirsiz', 'nieznany', 'unknown'),
      ],
      readOnly,
    }),
    text('reason', { label: named('Neden', 'Powód', 'Reason'), readOnly }),
    moment('sentAt', { label: named('Gönderim zamanı', 'Wysłano', 'Sent'), readOnly, sortable: true }),
    moment('dueAt', { label: named('Sıradaki deneme', 'Następna próba', 'Next try'), readOnly }),
    number('number', { label: named('Sıra', 'Numer', 'Number'), readOnly, sortable: true }),
    moment('answeredAt', {
      label: named('Yanıtladı', 'Odpowiedziano', 'Answered'),
      readOnly,
      sortable: true,
    }),
    reference('answered', { label: named('Yanıtı', 'Odpowiedź', 'Answer'), of: ['message'], readOnly }),
    moment('unsubscribedAt', { label: named('Listeden çıktı', 'Wypisał się', 'Unsubscribed'), readOnly }),
    /** Why it could be sent, as it stood when it was frozen. */
    shape('basis', {
      label: named('Dayanağı', 'Podstawa', 'Ground'),
      takes: z.unknown(),
      readOnly,
      stored: 'json',
    }),
    /** The words that this recipient got. */
    shape('text', { label: named('Metin', 'Treść', 'Text'), takes: z.string(), readOnly }),
    shape('attempts', {
      label: named('Denemeler', 'Próby', 'Attempts'),
      takes: z.unknown(),
      many: true,
      readOnly,
    }),
  ],
  title: (row) => String(row.name === '' ? row.address : row.name),
});
