import test from 'ava';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { newId } from '#kernel/ids.ts';
import { fileMessages } from '#platform/messages/filing.ts';
import { messageIdOf, newReturnToken } from '#platform/messages/identity.ts';
import { ENGINES } from '#test/support/world.ts';
import { type Mailroom, mailroom } from './mailroom.ts';

interface Sent {
  id: string;
  messageId: string;
  tokens: string[];
}

/** A mail of ours to two addresses, both taken by the other server. */
async function sent(m: Mailroom): Promise<Sent> {
  return m.in(() =>
    work('test', async () => {
      const id = newId();
      const messageId = await messageIdOf(id, 'marmarapack.example');
      const at = moment(m.clock.now());
      const parties = [{ role: 'from' as const, name: 'Satış', address: 'satis@marmarapack.example' }];
      await fileMessages([
        {
          id,
          direction: 'out',
          kind: 'mail',
          mailboxId: m.satis,
          threadId: newId(),
          registered: true,
          subject: 'Teklifimiz',
          parties,
          text: 'x',
          html: null,
          messageId,
          rawBlobId: null,
          size: 1,
          sha256: 'x',
          sameHash: id,
          at,
          sentAt: at,
        },
      ]);
      const tokens = [newReturnToken(), newReturnToken()];
      const row = {
        version: 1,
        createdAt: at,
        updatedAt: at,
        messageId: id,
        role: 'to',
        name: '',
        destination: 'alici.example',
        state: 'sent',
        dueAt: at,
        attempts: 1,
        bulk: false,
        channel: 'mail',
      };
      await db()('recipients').insert(
        tokens.map((token, n) => ({ ...row, id: newId(), address: `kisi${n}@alici.example`, token })),
      );
      return { id, messageId, tokens };
    }),
  );
}

function report(blocks: string[], about: string): string {
  return [
    'From: MAILER-DAEMON@alici.example',
    'To: x',
    'Subject: Undelivered',
    'Message-ID: <r@alici.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=q',
    '',
    '--q',
    'Content-Type: text/plain',
    '',
    'Sorry.',
    '--q',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.alici.example',
    '',
    ...blocks.flatMap((block) => [block, '']),
    '--q',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <${about}>`,
    'Subject: Teklifimiz',
    '',
    '--q--',
    '',
  ].join('\r\n');
}

const failed = (n: number, status: string, words: string) =>
  `Final-Recipient: rfc822; kisi${n}@alici.example\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 ${status} ${words}`;

const states = (m: Mailroom) =>
  m.in(
    async () =>
      (await db()('recipients').orderBy('address').select('state', 'reason')) as {
        state: string;
        reason: string | null;
      }[],
  );

for (const engine of ENGINES) {
  test(`a bounce finds its recipient by the return path, and nobody else’s fate changes (${engine})`, async (t) => {
    const m = await mailroom(t, { engine });
    const mail = await sent(m);
    await m.arrives({
      raw: report([failed(0, '5.1.1', 'No such user')], mail.messageId),
      envelope: { from: '', to: [`bounce+${mail.tokens[0]}@marmarapack.example`] },
    });
    t.deepEqual(await states(m), [
      { state: 'bounced', reason: 'userunknown (5.1.1)' },
      { state: 'sent', reason: null },
    ]);
    const [, bounce] = await m.messages();
    t.like(bounce, { kind: 'bounce', registerNumber: null, mailboxId: m.satis, answersId: mail.id });
    t.like(bounce?.bounces, [
      {
        recipient: 'kisi0@alici.example',
        status: '5.1.1',
        reason: 'userunknown',
        hard: true,
        state: 'address-dead',
      },
    ]);
    const [first] = await m.messages();
    t.is(bounce?.threadId, first?.threadId);
  });

  test(`each recipient has its own block; codes are never mixed (${engine})`, async (t) => {
    const m = await mailroom(t, { engine });
    const mail = await sent(m);
    await m.arrives({
      raw: report([failed(0, '5.1.1', 'No such user'), failed(1, '5.2.2', 'Mailbox full')], mail.messageId),
      envelope: { from: '', to: ['satis@marmarapack.example'] },
    });
    t.deepEqual(await states(m), [
      { state: 'bounced', reason: 'userunknown (5.1.1)' },
      { state: 'bounced', reason: 'mailboxfull (5.2.2)' },
    ]);
  });
}

test('a report about a made-up Message-ID changes nobody’s fate', async (t) => {
  const m = await mailroom(t);
  const mail = await sent(m);
  await m.arrives({
    raw: report([failed(0, '5.1.1', 'No such user')], `${mail.id}.0011223344556677@marmarapack.example`),
    envelope: { from: '', to: ['satis@marmarapack.example'] },
  });
  t.deepEqual(
    (await states(m)).map((row) => row.state),
    ['sent', 'sent'],
  );
});

test('a late mail is no bounce', async (t) => {
  const m = await mailroom(t);
  const mail = await sent(m);
  const delayed = failed(0, '4.4.7', 'Delayed').replace('Action: failed', 'Action: delayed');
  await m.arrives({
    raw: report([delayed], mail.messageId),
    envelope: { from: '', to: [`bounce+${mail.tokens[0]}@marmarapack.example`] },
  });
  t.is((await m.messages())[1]?.kind, 'delay');
  t.deepEqual(
    (await states(m)).map((row) => row.state),
    ['sent', 'sent'],
  );
});

test('machines that answer get no number; people who write about an office do', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ header: ['Auto-Submitted: auto-replied'] });
  await m.arrives({ subject: 'Otomatik yanıt: Sipariş', text: 'Yokum.\r\n' });
  await m.arrives({ subject: 'Out of office furniture', text: 'Teklif.\r\n' });
  t.deepEqual(
    (await m.messages()).map((message) => [message.kind, message.registerNumber]),
    [
      ['auto-reply', null],
      ['auto-reply', null],
      ['mail', 'IN 2026/1'],
    ],
  );
});
