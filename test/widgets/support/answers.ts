// What the API would answer about one correspondence, recorded as data: for states that a real house is hard to bring into.

import { elif, me, messages, recipients, sule } from './correspondence.ts';

export interface Recorded {
  [path: string]: unknown;
}

const ozturk = { entity: 'organisation', id: 'O1', label: 'Öztürk Gıda San. ve Tic. A.Ş.' };

const positions = [
  {
    id: 'Q1',
    entity: 'position',
    version: 1,
    person: sule,
    organisation: ozturk,
    title: 'Satın alma müdürü',
    from: '2021-03-01',
    until: null,
  },
  {
    id: 'Q0',
    entity: 'position',
    version: 1,
    person: sule,
    organisation: { entity: 'organisation', id: 'O2', label: 'Çarşamba Un' },
    title: 'Uzman',
    from: '2016-05-01',
    until: '2021-02-28',
  },
];

const person = {
  id: 'P1',
  entity: 'person',
  version: 3,
  createdAt: '2026-01-10T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
  givenName: 'Şule',
  familyName: 'Işık',
  label: 'Şule Işık',
  kinds: ['customer'],
  contactPoints: [
    { kind: 'phone', value: '+905324180766', label: 'mobile', primary: true },
    { kind: 'email', value: 's.isik@ozturkgida.example', primary: true },
    { kind: 'web', value: 'https://ozturkgida.example' },
  ],
  tags: ['vacuum line'],
  representative: elif,
  formOfAddress: 'Şule Hanım',
  positions,
  can: { change: true },
};

const organisation = {
  id: 'O1',
  entity: 'organisation',
  version: 8,
  name: 'Öztürk Gıda San. ve Tic. A.Ş.',
  label: 'Öztürk Gıda San. ve Tic. A.Ş.',
  kinds: ['customer', 'supplier'],
  contactPoints: [
    { kind: 'phone', value: '+903622665100', primary: true },
    { kind: 'email', value: 'bilgi@ozturkgida.example', primary: true },
  ],
  representative: elif,
  can: {},
};

const lines = [
  {
    id: 'L1',
    at: '2026-11-24T06:42:00.000Z',
    kind: 'mail',
    direction: 'in',
    title: 'YNT: VP-420 vakum hattı: revize teklif ve teslim tarihi',
    snippet: 'Elif Hanım, günaydın, revize teklifinizi yönetim kurulumuz cuma günü görüştü.',
    who: 'Şule Işık',
    record: { entity: 'message', id: 'X4' },
  },
  {
    id: 'L2',
    at: '2026-11-20T14:10:00.000Z',
    kind: 'mail',
    direction: 'out',
    title: 'Revize teklif T-2026-318/2',
    snippet: 'Revize teklif ektedir, opsiyon 4 Aralık’a kadar geçerlidir.',
    who: 'Elif Korkmaz',
    record: { entity: 'message', id: 'X3' },
  },
  {
    id: 'L3',
    at: '2026-10-19T09:00:00.000Z',
    kind: 'call',
    direction: 'in',
    title: 'Fiyat uygun, tarihi kurul soracak',
    snippet: '7 dakika',
    who: 'Ayşe Yıldız',
    record: null,
  },
  {
    id: 'L4',
    at: '2026-10-06T09:00:00.000Z',
    kind: 'note',
    title: 'Hat Yiğit’te çalışırken görüldü',
    snippet: 'Film değişimi beğenildi',
    who: 'Elif Korkmaz',
    record: null,
  },
];

const thread = {
  id: 'T1',
  entity: 'thread',
  version: 5,
  subject: 'VP-420 vakum hattı: revize teklif ve teslim tarihi',
  ...me,
  assignee: elif,
  about: [{ ...ozturk, label: 'Öztürk Gıda' }],
  messageCount: 4,
  can: {},
};

const senders = [
  {
    mailbox: { entity: 'mailbox', id: 'M1', label: 'Satış' },
    address: 'satis@marmarapack.example',
    name: 'Satış',
    signature: 'Marmara Paketleme\nSatış',
  },
  {
    mailbox: { entity: 'mailbox', id: 'M2', label: 'Elif Korkmaz' },
    address: 'elif.korkmaz@marmarapack.example',
    name: 'Elif Korkmaz',
    signature: '',
  },
];

const reply = {
  from: { entity: 'mailbox', id: 'M1', label: 'Satış' },
  to: [{ name: 'Şule Işık', address: 's.isik@ozturkgida.example' }],
  cc: [],
  subject: 'Ynt: VP-420 vakum hattı: revize teklif ve teslim tarihi',
  text: '\n\n-- \nMarmara Paketleme\nSatış\n\n24 Kasım 2026 09:42 tarihinde Şule Işık yazdı:\n> Elif Hanım, günaydın,\n',
  html: '<p></p><div class="lobi-signature">-- <br>Marmara Paketleme</div><div class="lobi-quote"><blockquote type="cite">Elif Hanım, günaydın,</blockquote></div>',
  attachments: [],
  inReplyTo: 'X4',
  forwardOf: null,
  thread: { entity: 'thread', id: 'T1' },
};

/** A picture of one green point. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const list = (items: unknown[], next: string | null = null) => ({ items, next });

/** By path, with or without its query; the longest that fits is the answer. */
export const recorded: Recorded = {
  '/api/persons/P1': person,
  '/api/organisations/O1': organisation,
  '/api/positions?about=person:P1': list(positions),
  '/api/positions?about=organisation:O1': list(positions.slice(0, 1)),
  '/api/timeline': list(lines),
  '/api/timeline?about=person:P1&limit=3': list(lines.slice(0, 3)),
  '/api/documents': list([]),
  '/api/threads/T1': thread,
  '/api/threads': list([thread, { ...thread, id: 'T2', subject: 'Bakım sözleşmesi 2027' }]),
  '/api/messages?thread=T1': list(messages),
  '/api/recipients?message=X3': list(recipients),
  '/api/recipients': list([{ ...recipients[0], id: 'R9' }]),
  '/api/senders': list(senders),
  '/api/messages/X4/reply': reply,
  '/api/messages/X4/reply?all=1': {
    ...reply,
    cc: [{ name: 'Hakan Öztürk', address: 'h.ozturk@ozturkgida.example' }],
  },
  '/api/messages/X4/forward': {
    ...reply,
    to: [],
    subject: 'İlt: VP-420 vakum hattı: revize teklif ve teslim tarihi',
    attachments: [{ id: 'D1', name: 'yerlesim-plani-rev3.pdf', size: 1_240_000, type: 'application/pdf' }],
  },
  'POST /api/messages': { id: 'X9' },
  'DELETE /api/messages/X9/sending': {},
  'POST /api/seen': {},
  '/api/documents/D0/content': onePixel,
  '/api/documents/D2/content': onePixel,
  '/api/persons': list([person]),
  '/api/organisations': list([organisation]),
};
