import test from 'ava';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { wireBytes } from '#platform/messages/channels/mail/dots.ts';
import { type MailParts, renderMail } from '#platform/messages/channels/mail/render.ts';

/** What goes over the wire is exactly one clean mail, whatever people write. */

const PARTS: MailParts = {
  from: { name: 'Marmara Pack Satış', address: 'satis@marmarapack.example' },
  to: [{ name: 'Łukasz Żółć', address: 'lukasz@zolc.example' }],
  cc: [],
  subject: 'Fiyat teklifi',
  messageId: '01HZY.abc@marmarapack.example',
  inReplyTo: null,
  references: [],
  date: new Date('2026-11-24T08:00:00Z'),
  text: 'Merhaba',
  html: '<p>Merhaba</p>',
  attachments: [],
};

const HEADERS = ['content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'];

function headerNames(bytes: Buffer): string[] {
  const head = bytes.toString('latin1').split('\r\n\r\n')[0] as string;
  return head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => (line.split(':')[0] as string).toLowerCase())
    .sort();
}

/** Undoes dot-stuffing as a receiver does; what stands after the first lone dot would be commands. */
function received(wire: Buffer): { mail: string; rest: string } {
  const text = wire.toString('latin1');
  const end = text.startsWith('.\r\n') ? 0 : text.indexOf('\r\n.\r\n');
  const mail = text.slice(0, end === 0 ? 0 : end + 2).replace(/^\.\./gm, '.');
  return { mail, rest: text.slice(end === 0 ? 3 : end + 5) };
}

const NASTY = [
  '.',
  '..',
  '\n.\nMAIL FROM:<a@b>',
  '\r.\rDATA',
  '\r\n.\r\nMAIL FROM:<angreifer@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\nSubject: two\r\n\r\nsecond',
  '\n.\r\n',
  '\r.\r\n',
  '\u0085.\u0085',
  '\u2028.\u2028',
  'From someone',
  '--boundary',
  'x'.repeat(5000),
  '=0D=0A.=0D=0A',
  'ışğüöç İŞĞÜÖÇ łódź',
  '<script>alert(1)</script>',
  '\t',
  '',
];

test('bodies with every trick of SMTP smuggling arrive as one mail with the same text', async (t) => {
  for (const text of NASTY) {
    const bytes = await renderMail({ ...PARTS, text, html: `<pre>${text.replace(/[<&]/g, '')}</pre>` });
    t.notRegex(bytes.toString('latin1'), /\r(?!\n)|(?<!\r)\n/, JSON.stringify(text));
    const { mail, rest } = received(Buffer.concat(wireBytes(bytes)));
    t.is(rest, '', JSON.stringify(text));
    t.is(mail, bytes.toString('latin1'));
    t.deepEqual(headerNames(bytes), HEADERS);
    const parsed = await simpleParser(bytes);
    const plain = (value: string) => value.replace(/\r\n?|\n/g, '\n').trim();
    t.is(plain(parsed.text ?? ''), plain(text), JSON.stringify(text));
  }
});

const line = fc.string({ unit: 'binary', maxLength: 200 }).map((text) =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]/gu, '')
    .trim(),
);

test('whatever stands in names, subjects and file names, headers stay headers', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      line,
      line,
      line,
      fc.string({ unit: 'binary', maxLength: 2000 }),
      async (name, subject, file, text) => {
        const bytes = await renderMail({
          ...PARTS,
          subject,
          to: [{ name, address: 'lukasz@zolc.example' }],
          text: text.toWellFormed().replaceAll('\0', ''),
          attachments: [
            {
              name: file === '' ? 'x' : file,
              type: 'application/pdf',
              bytes: Buffer.from('%PDF'),
              contentId: null,
            },
          ],
        });
        const raw = bytes.toString('latin1');
        if (/\r(?!\n)|(?<!\r)\n|[^\x09\x0a\x0d\x20-\x7e]/.test(raw)) return false;
        const names = headerNames(bytes).filter((each) => each !== 'subject');
        const wanted = HEADERS.filter((each) => each !== 'subject');
        const { rest, mail } = received(Buffer.concat(wireBytes(bytes)));
        return (
          names.join() === wanted.join() &&
          rest === '' &&
          mail === raw &&
          raw.split('\r\n').every((each) => each.length <= 998)
        );
      },
    ),
    { numRuns: 300 },
  );
  t.pass();
});

test('a header that would break is refused, wherever it comes from', async (t) => {
  const breaking = 'x\r\nBcc: gizli@x.example';
  const cases: Partial<MailParts>[] = [
    { subject: breaking },
    { subject: 'x\nBcc: a@b' },
    { subject: 'x\u0000y' },
    { from: { name: breaking, address: 'a@b.example' } },
    { to: [{ name: 'x', address: breaking }] },
    { messageId: `a@b>\r\nBcc: x` },
    { references: [breaking] },
    { inReplyTo: breaking },
    {
      attachments: [
        { name: 'a\r\nb.pdf', type: 'application/pdf', bytes: Buffer.from('x'), contentId: null },
      ],
    },
    {
      attachments: [
        { name: 'a.pdf', type: 'application/pdf\r\nX: y', bytes: Buffer.from('x'), contentId: null },
      ],
    },
    { attachments: [{ name: 'a.png', type: 'image/png', bytes: Buffer.from('x'), contentId: 'a\r\nX: y' }] },
  ];
  for (const each of cases) await t.throwsAsync(renderMail({ ...PARTS, ...each }), { message: /line break/ });
});

test('text and HTML stand side by side, pictures beside the HTML, documents after both', async (t) => {
  const bytes = await renderMail({
    ...PARTS,
    html: '<p>Merhaba <img src="cid:logo@marmarapack.example"></p>',
    attachments: [
      {
        name: 'logo.png',
        type: 'image/png',
        bytes: Buffer.from('png'),
        contentId: 'logo@marmarapack.example',
      },
      { name: 'teklif çğış.pdf', type: 'application/pdf', bytes: Buffer.from('pdf'), contentId: null },
      {
        name: 'ileti.eml',
        type: 'message/rfc822',
        bytes: Buffer.from('Subject: x\n\n\n.\nMAIL'),
        contentId: null,
      },
    ],
  });
  const types = [...bytes.toString('latin1').matchAll(/^Content-Type: ([\w/.+-]+)/gim)].map(
    (match) => match[1],
  );
  t.deepEqual(types, [
    'multipart/mixed',
    'multipart/alternative',
    'text/plain',
    'multipart/related',
    'text/html',
    'image/png',
    'application/pdf',
    'application/octet-stream',
  ]);
  const parsed = await simpleParser(bytes);
  t.deepEqual(
    parsed.attachments.map((each) => each.filename),
    ['logo.png', 'teklif çğış.pdf', 'ileti.eml'],
  );
  t.is(parsed.attachments[0]?.cid, 'logo@marmarapack.example');
  t.is(parsed.attachments[2]?.content.toString(), 'Subject: x\n\n\n.\nMAIL');
  t.is(parsed.subject, 'Fiyat teklifi');
  t.is(parsed.date?.toISOString(), '2026-11-24T08:00:00.000Z');
});

test('the same parts give the same mail but for its boundaries', async (t) => {
  const plain = (bytes: Buffer) => bytes.toString().replace(/--_?[\w-]+Part_\w+|----?_NmP-[\w-]+/g, '--');
  t.is(plain(await renderMail(PARTS)), plain(await renderMail(PARTS)));
});

test('bytes with a half line end are never sent', (t) => {
  t.throws(() => wireBytes(Buffer.from('a\nb\r\n')), { message: /bare LF/ });
  t.throws(() => wireBytes(Buffer.from('a\rb\r\n')), { message: /bare CR/ });
  t.is(Buffer.concat(wireBytes(Buffer.from('.a\r\n..b\r\nc'))).toString(), '..a\r\n...b\r\nc\r\n.\r\n');
  t.is(Buffer.concat(wireBytes(Buffer.from(''))).toString(), '.\r\n');
});
