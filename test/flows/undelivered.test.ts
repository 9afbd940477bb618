import test from 'ava';
import { ENGINES } from '#test/support/world.ts';
import { house } from './house.ts';

/** What did not arrive: reports that come back, and refusals. */

for (const engine of ENGINES) {
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
