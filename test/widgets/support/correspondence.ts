// One correspondence as the API would give it: an offer, an answer, a revised offer of which one address is refused, and HTML mail.

export const me = { mailbox: { entity: 'mailbox', id: 'M1', label: 'Satış' } };
export const sule = { entity: 'person', id: 'P1', label: 'Şule Işık' };
export const elif = { entity: 'user', id: 'U1', label: 'Elif Korkmaz' };
const ozturk = { entity: 'organisation', id: 'O1', label: 'Öztürk Gıda San. ve Tic. A.Ş.' };
const carsamba = { entity: 'organisation', id: 'O2', label: 'Çarşamba Un' };

const satis = { address: 'satis@marmarapack.example', name: 'Satış' };
const suleParty = { address: 's.isik@ozturkgida.example', name: 'Şule Işık', card: sule };
const hakan = {
  address: 'h.ozturk@ozturkgida.example',
  name: 'Hakan Öztürk',
  card: { entity: 'person', id: 'P2', label: 'Hakan Öztürk' },
};

const htmlMail = `<div style="font-family:Arial"><p>Elif Hanım, günaydın,</p>
<p>Revize teklifinizi yönetim kurulumuz cuma günü görüştü. Fiyat konusunda anlaştık; tek açık kalan madde teslim tarihi. Ramazan 8 Şubat’ta başlayacağı için hattın <b>en geç 15 Ocak’ta</b> Samsun tesisimizde devrede olması gerekiyor.</p>
<p>Ekte 2. salonun yerleşim planı ve öngördüğümüz takvim var. Elektrik 400 V / 63 A olarak hazır; hava için sizden ölçü bekliyoruz. Perşembe 14.00’te kısaca görüşebilir miyiz? <a href="https://ozturkgida.example/plan">Plan burada</a>.</p>
<p>Saygılarımla,<br>Şule Işık</p>
<img data-remote-src="https://iz.example/acildi.gif" width="1" height="1"><img src="cid:logo@ozturk" alt="Öztürk"><img src="http://iz.example/logo.png" alt="logo">
<div class="gmail_quote"><div>20 Kasım 2026 Cuma 17:10, Elif Korkmaz yazdı:</div><blockquote>Sayın Şule Hanım, revize teklif T-2026-318/2 ektedir.</blockquote></div>
<script>document.title='broken out'</script><form action="https://iz.example"><input name="x"><button>Send</button></form></div>`;

export const messages = [
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
      { id: 'D0', name: 'logo.png', size: 70, type: 'image/png', contentId: 'logo@ozturk', inline: true },
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
      { by: 'message-id', evidence: '4177@marmarapack.example', role: 'thread', card: null },
      { by: 'address', evidence: 's.isik@ozturkgida.example', role: 'from', card: sule },
      { by: 'person', evidence: 'Şule Işık', role: 'employer', card: ozturk },
      { by: 'person', evidence: '', role: 'employer', card: carsamba },
    ],
    notes: [
      { step: 'thread', says: 'An answer to our mail; the signature in the Message-ID holds: G-2026/4177' },
    ],
    pictures: { blocked: 2, allowed: true, always: false },
  },
];

export const recipients = [
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
