import { z } from 'zod';
import { entity, type Label } from '#kernel/schema.ts';
import {
  choice,
  email,
  flag,
  longText,
  moment,
  number,
  reference,
  references,
  shape,
  text,
} from '#platform/catalog/fields.ts';

/** Mailboxes and threads as everybody else knows them. */

const named = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });
const readOnly = true;

export const mailboxEntity = entity({
  name: 'mailbox',
  plural: 'mailboxes',
  table: 'mailboxes',
  label: {
    one: named('posta kutusu', 'skrzynka', 'mailbox'),
    many: named('posta kutuları', 'skrzynki', 'mailboxes'),
  },
  order: 'name',
  closes: true,
  fields: [
    email('address', { label: named('adres', 'adres', 'address'), required: true, sortable: true }),
    text('name', { label: named('ad', 'nazwa', 'name'), required: true, max: 200, sortable: true }),
    choice('kind', {
      label: named('tür', 'rodzaj', 'kind'),
      required: true,
      options: [
        { key: 'group', label: named('ortak', 'wspólna', 'shared') },
        { key: 'personal', label: named('kişisel', 'osobista', 'personal') },
      ],
    }),
    longText('signature', { label: named('imza', 'podpis', 'signature'), max: 5000 }),
    references('members', {
      label: named('üyeler', 'członkowie', 'members'),
      of: ['user'],
      link: { table: 'mailbox_members', owner: 'mailboxId', value: 'userId' },
    }),
  ],
  title: (row) => String(row.name === '' ? row.address : row.name),
});

export const threadEntity = entity({
  name: 'thread',
  plural: 'threads',
  table: 'threads',
  label: { one: named('yazışma', 'wątek', 'thread'), many: named('yazışmalar', 'wątki', 'threads') },
  order: '-lastAt',
  closes: true,
  fields: [
    text('subject', { label: named('konu', 'temat', 'subject'), readOnly, personal: true }),
    text('snippet', {
      label: named('son iletinin başı', 'początek ostatniej', 'newest words'),
      readOnly,
      personal: true,
    }),
    text('who', { label: named('kiminle', 'z kim', 'with whom'), readOnly, personal: true }),
    moment('firstAt', {
      label: named('ilk ileti', 'pierwsza wiadomość', 'first message'),
      readOnly,
      sortable: true,
    }),
    moment('lastAt', {
      label: named('son ileti', 'ostatnia wiadomość', 'newest message'),
      readOnly,
      sortable: true,
    }),
    moment('lastInAt', { label: named('son gelen', 'ostatnia przychodząca', 'last received'), readOnly }),
    moment('lastOutAt', { label: named('son giden', 'ostatnia wychodząca', 'last sent'), readOnly }),
    moment('awaitingSince', {
      label: named('yanıt bekliyor', 'czeka na odpowiedź', 'awaiting an answer since'),
      readOnly,
      sortable: true,
    }),
    number('messageCount', { label: named('ileti sayısı', 'liczba wiadomości', 'messages'), readOnly }),
    flag('hasAttachments', { label: named('eki var', 'ma załączniki', 'has attachments'), readOnly }),
    reference('assignee', { label: named('ilgilenen', 'zajmuje się', 'assignee'), of: ['user'] }),
    references('mailboxes', {
      label: named('posta kutuları', 'skrzynki', 'mailboxes'),
      of: ['mailbox'],
      readOnly,
      link: { table: 'thread_mailboxes', owner: 'threadId', value: 'mailboxId' },
    }),
    shape('about', {
      label: named('kartlar', 'kartoteki', 'cards'),
      takes: z.unknown(),
      many: true,
      readOnly,
    }),
  ],
  title: (row) => String(row.subject === '' ? row.who : row.subject),
});
