import test from 'ava';
import { db } from '#kernel/db/unit.ts';
import { headerOf } from '#test/support/sink.ts';
import { ENGINES } from '#test/support/world.ts';
import { stage } from './stage.ts';

for (const engine of ENGINES)
  test(`an answer stands in the letter’s thread and marks who gave it (${engine})`, async (t) => {
    const { w, sink, mehmet, person, letter, send, recipients } = await stage(t, { engine });
    for (const name of ['ali', 'ece'])
      await person({ givenName: name, familyName: 'Er', email: `${name}@kuzey.example` });
    const id = await letter({});
    await send(id);
    const mail = sink.mails.find((each) => each.to[0] === 'ece@kuzey.example')?.raw as Buffer;
    await w.arrives({
      // From another address than it was sent to: the Message-ID tells whose mail it answers.
      from: 'Ece Er <ozel@baska.example>',
      subject: 'Ynt: Fiyat listesi',
      inReplyTo: String(headerOf(mail, 'message-id')).replace(/^<|>$/g, ''),
    });
    await w.arrives({
      from: 'ali@kuzey.example',
      to: /<(.+)>/.exec(String(headerOf(mail, 'reply-to')))?.[1] as string,
      subject: 'başka konu',
    });
    const after = await recipients(id);
    t.deepEqual(
      after.map(({ address, answeredAt }) => [address, answeredAt !== null]),
      [
        ['ali@kuzey.example', true],
        ['ece@kuzey.example', true],
      ],
    );
    const shown = await mehmet.get(`/api/messages/${id}`);
    const thread = await mehmet.get(`/api/messages?thread=${String(shown.body.thread.id)}`);
    t.is(thread.body.items.length, 3, 'letter and both answers');
    t.like((await mehmet.get(`/api/letters/${id}`)).body.counts, { answered: 2 });
  });

test('looking at the page of the link changes nothing; its button leaves alone at once, also who waits in the queue', async (t) => {
  const { w, sink, stranger, person, letter, send, mehmet, recipients } = await stage(t);
  const ali = await person({ givenName: 'Ali', familyName: 'Er', email: 'ali@kuzey.example' });
  const first = await letter({});
  await send(first);
  const second = await letter({ subject: 'İkinci' });
  await mehmet.post(`/api/letters/${second}/sending`);
  await w.settle();
  const raw = sink.mails[0]?.raw as Buffer;
  const token = /unsubscribe\+([0-9a-z]+)@/.exec(String(headerOf(raw, 'list-unsubscribe')))?.[1] as string;
  t.is(
    headerOf(raw, 'list-unsubscribe-post'),
    undefined,
    'no one-click before the public address was checked',
  );

  const page = await stranger.get(`/unsubscribe/${token}`);
  t.is(page.status, 200);
  t.regex(String(page.body), /<form method="post">/);
  t.regex(String(page.headers.get('content-security-policy')), /default-src 'none'/);
  t.is((await mehmet.get(`/api/consents?about=person:${ali}`)).status, 200);
  t.is(await count(), 0, 'mail scanners follow links');

  const left = await stranger.call('POST', `/unsubscribe/${token}`, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  t.is(left.status, 200, String(left.body));
  await stranger.call('POST', `/unsubscribe/${token}`);
  t.is(await count(), 1, 'once');
  w.clock.advance(11_000);
  await w.settle();
  t.is(sink.mails.length, 1, 'what waited is not sent');
  t.like((await recipients(second))[0], { state: 'skipped', reason: 'refused-service' });
  t.is((await stranger.get('/unsubscribe/0123456789abcdefghjk')).status, 404);

  async function count(): Promise<number> {
    return w.in(async () => (await db()('consents').select('id')).length);
  }
});

test('a mail to the address of the letter does the same', async (t) => {
  const { w, sink, person, letter, send, mehmet, recipients } = await stage(t);
  await person({ givenName: 'Ali', familyName: 'Er', email: 'ali@kuzey.example' });
  const id = await letter({ purpose: 'service' });
  await send(id);
  const address = /mailto:([^?>]+)/.exec(
    String(headerOf(sink.mails[0]?.raw as Buffer, 'list-unsubscribe')),
  )?.[1] as string;
  await w.arrives({ from: 'ali@kuzey.example', to: address, subject: 'unsubscribe' });
  t.not((await recipients(id))[0]?.unsubscribedAt, null);
  const next = await letter({ subject: 'Sonraki' });
  const { body } = await mehmet.post(`/api/letters/${next}/preview`);
  t.is(body.skipped[0].reason, 'refused');
});
