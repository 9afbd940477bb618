import test from 'ava';
import { safeHtml } from '#features/mailroom/reading/html.ts';
import { READER_LIMITS, Readers } from '#features/mailroom/reading/readers.ts';
import { db } from '#kernel/db/unit.ts';
import { documentsOf, openDocument } from '#platform/files/api.ts';
import { mailOf, mailroom } from './mailroom.ts';

function nested(depth: number): string {
  const lines = [
    'From: a@kuzey.example',
    'Subject: Derin',
    'Message-ID: <deep@kuzey.example>',
    'MIME-Version: 1.0',
  ];
  for (let at = 0; at < depth; at++)
    lines.push(`Content-Type: multipart/mixed; boundary="b${at}"`, '', `--b${at}`);
  return `${lines.join('\r\n')}\r\nContent-Type: text/plain\r\n\r\nson\r\n`;
}

test('three thousand nested parts are filed with raw bytes and a plain note, and hold nobody up', async (t) => {
  const m = await mailroom(t);
  await m.waits({ raw: nested(3000) });
  await m.waits({ subject: 'Sonraki' });
  await m.settle();
  const [deep, next] = await m.messages();
  t.is(deep?.subject, 'Derin');
  t.is((await m.raw(deep!.id)).toString(), nested(3000));
  t.true(
    (deep?.notes ?? []).some(
      (note) => note.step === 'read' && note.says.startsWith('This mail cannot be read'),
    ),
  );
  t.is(next?.subject, 'Sonraki');
});

for (const [what, raw] of [
  ['nothing at all', ''],
  ['only an empty line', '\r\n'],
  ['no header', 'merhaba\r\n'],
  ['bytes that are no text', Buffer.from([0, 255, 254, 0, 13, 10, 13, 10, 0, 1, 2])],
  ['a NUL in the subject and in the text', 'From: a@kuzey.example\r\nSubject: a\u0000b\r\n\r\nx\u0000y\r\n'],
  [
    'a boundary that never comes',
    'From: a@kuzey.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nmetin\r\n',
  ],
  [
    'a charset nobody knows',
    'From: a@kuzey.example\r\nContent-Type: text/plain; charset=x-yok\r\n\r\nmetin\r\n',
  ],
  [
    'names of prototypes',
    'From: a@kuzey.example\r\n__proto__: x\r\nconstructor: y\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=q\r\n\r\n--q\r\nContent-Type: message/delivery-status\r\n\r\n__proto__: x\r\n\r\nFinal-Recipient: rfc822; __proto__@x.example\r\nAction: failed\r\n--q--\r\n',
  ],
] as const)
  test(`a mail of ${what} is filed as it came`, async (t) => {
    for (const engine of ['sqlite', 'postgres'] as const) {
      const m = await mailroom(t, { engine });
      await m.arrives({ raw });
      const [message] = await m.messages();
      t.true((await m.raw(message!.id)).equals(Buffer.from(raw)), engine);
    }
  });

test('a poison mail is parked after three tries with its bytes, and the others go on', async (t) => {
  const m = await mailroom(t);
  await m.waits({ subject: 'Zehirli', messageId: 'poison@kuzey.example' });
  await m.waits({ subject: 'Sağlam' });
  await m.in(() =>
    m.house.db.writer.raw(
      `CREATE TRIGGER poison BEFORE INSERT ON messages WHEN NEW.message_id = 'poison@kuzey.example' BEGIN SELECT RAISE(ABORT, 'poison'); END`,
    ),
  );
  for (let tries = 0; tries < 4; tries++) {
    await m.settle();
    m.clock.advance(600_000);
  }
  t.deepEqual(
    (await m.messages()).map((message) => message.subject),
    ['Sağlam'],
  );
  const parked = (await m.in(() =>
    db()('arrivals').whereNotNull('parked_at').select('attempts', 'reason'),
  )) as { attempts: number; reason: string }[];
  t.is(parked.length, 1);
  t.is(parked[0]?.attempts, 3);
  t.regex(parked[0]?.reason ?? '', /poison/);
});

test('a mail that takes too long to read is given up, and the thread with it', async (t) => {
  const readers = new Readers({ ...READER_LIMITS, threads: 1, taskMs: 1 });
  await t.throwsAsync(readers.read(mailOf({ text: 'x\r\n'.repeat(200_000) })), { message: /too long/ });
  await readers.close();
});

test('attachments are opened out of the raw mail, pictures of the text among them', async (t) => {
  const m = await mailroom(t);
  const lines = [
    'From: a@kuzey.example',
    'To: satis@marmarapack.example',
    'Subject: Ek',
    'Message-ID: <ek@kuzey.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=m',
    '',
    '--m',
    'Content-Type: multipart/related; boundary=r',
    '',
    '--r',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Merhaba <img src="cid:logo@kuzey"><img src="https://izle.example/p.gif"></p>',
    '--r',
    'Content-Type: image/png; name=logo.png',
    'Content-ID: <logo@kuzey>',
    'Content-Disposition: inline',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    '--r--',
    '--m',
    'Content-Type: application/pdf',
    "Content-Disposition: attachment; filename*=UTF-8''..%2F..%2FTeklif%20%C4%9F.pdf",
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF teklif').toString('base64'),
    '--m--',
    '',
  ];
  await m.arrives({ raw: lines.join('\r\n') });
  const [message] = await m.messages();
  const documents = (await m.in(() => documentsOf('message', [message!.id]))).get(message!.id) ?? [];
  t.deepEqual(
    documents.map(({ name, type, inline, contentId }) => ({ name, type, inline, contentId })),
    [
      { name: 'logo.png', type: 'image/png', inline: true, contentId: 'logo@kuzey' },
      { name: 'Teklif ğ.pdf', type: 'application/pdf', inline: false, contentId: null },
    ],
  );
  t.is((await m.in(() => openDocument(documents[1]!))).toString(), '%PDF teklif');
  t.is(message?.text, 'Merhaba');
  t.regex(message?.html ?? '', /src="cid:logo@kuzey"/);
  t.regex(message?.html ?? '', /data-remote-src="https:\/\/izle\.example\/p\.gif"/);
});

test('HTML keeps nothing that runs, loads or leaves its place', (t) => {
  const { html } = safeHtml(
    '<script>a()</script><style>@import url(//x.example)</style><form action="/api/x"><input></form><base href="//x.example"><svg onload=a()></svg>' +
      '<p id="root" class="app gmail_quote" onclick="a()" style="position:fixed;color:red;background:url(//x.example);width:expression(a)">x</p>' +
      '<a href="/api/session">a</a><a href="javascript:a()">b</a><a href="//x.example">c</a><img src="/api/me"><img src="//x.example/p"><iframe srcdoc="x"></iframe>',
  );
  t.is(html, '<p class="gmail_quote" style="color:red">x</p><a>a</a><a>b</a><a>c</a>');
});
