import { createHash } from 'node:crypto';
import test from 'ava';
import { signIn } from '#test/support/cast.ts';
import { serveApi } from '#test/support/http.ts';
import { postOffice } from '#test/support/post-office.ts';
import { ENGINES } from '#test/support/world.ts';

for (const engine of ENGINES)
  test.serial(`a mail is sent, seen with every attempt, and read as it went (${engine})`, async (t) => {
    const { w, people, sink, sales } = await postOffice(t, { engine });
    const api = await serveApi(t, w);
    const mehmet = await signIn(api.client(), people.mehmet);
    const sent = await mehmet.post(
      '/api/messages',
      {
        from: sales.mailboxId,
        to: ['Ewa Nowak <ewa@zolc.example>'],
        bcc: ['arsiv@diger.example'],
        subject: 'Teklif',
        text: 'Merhaba Ewa',
        sendAt: '2026-11-24T08:00:10Z',
      },
      { 'Idempotency-Key': 'bir' },
    );
    t.is(sent.status, 201);
    t.like(sent.body, {
      entity: 'message',
      direction: 'out',
      registerNumber: 'OUT 2026/1',
      subject: 'Teklif',
      text: 'Merhaba Ewa',
      kind: 'mail',
    });
    t.deepEqual(sent.body.to, [{ name: 'Ewa Nowak', address: 'ewa@zolc.example', card: null }]);
    const again = await mehmet.post(
      '/api/messages',
      {
        from: sales.mailboxId,
        to: ['Ewa Nowak <ewa@zolc.example>'],
        bcc: ['arsiv@diger.example'],
        subject: 'Teklif',
        text: 'Merhaba Ewa',
        sendAt: '2026-11-24T08:00:10Z',
      },
      { 'Idempotency-Key': 'bir' },
    );
    t.is(again.body.id, sent.body.id);
    w.clock.advance(10_000);
    await w.settle();
    t.is(sink.mails.length, 2);
    const recipients = await mehmet.get(`/api/recipients?message=${sent.body.id}`);
    t.is(recipients.body.items.length, 2);
    t.like(recipients.body.items[0], { state: 'sent', address: 'ewa@zolc.example', role: 'to' });
    t.like(recipients.body.items[0].attempts[0], { outcome: 'sent', at: '2026-11-24T08:00:10.000Z' });
    t.regex(recipients.body.items[0].attempts[0].reply, /^250/);
    const raw = await fetch(`${api.url}/api/messages/${sent.body.id}/raw`, {
      headers: { Cookie: [...mehmet.cookies].map((pair) => pair.join('=')).join('; ') },
    });
    t.is(raw.headers.get('content-type'), 'message/rfc822');
    const bytes = Buffer.from(await raw.arrayBuffer());
    t.deepEqual(bytes, sink.mails[0]?.raw);
    t.is(createHash('sha256').update(bytes).digest('hex').length, 64);
    const listed = await mehmet.get(`/api/messages?thread=${sent.body.thread.id}&sort=at`);
    t.is(listed.body.items[0].text, 'Merhaba Ewa');
    t.regex(listed.body.items[0].html, /Merhaba Ewa/);
    const inbox = await mehmet.get(`/api/messages?mailbox=${sales.mailboxId}`);
    t.is(inbox.body.items.length, 1);
    t.false('text' in inbox.body.items[0]);

    const isil = await signIn(api.client(), people.isil);
    for (const path of ['', '/raw', '/reply', '/forward', '/again'])
      t.is((await isil.get(`/api/messages/${sent.body.id}${path}`)).status, 404, path);
    t.is((await isil.delete(`/api/messages/${sent.body.id}/sending`)).status, 404);
    t.deepEqual((await isil.get(`/api/recipients?message=${sent.body.id}`)).body.items, []);
    t.deepEqual((await isil.get('/api/messages')).body.items, []);
    t.is((await isil.post('/api/messages', { from: sales.mailboxId, to: ['a@b.example'] })).status, 403);
  });

test.serial('faults come with their places, and undo answers 204 or 409', async (t) => {
  const { w, people, sales } = await postOffice(t);
  const api = await serveApi(t, w);
  const mehmet = await signIn(api.client(), people.mehmet);
  const wrong = await mehmet.post('/api/messages', {
    from: sales.mailboxId,
    to: ['a@b.example', 'kötü'],
    subject: 'x',
  });
  t.is(wrong.status, 422);
  t.like(wrong.body, { code: 'message.address', errors: [{ path: 'to.1' }] });
  const later = await mehmet.post('/api/messages', {
    to: ['a@b.example'],
    subject: 'x',
    text: 'y',
    sendAt: '2026-11-24T09:00:00Z',
  });
  t.is(later.body.mailbox.id, sales.mailboxId);
  t.is((await mehmet.delete(`/api/messages/${later.body.id}/sending`)).status, 204);
  t.is((await mehmet.get(`/api/messages/${later.body.id}`)).body.stoppedAt, '2026-11-24T08:00:00.000Z');
  const now = await mehmet.post('/api/messages', { to: ['a@b.example'], subject: 'x', text: 'y' });
  await w.settle();
  const late = await mehmet.delete(`/api/messages/${now.body.id}/sending`);
  t.is(late.status, 409);
  t.is(late.body.code, 'message.alreadyLeaving');
  const senders = await mehmet.get('/api/senders');
  t.deepEqual(
    senders.body.items.map((each: { address: string }) => each.address),
    ['satis@marmarapack.example'],
  );
});

test.serial(
  'a mail of the house goes out by the queue, without number, thread or words in lists',
  async (t) => {
    const { w, people, sink, rows } = await postOffice(t);
    const api = await serveApi(t, w);
    t.is((await api.client().post('/api/password-resets', { email: people.zofia.email })).status < 300, true);
    await w.settle();
    const [message] = await rows('messages');
    if (message === undefined) return t.fail('nothing was sent');
    t.is(message.registerNumber, null);
    t.is(message.text, '');
    t.is(sink.mails.length, 1);
    t.deepEqual(sink.mails[0]?.to, [people.zofia.email]);
    t.regex(sink.mails[0]?.raw.toString() ?? '', /^Auto-Submitted: auto-generated/im);
  },
);
