// What the API would answer about one correspondence, recorded as data: for states that a real house is hard to bring into.

export interface Recorded {
  [path: string]: unknown;
}

const me = { mailbox: { entity: 'mailbox', id: 'M1', label: 'Satış' } };
const sule = { entity: 'person', id: 'P1', label: 'Şule Işık' };
const elif = { entity: 'user', id: 'U1', label: 'Elif Korkmaz' };
const ozturk = { entity: 'organisation', id: 'O1', label: 'Öztürk Gıda San. ve Tic. A.Ş.' };

export const person = {
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
  can: { edit: true, write: true },
};

export const organisation = {
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

const satis = { address: 'satis@marmarapack.example', name: 'Satış' };
const suleParty = { address: 's.isik@ozturkgida.example', name: 'Şule Işık', card: sule };
const hakan = {
  address: 'h.ozturk@ozturkgida.example',
  name: 'Hakan Öztürk',
  card: { entity: 'person', id: 'P2', label: 'Hakan Öztürk' },
};

export const htmlMail = `<div style="font-family:Arial"><p>Elif Hanım, günaydın,</p>
<p>Revize teklifinizi yönetim kurulumuz cuma günü görüştü. Fiyat konusunda anlaştık; tek açık kalan madde teslim tarihi. Ramazan 8 Şubat’ta başlayacağı için hattın <b>en geç 15 Ocak’ta</b> Samsun tesisimizde devrede olması gerekiyor.</p>
<p>Ekte 2. salonun yerleşim planı ve öngördüğümüz takvim var. Elektrik 400 V / 63 A olarak hazır; hava için sizden ölçü bekliyoruz. Perşembe 14.00’te kısaca görüşebilir miyiz? <a href="https://ozturkgida.example/plan">Plan burada</a>.</p>
<p>Saygılarımla,<br>Şule Işık</p>
<img src="https://iz.example/acildi.gif" width="1" height="1"><img src="http://iz.example/logo.png" alt="logo">
<div class="gmail_quote"><div>20 Kasım 2026 Cuma 17:10, Elif Korkmaz yazdı:</div><blockquote>Sayın Şule Hanım, revize teklif T-2026-318/2 ektedir.</blockquote></div>
<script>document.title='broken out'</script><form action="https://iz.example"><input name="x"><button>Send</button></form></div>`;

const messages = [
  {
    id: 'X1',
    entity: 'message',
    version: 1,
    direction: 'out',
    kind: 'mail',
    subject: 'VP-420 vakum hattı',
    registerNumber: 'G-2026/4102',
    from: satis,
    author: elif,
    to: [suleParty],
    at: '2026-11-12T08:20:00.000Z',
    snippet: 'Şule Hanım, VP-420 hattı için teklifimiz ve üç yerleşim seçeneği ektedir.',
    text: 'Şule Hanım,\n\nVP-420 hattı için teklifimiz ve üç yerleşim seçeneği ektedir.\n\nElif Korkmaz',
    thread: { entity: 'thread', id: 'T1' },
    ...me,
    attachments: [],
  },
  {
    id: 'X2',
    entity: 'message',
    version: 1,
    direction: 'in',
    kind: 'mail',
    subject: 'YNT: VP-420 vakum hattı',
    registerNumber: 'E-2026/11702',
    from: suleParty,
    to: [satis],
    at: '2026-11-16T12:31:00.000Z',
    snippet: 'Teşekkür ederim, cuma günkü kurula sunacağım; iki sorumuz var',
    text: 'Teşekkür ederim, cuma günkü kurula sunacağım; iki sorumuz var: film genişliği ve gürültü.\nwww.ozturkgida.example\n\n> Şule Hanım,\n> VP-420 hattı için teklifimiz ektedir.',
    verdict: 'verified',
    attachments: [],
  },
  {
    id: 'X3',
    entity: 'message',
    version: 2,
    direction: 'out',
    kind: 'mail',
    subject: 'Revize teklif T-2026-318/2',
    registerNumber: 'G-2026/4177',
    from: satis,
    author: elif,
    to: [suleParty, hakan],
    at: '2026-11-20T14:10:00.000Z',
    snippet: 'Revize teklif T-2026-318/2 ektedir, opsiyon 4 Aralık’a kadar geçerlidir.',
    text: 'Revize teklif T-2026-318/2 ektedir, opsiyon 4 Aralık’a kadar geçerlidir.',
    attachments: [{ id: 'D9', name: 'teklif-T-2026-318-2.pdf', size: 412_000, type: 'application/pdf' }],
  },
  {
    id: 'X4',
    entity: 'message',
    version: 1,
    direction: 'in',
    kind: 'mail',
    subject: 'YNT: VP-420 vakum hattı: revize teklif ve teslim tarihi',
    registerNumber: 'E-2026/11842',
    from: suleParty,
    to: [satis],
    cc: [hakan],
    at: '2026-11-24T06:42:00.000Z',
    snippet: 'Elif Hanım, günaydın, revize teklifinizi',
    text: 'Elif Hanım, günaydın,\n\nRevize teklifinizi yönetim kurulumuz cuma günü görüştü.',
    html: htmlMail,
    verdict: 'verified',
    ...me,
    attachments: [
      { id: 'D1', name: 'yerlesim-plani-rev3.pdf', size: 1_240_000, type: 'application/pdf' },
      { id: 'D2', name: 'mevcut-hat-salon2.png', size: 3_400, type: 'image/png' },
      {
        id: 'D3',
        name: 'teslim-takvimi.xlsx',
        size: 38_000,
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      },
    ],
    matches: [
      { by: 'address', evidence: 's.isik@ozturkgida.example stands on the card', card: sule },
      { by: 'message-id', evidence: 'answers G-2026/4177, which we sent' },
    ],
    notes: [{ step: 'rules', says: 'Given to Elif Korkmaz by the rule “Answers go to whoever wrote”' }],
    pictures: { blocked: 2, allowed: true },
  },
];

const recipients = [
  {
    id: 'R1',
    entity: 'recipient',
    version: 2,
    name: 'Şule Işık',
    address: 's.isik@ozturkgida.example',
    card: sule,
    state: 'sent',
    attempts: [
      {
        at: '2026-11-20T14:10:04.000Z',
        outcome: 'later',
        host: 'mx.ozturkgida.example',
        reply: '450 4.2.0 Greylisted, please try again in 60 seconds',
      },
      {
        at: '2026-11-20T14:11:20.000Z',
        outcome: 'sent',
        host: 'mx.ozturkgida.example',
        reply: '250 2.0.0 Ok: queued as 4F2A91C',
      },
    ],
  },
  {
    id: 'R2',
    entity: 'recipient',
    version: 2,
    name: 'Hakan Öztürk',
    address: 'h.ozturk@ozturkgida.example',
    card: null,
    state: 'failed',
    reason: 'userunknown',
    attempts: [
      {
        at: '2026-11-20T14:10:04.000Z',
        outcome: 'failed',
        host: 'mx.ozturkgida.example',
        reply:
          '550 5.1.1 <h.ozturk@ozturkgida.example>: Recipient address rejected: User unknown in virtual mailbox table',
      },
    ],
  },
];

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
  '/api/persons': list([person]),
  '/api/organisations': list([organisation]),
};
