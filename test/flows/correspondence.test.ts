import test from 'ava';
import { work } from '#kernel/command.ts';
import { setSetting } from '#platform/settings/api.ts';
import { headerOf } from '#test/support/sink.ts';
import { ENGINES } from '#test/support/world.ts';
import { house } from './house.ts';

/** What goes out, what comes back to it, and what stays in the house. */

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
