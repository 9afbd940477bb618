import test from 'ava';
import { subjectKey } from '#features/mailroom/pipeline/subject.ts';
import { quoteStart, writtenPart } from '#features/mailroom/reading/quote.ts';
import { readMail } from '#features/mailroom/reading/read-mail.ts';
import { readReport } from '#features/mailroom/reading/report.ts';
import { useResolver, verdictsOf } from '#features/mailroom/verdicts.ts';
import { mailOf, mailroom } from './mailroom.ts';

const WRITTEN = 'Tamam, onaylıyoruz.\nNot: Jan dün 14:05’te “olur” diye yazdı, haberiniz olsun.';

for (const [program, above] of [
  [
    'Gmail, Turkish',
    'Ayşe Çağlar <ayse@kuzey.example>, 24 Kas 2026 Sal, 09:12 tarihinde şunu yazdı:\n\n> Merhaba',
  ],
  [
    'Gmail, broken line',
    'Ayşe Çağlar <ayse.caglar@uzun-bir-alan.example>, 24 Kas 2026 Sal,\n09:12 tarihinde şunu yazdı:\n\n> Merhaba',
  ],
  ['Thunderbird, Turkish', '24.11.2026 09:12 tarihinde Ayşe Çağlar yazdı:\n> Merhaba'],
  ['Thunderbird, Polish', 'W dniu 24.11.2026 o 09:12, Łukasz Żółć pisze:\n> Dzień dobry'],
  ['Gmail, Polish', 'wt., 24 lis 2026 o 09:12 Łukasz Żółć <l@lodz.example> napisał(a):\n\n> Dzień dobry'],
  [
    'iPhone, Polish',
    'Wiadomość napisana przez Łukasz Żółć <l@lodz.example> w dniu 24.11.2026, o godz. 09:12:\n\n> Dzień dobry',
  ],
  [
    'Outlook, Turkish',
    '________________________________\nGönderen: Ayşe Çağlar <ayse@kuzey.example>\nGönderildi: 24 Kasım 2026 Salı 09:12\nKime: Satış\nKonu: Teklif\n\nMerhaba',
  ],
  [
    'Outlook, Polish',
    'Od: Łukasz Żółć <l@lodz.example>\nWysłano: wtorek, 24 listopada 2026 09:12\nDo: Satış\nTemat: Oferta\n\nDzień dobry',
  ],
  [
    'Outlook, English',
    '-----Original Message-----\nFrom: Jan\nSent: Tuesday\nTo: Satış\nSubject: Offer\n\nHello',
  ],
  ['Apple Mail, English', 'On 24 Nov 2026, at 09:12, Jan Nowak <jan@lodz.example> wrote:\n\n> Hello'],
] as const)
  test(`${program}: what is quoted is told from what is written`, (t) => {
    const text = `${WRITTEN}\n\n${above}\n`;
    const start = quoteStart(text);
    t.is(text.slice(0, start ?? undefined).trim(), WRITTEN);
    t.is(writtenPart(text), WRITTEN);
  });

test('sentences that only look like quoting stay, and a mail that is nothing but a quote is all written', (t) => {
  for (const text of [
    'Jan wrote:\nolur dedi',
    'Saat 14:05: toplantı\nKonu: fuar',
    '> alıntı\n\ncevap\n\n> alıntı\n\ncevap',
    '> yalnız alıntı\n',
  ])
    t.is(quoteStart(text), null, text);
  t.is(writtenPart('Merhaba\n-- \nAyşe'), 'Merhaba');
});

test('a subject is the same behind the prefixes of any language', (t) => {
  for (const subject of [
    'Re: IŞIK',
    'YNT: Işık',
    'İLT: ışık',
    'Odp: PD: isik',
    'AW: WG: Işık',
    'Re[3]: Işık',
    'SV: VS:  Işık',
  ])
    t.is(subjectKey(subject), 'isik', subject);
  t.not(subjectKey('Fatura: Işık'), 'isik');
});

test('a mail without words of its own gets them from its HTML, and shows where the quote begins', async (t) => {
  const html =
    '<div>Merhaba,<br>olur.</div><div class="gmail_quote">Ayşe &lt;a@b.example&gt;, 24 Kas 2026 Sal, 09:12 tarihinde şunu yazdı:<br><blockquote>Teklif</blockquote></div>';
  const mail = await readMail(
    mailOf({
      raw: `From: a@kuzey.example\r\nSubject: =?utf-8?b?xLBsZ2lsaQ==?=\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`,
    }),
  );
  t.is(mail.subject, 'İlgili');
  t.is(mail.snippet, 'Merhaba, olur.');
  t.not(mail.quotedAt, null);
});

test('a report takes the block about the message and one per recipient, never all of them', (t) => {
  const report = readReport([
    {
      type: 'message/delivery-status',
      text: 'Reporting-MTA: dns; mx\nStatus: 5.9.9\n\nFinal-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; b@x.example\nAction: delivered\nStatus: 2.0.0\n',
    },
  ]);
  t.deepEqual(
    report?.recipients.map(({ recipient, status, state }) => ({ recipient, status, state })),
    [{ recipient: 'a@x.example', status: '5.1.1', state: 'address-dead' }],
  );
});

test('senders are checked against the answers of name servers, and a silent one holds nobody up', async (t) => {
  const m = await mailroom(t);
  const raw = mailOf({ from: 'ayse@kuzey.example' });
  const envelope = {
    from: 'ayse@kuzey.example',
    to: [],
    peer: '192.0.2.7',
    greeting: 'mail.kuzey.example',
    protocol: 'ESMTP',
    tls: null,
  };
  const records: Record<string, string[][]> = {
    'TXT kuzey.example': [['v=spf1 ip4:192.0.2.7 -all']],
    'TXT _dmarc.kuzey.example': [['v=DMARC1; p=reject']],
  };
  const missing = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  await m.in(async () => {
    useResolver((domain, type) =>
      records[`${type} ${domain}`] === undefined
        ? missing()
        : Promise.resolve(records[`${type} ${domain}`] as string[][]),
    );
    t.like(await verdictsOf(raw, envelope, false), {
      overall: 'verified',
      spf: { result: 'pass' },
      dkim: { result: 'none' },
      dmarc: { result: 'pass' },
    });
    t.like(await verdictsOf(raw, { ...envelope, peer: '198.51.100.9' }, false), {
      overall: 'failed',
      spf: { result: 'fail' },
    });
    t.regex((await verdictsOf(raw, { ...envelope, peer: '10.0.0.4' }, false)).unchecked ?? '', /inside/);
    useResolver(() => new Promise(() => {}));
    t.regex((await verdictsOf(raw, envelope, false)).unchecked ?? '', /too long/);
    t.regex((await verdictsOf(raw, envelope, false)).unchecked ?? '', /silent/);
  });
});
