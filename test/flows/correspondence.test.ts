import test, { type ExecutionContext } from 'ava';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { setSetting } from '#platform/settings/api.ts';
import { cast, signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { headerOf, sink as openSink } from '#test/support/sink.ts';
import { ENGINES, type Engine } from '#test/support/world.ts';
import { mailroom } from '../features/mailroom/mailroom.ts';

/** The post office and the mailroom together: what goes out, what comes back to it, and what stays in the house. */

async function house(t: ExecutionContext, engine: Engine) {
  const outside = await openSink(t);
  const w = await mailroom(t, { engine, environment: { LOBI_RELAY_URL: outside.url } });
  const people = await cast(w);
  await w.in(() =>
    work('test', async () => {
      await setSetting('sendingHeld', null, 'test');
      for (const mailboxId of [w.satis, w.destek])
        await db()('mailbox_members').insert({ mailboxId, userId: people.mehmet.id });
    }),
  );
  const api = await serveApi(t, w);
  const mehmet = await signIn(api.client(), people.mehmet);
  const ewa = await mehmet.post('/api/persons', {
    givenName: 'Ewa',
    familyName: 'Nowak',
    contactPoints: [{ kind: 'email', value: 'ewa@zolc.example', primary: true }],
  });
  return { w, outside, mehmet, ewa: ewa.body as { id: string } };
}

for (const engine of ENGINES) {
  test.serial(
    `a mail to a card goes to its address, stands on the card, and the reply comes back to its thread (${engine})`,
    async (t) => {
      const { w, outside, mehmet, ewa } = await house(t, engine);
      const sent = await mehmet.post('/api/messages', {
        from: w.satis,
        to: [{ entity: 'person', id: ewa.id }],
        subject: 'Oferta',
        text: 'Dzień dobry',
      });
      t.is(sent.status, 201, JSON.stringify(sent.body));
      await w.settle();
      t.deepEqual(
        outside.mails.map((mail) => mail.to),
        [['ewa@zolc.example']],
      );
      t.is(headerOf(outside.mails[0]?.raw as Buffer, 'to'), 'Ewa Nowak <ewa@zolc.example>');
      t.is(sent.body.to[0].card.id, ewa.id);
      const recipients = await mehmet.get(`/api/recipients?message=${sent.body.id}`);
      t.is(recipients.body.items[0].card.id, ewa.id);
      const line = await mehmet.get(`/api/timeline?about=person:${ewa.id}`);
      t.like(line.body.items[0], { kind: 'mail', direction: 'out', title: 'Oferta' });

      await w.arrives({
        from: 'Ewa <ewa@zolc.example>',
        subject: 'Odp: Oferta',
        inReplyTo:
          sent.body.messageId ?? headerOf(outside.mails[0]?.raw as Buffer, 'message-id')?.slice(1, -1),
      });
      const thread = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
      t.deepEqual(
        thread.body.items.map((each: { direction: string; registerNumber: string }) => [
          each.direction,
          each.registerNumber,
        ]),
        [
          ['out', 'OUT 2026/1'],
          ['in', 'IN 2026/1'],
        ],
      );
    },
  );

  test.serial(`a bounce to the return path finds its recipient (${engine})`, async (t) => {
    const { w, outside, mehmet } = await house(t, engine);
    const sent = await mehmet.post('/api/messages', {
      from: w.satis,
      to: ['yok@zolc.example', 'ewa@zolc.example'],
      subject: 'Oferta',
      text: 'x',
    });
    await w.settle();
    const path = outside.mails.find((mail) => mail.to[0] === 'yok@zolc.example')?.from as string;
    const report = [
      'From: MAILER-DAEMON@zolc.example',
      `To: ${path}`,
      'Subject: Undelivered',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'nobody of that name',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.zolc.example',
      '',
      'Final-Recipient: rfc822; yok@zolc.example',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
      '',
      '--b--',
      '',
    ].join('\r\n');
    await w.arrives({ raw: report, envelope: { from: '', to: [path] } });
    const recipients = await mehmet.get(`/api/recipients?message=${sent.body.id}`);
    t.deepEqual(
      recipients.body.items.map((each: { address: string; state: string }) => [each.address, each.state]),
      [
        ['yok@zolc.example', 'bounced'],
        ['ewa@zolc.example', 'sent'],
      ],
    );
    const thread = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
    t.deepEqual(
      thread.body.items.map((each: { kind: string }) => each.kind),
      ['mail', 'bounce'],
    );
  });

  test.serial(
    `an answer without In-Reply-To and References comes to its thread by the reply address (${engine})`,
    async (t) => {
      const { w, outside, mehmet } = await house(t, engine);
      const sent = await mehmet.post('/api/messages', {
        from: w.satis,
        to: ['ewa@zolc.example'],
        cc: ['jan@zolc.example'],
        subject: 'Oferta',
        text: 'Dzień dobry',
      });
      await w.settle();
      const replyTo = headerOf(outside.mails[0]?.raw as Buffer, 'reply-to') ?? '';
      const [, address = ''] = /<(reply\+[a-z0-9.]+@marmarapack\.example)>$/.exec(replyTo) ?? [];
      t.not(address, '', replyTo);
      t.true((address.split('@')[0] as string).length <= 64);

      await w.arrives({
        from: 'Ewa <ewa@zolc.example>',
        subject: 'Zupełnie inny temat',
        to: `Satış <${address}>, jan@zolc.example`,
        // Some systems change the case of addresses.
        envelope: { to: [address.toUpperCase()] },
      });
      const thread = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
      t.deepEqual(
        thread.body.items.map((each: { direction: string; mailbox: { id: string } }) => [
          each.direction,
          each.mailbox.id,
        ]),
        [
          ['out', w.satis],
          ['in', w.satis],
        ],
      );
      t.true(thread.body.items[1].matches.some((each: { by: string }) => each.by === 'plus-address'));
      const draft = await mehmet.get(`/api/messages/${thread.body.items[1].id}/reply?all=1`);
      t.deepEqual(
        [...draft.body.to, ...draft.body.cc].map((each: { address: string }) => each.address),
        ['ewa@zolc.example', 'jan@zolc.example'],
      );

      const forged = address.replace(/.(?=@)/, (last) => (last === '0' ? '1' : '0'));
      await w.arrives({ from: 'obcy@inny.example', subject: 'x', envelope: { to: [forged] } });
      const after = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}`);
      t.is(after.body.items.length, 2);
    },
  );

  test.serial(`a colleague's answer goes to who wrote, not to the one who answers (${engine})`, async (t) => {
    const { w, mehmet } = await house(t, engine);
    const sent = await mehmet.post('/api/messages', {
      from: w.satis,
      to: ['destek@marmarapack.example'],
      subject: 'Kurulum',
      text: 'x',
    });
    await w.settle();
    const messages = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
    const came = messages.body.items.find((each: { direction: string }) => each.direction === 'in');
    const [{ address }] = came.replyTo;
    t.regex(address, /^reply\+/);
    const draft = await mehmet.get(`/api/messages/${came.id}/reply`);
    t.deepEqual(
      draft.body.to.map((each: { address: string }) => each.address),
      ['satis@marmarapack.example'],
    );
    await w.arrives({
      from: 'destek@marmarapack.example',
      subject: 'Ynt: Kurulum',
      envelope: { to: [address] },
    });
    const after = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
    t.is(after.body.items.at(-1).mailbox.id, w.satis);
  });

  test.serial(`a dead address says so on its card, a full mailbox does not (${engine})`, async (t) => {
    const { w, outside, mehmet, ewa } = await house(t, engine);
    const card = async () => (await mehmet.get(`/api/persons/${ewa.id}`)).body;
    const bounces = async (status: string, words: string): Promise<string> => {
      const sent = await mehmet.post('/api/messages', {
        from: w.satis,
        to: ['ewa@zolc.example'],
        subject: 'Oferta',
        text: 'x',
      });
      await w.settle();
      const path = outside.mails.at(-1)?.from as string;
      await w.arrives({
        raw: reportOn('ewa@zolc.example', path, status, words),
        envelope: { from: '', to: [path] },
      });
      return sent.body.id;
    };
    await bounces('5.2.2', 'mailbox full');
    t.is((await card()).contactPoints[0].undeliverable, undefined);
    const id = await bounces('5.1.1', 'user unknown');
    const dead = await card();
    t.like(dead.contactPoints[0], {
      value: 'ewa@zolc.example',
      undeliverable: { status: '5.1.1', reason: 'userunknown', messageId: id },
    });
    const found = await mehmet.post('/api/persons/query', {
      where: { some: 'contactPoints', all: [{ field: 'undeliverableAt', known: true }] },
    });
    t.deepEqual(
      (found.body.items ?? []).map((each: { id: string }) => each.id),
      [ewa.id],
      JSON.stringify(found.body),
    );

    const change = async (contactPoints: unknown) => {
      const answer = await mehmet.call('PATCH', `/api/persons/${ewa.id}`, {
        body: { contactPoints },
        headers: { 'If-Match': `"${(await card()).version}"` },
      });
      t.is(answer.status, 200, JSON.stringify(answer.body));
      return answer.body.contactPoints;
    };
    const phone = { kind: 'phone', value: '+48 42 633 00 00' };
    t.truthy((await change([...dead.contactPoints, phone]))[0].undeliverable, 'it stays when others change');
    const [back] = await change([{ ...dead.contactPoints[0], undeliverable: null }]);
    t.is(back.undeliverable, undefined, 'a person takes it back');

    outside.options.refuse = () => ({ code: 550, words: '5.1.1 No such user' });
    await mehmet.post('/api/messages', { from: w.satis, to: ['ewa@zolc.example'], subject: 'x', text: 'x' });
    await w.settle();
    t.like((await card()).contactPoints[0].undeliverable, { status: '5.1.1', reason: 'userunknown' });
    const [other] = await change([{ ...(await card()).contactPoints[0], value: 'ewa.nowak@zolc.example' }]);
    t.is(other.undeliverable, undefined, 'another address has no mark');
  });

  test.serial(
    `a mail to a second mailbox of the house is two documents, one thread, one line (${engine})`,
    async (t) => {
      const { w, outside, mehmet, ewa } = await house(t, engine);
      const sent = await mehmet.post('/api/messages', {
        from: w.satis,
        to: ['destek@marmarapack.example'],
        cc: ['ewa@zolc.example'],
        subject: 'Kurulum',
        text: 'x',
      });
      await w.settle();
      t.deepEqual(
        outside.mails.map((mail) => mail.to),
        [['ewa@zolc.example']],
      );
      const thread = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
      t.deepEqual(
        thread.body.items.map((each: { registerNumber: string; mailbox: { id: string } }) => [
          each.registerNumber,
          each.mailbox.id,
        ]),
        [
          ['OUT 2026/1', w.satis],
          ['IN 2026/1', w.destek],
        ],
      );
      const lines = await mehmet.get(`/api/timeline?about=person:${ewa.id}`);
      t.is(lines.body.items.length, 1);
    },
  );
}

test.serial('a mail that is refused for good leaves word in its thread', async (t) => {
  const { w, outside, mehmet } = await house(t, 'sqlite');
  outside.options.refuse = () => ({ code: 550, words: '5.1.1 No such user' });
  const sent = await mehmet.post('/api/messages', {
    from: w.satis,
    to: ['yok@zolc.example'],
    subject: 'Oferta',
    text: 'x',
  });
  await w.settle();
  const thread = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
  t.deepEqual(
    thread.body.items.map((each: { kind: string; subject: string }) => [each.kind, each.subject]),
    [
      ['mail', 'Oferta'],
      ['bounce', 'Ulaşmadı: Oferta'],
    ],
  );
  t.like(thread.body.items[1].bounces[0], {
    recipient: 'yok@zolc.example',
    status: '5.1.1',
    state: 'address-dead',
  });
});

test.serial('documents of a mail that came in go along when it is passed on', async (t) => {
  const { w, outside, mehmet } = await house(t, 'sqlite');
  const raw = [
    'From: ewa@zolc.example',
    'To: satis@marmarapack.example',
    'Subject: Rysunek',
    'Date: Tue, 24 Nov 2026 08:00:00 +0000',
    'Message-ID: <rys@zolc.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'W załączniku',
    '--b',
    'Content-Type: application/pdf; name="rys.pdf"',
    'Content-Disposition: attachment; filename="rys.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF rysunek').toString('base64'),
    '--b--',
    '',
  ].join('\r\n');
  await w.arrives({ raw });
  const [message] = (await mehmet.get('/api/messages')).body.items;
  const draft = await mehmet.get(`/api/messages/${message.id}/forward`);
  t.is(draft.body.attachments[0].name, 'rys.pdf');
  const sent = await mehmet.post('/api/messages', {
    ...draft.body,
    to: ['jan@diger.example'],
    attachments: draft.body.attachments.map((each: { id: string }) => each.id),
    thread: undefined,
  });
  t.is(sent.status, 201, JSON.stringify(sent.body));
  await w.settle();
  t.regex(outside.mails[0]?.raw.toString() ?? '', new RegExp(Buffer.from('%PDF rysunek').toString('base64')));
  const opened = await mehmet.get(`/api/documents/${sent.body.attachments[0].id}/content`);
  t.is(opened.body, '%PDF rysunek');
});

test.serial('where answers are wanted at the own address, none other is named', async (t) => {
  const { w, outside, mehmet } = await house(t, 'sqlite');
  await w.in(() => work('test', () => setSetting('replyAddresses', false, 'test')));
  await mehmet.post('/api/messages', { from: w.satis, to: ['ewa@zolc.example'], subject: 'x', text: 'x' });
  await w.settle();
  t.is(headerOf(outside.mails[0]?.raw as Buffer, 'reply-to') ?? '', '');
});

function reportOn(address: string, path: string, status: string, words: string): string {
  return [
    'From: MAILER-DAEMON@zolc.example',
    `To: ${path}`,
    'Subject: Undelivered',
    `Message-ID: <${status}.${path.slice(7, 20)}@zolc.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.zolc.example',
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${status} ${words}`,
    '',
    '--b--',
    '',
  ].join('\r\n');
}
