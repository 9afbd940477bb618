import test from 'ava';
import { readMail } from '#features/mailroom/reading/read-mail.ts';
import type { MessageKind } from '#platform/messages/model.ts';

/** Reports of mail systems: who was not reached, why, and whether it will pass. */

interface Told {
  recipient: string;
  status: string;
  reason: string;
  hard: boolean;
  state: string;
}

const mail = (header: string[], body: string) =>
  Buffer.from(
    [...header, 'To: satis@marmarapack.example', 'Message-ID: <r1@alici.example>', '', body]
      .join('\n')
      .replaceAll('\n', '\r\n'),
  );
const system = (subject: string, body: string, from = 'MAILER-DAEMON@alici.example') =>
  mail([`From: ${from}`, `Subject: ${subject}`, 'Content-Type: text/plain; charset=utf-8'], body);
const ORIGINAL = `
Return-Path: <satis@marmarapack.example>
Authentication-Results: alici.example; spf=pass; dkim=pass; dmarc=fail
From: satis@marmarapack.example
To: yanlis@baska.example
Message-ID: <m1@marmarapack.example>
Subject: Teklif

virus spam blocked quota exceeded user unknown
`;

const REPORTS: [name: string, raw: Buffer, kind: MessageKind, told: Partial<Told>[]][] = [
  [
    'qmail',
    system(
      'failure notice',
      `Hi. This is the qmail-send program.\n\n<ewa@zolc.example>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 No such user here\n\n--- Below this line is a copy of the message.\n${ORIGINAL}`,
    ),
    'bounce',
    [
      {
        recipient: 'ewa@zolc.example',
        status: '5.1.1',
        reason: 'userunknown',
        hard: true,
        state: 'address-dead',
      },
    ],
  ],
  [
    'two recipients, each with its own words',
    system(
      'Undeliverable',
      `<ewa@zolc.example>:\nmailbox is full\n\n<jan@zolc.example>:\nuser unknown\n\n----- Original message -----\n${ORIGINAL}`,
    ),
    'bounce',
    [
      { recipient: 'ewa@zolc.example', reason: 'mailboxfull', hard: false, state: 'mailbox-full' },
      { recipient: 'jan@zolc.example', reason: 'userunknown', hard: true },
    ],
  ],
  [
    'an agent that names the address within its sentence',
    system(
      'Mail delivery failed',
      `There was an error delivering your mail to <ewa@zolc.example>.\n\nmx.zolc.example [192.0.2.25] did not like our RCPT TO:\n550 5.7.26 Multiple authentication checks failed\n\nMessage headers follow.\n${ORIGINAL}`,
    ),
    'bounce',
    [
      {
        recipient: 'ewa@zolc.example',
        status: '5.7.26',
        reason: 'authfailure',
        hard: false,
        state: 'policy',
      },
    ],
  ],
  [
    'the reason before the address',
    system(
      'Undeliverable message',
      `User not listed in public Name & Address Book\newa@zolc.example\n\n------- Returned Message --------\n${ORIGINAL}`,
      'POSTMASTER@zolc.example',
    ),
    'bounce',
    [{ recipient: 'ewa@zolc.example', reason: 'userunknown', hard: true }],
  ],
  [
    'a warning that it is only late',
    system(
      'Warning: message 1a-2b delayed 24 hours',
      `The address to which the message has not yet been delivered is:\n\n  ewa@zolc.example\n    host mx.zolc.example\n    Delay reason: 450 try later\n`,
    ),
    'delay',
    [{ recipient: 'ewa@zolc.example', hard: false }],
  ],
  [
    'only the original says to whom',
    system(
      'Undeliverable mail',
      `Message could not be delivered to mobile.\nError: No valid recipients for this MM\n\nOriginal Message:\n${ORIGINAL}`,
    ),
    'bounce',
    [{ recipient: 'yanlis@baska.example', reason: 'userunknown', hard: true }],
  ],
  [
    'in Turkish',
    system(
      'İleti teslim edilemedi',
      `İletiniz aşağıdaki alıcıya iletilemedi:\n\nayse@kuzey.example\n\nAlıcının posta kutusu dolu.\n`,
    ),
    'bounce',
    [{ recipient: 'ayse@kuzey.example', reason: 'mailboxfull', state: 'mailbox-full' }],
  ],
  [
    'in Polish',
    system(
      'Zwrot wiadomości',
      `Nie udało się dostarczyć wiadomości.\n\nOdbiorca: ewa@zolc.example\n550 5.1.1 Użytkownik nie istnieje\n`,
    ),
    'bounce',
    [{ recipient: 'ewa@zolc.example', status: '5.1.1', reason: 'userunknown', hard: true }],
  ],
  [
    'a notice in JSON',
    mail(
      ['From: no-reply@sns.amazonaws.example', 'Subject: Notification', 'Content-Type: text/plain'],
      '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"ewa@zolc.example","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}',
    ),
    'bounce',
    [{ recipient: 'ewa@zolc.example', status: '5.1.1', reason: 'userunknown', hard: true }],
  ],
  [
    'a delivery status whose boundaries fit nothing',
    mail(
      [
        'From: MAILER-DAEMON@alici.example',
        'Subject: Undelivered Mail Returned to Sender',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="one"',
      ],
      `--other\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.alici.example\n\nFinal-Recipient: rfc822; ewa@zolc.example\nAction: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; 421 refused to talk to me\n\n--other\nContent-Type: message/rfc822\n${ORIGINAL}`,
    ),
    'bounce',
    [{ recipient: 'ewa@zolc.example', status: '4.0.0', reason: 'blocked', hard: false, state: 'blocked' }],
  ],
  [
    'a complaint that names several',
    mail(
      [
        'From: fbl@saglayici.example',
        'Subject: complaint',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=feedback-report; boundary=q',
      ],
      `--q\nContent-Type: text/plain\n\nThis is a report.\n--q\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\nOriginal-Rcpt-To: ewa@zolc.example\nOriginal-Rcpt-To: <jan@zolc.example>\n\n--q\nContent-Type: message/rfc822\n${ORIGINAL}\n--q--\n`,
    ),
    'feedback',
    [
      { recipient: 'ewa@zolc.example', reason: 'feedback', hard: false, state: 'unknown' },
      { recipient: 'jan@zolc.example', reason: 'feedback', hard: false },
    ],
  ],
];

for (const [name, raw, kind, told] of REPORTS)
  test(`a report is read: ${name}`, async (t) => {
    const read = await readMail(raw);
    t.is(read.kind, kind);
    t.is(read.report?.recipients.length, told.length, JSON.stringify(read.report));
    for (const [at, each] of told.entries()) t.like(read.report?.recipients[at], each);
  });

test('the original is found by its Message-ID wherever it is repeated', async (t) => {
  const read = await readMail(
    system(
      'failure notice',
      `<ewa@zolc.example>:\n550 no\n\n--- Below this line is a copy of the message.\n${ORIGINAL}`,
    ),
  );
  t.deepEqual(read.report?.about, ['m1@marmarapack.example']);
});

test('a domain that is not found just now is not dead', async (t) => {
  const block = (status: string) =>
    mail(
      [
        'From: MAILER-DAEMON@alici.example',
        'Subject: x',
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=q',
      ],
      `--q\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nFinal-Recipient: rfc822; ewa@zolc.example\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; Host or domain name not found\n\n--q--\n`,
    );
  t.like((await readMail(block('4.4.3'))).report?.recipients[0], {
    reason: 'networkerror',
    hard: false,
    state: 'unknown',
  });
  t.like((await readMail(block('5.4.4'))).report?.recipients[0], {
    reason: 'hostunknown',
    hard: true,
    state: 'address-dead',
  });
});

test('people who write about mail that did not arrive are people', async (t) => {
  const parcel = system(
    'Kargonuz teslim edilemedi',
    'Gönderiniz could not be delivered to: Atatürk Cad. 5\n',
    'no-reply@kargo.example',
  );
  t.is((await readMail(parcel)).kind, 'mail');
  const colleague = system(
    'Fwd: Undelivered Mail',
    `Bu neden geldi?\n\n<ewa@zolc.example>:\n550 5.1.1 user unknown`,
    'mehmet@kuzey.example',
  );
  t.is((await readMail(colleague)).kind, 'mail');
  const postmaster = system('Bakım duyurusu', 'Sunucu bu gece kapalı.', 'postmaster@alici.example');
  t.is((await readMail(postmaster)).kind, 'mail');
});
