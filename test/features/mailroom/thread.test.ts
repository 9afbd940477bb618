import test from 'ava';
import { messageIdOf, threadToken } from '#platform/messages/identity.ts';
import { ENGINES } from '#test/support/world.ts';
import { type Mailroom, mailroom } from './mailroom.ts';

/** By what the newest message found its thread. */
async function why(m: Mailroom): Promise<string | undefined> {
  const [newest] = (await m.messages()).toReversed();
  return (newest?.notes as { by?: string }[] | undefined)?.find((note) => note.by !== undefined)?.by;
}

for (const engine of ENGINES) {
  test(`an answer stands with what it answers, on ${engine}`, async (t) => {
    const m = await mailroom(t, { engine });
    await m.arrives({ messageId: 'first@kuzey.example', subject: 'Teklif' });
    await m.arrives({ inReplyTo: 'first@kuzey.example', subject: 'Ynt: Teklif' });
    await m.arrives({ inReplyTo: 'first@kuzey.example', subject: 'Başka bir konu' });
    t.is(await why(m), 'in-reply-to', 'In-Reply-To alone is trusted, whatever the subject says');
    t.like(await m.threads(), [{ messageCount: 3 }]);
  });

  test(`a parent that comes late joins its children, on ${engine}`, async (t) => {
    const m = await mailroom(t, { engine });
    await m.arrives({ messageId: 'b@kuzey.example', inReplyTo: 'a@kuzey.example', subject: 'Re: Fatura' });
    await m.arrives({ messageId: 'd@kuzey.example', inReplyTo: 'c@kuzey.example', subject: 'Re: Fatura' });
    await m.arrives({ messageId: 'c@kuzey.example', inReplyTo: 'a@kuzey.example', subject: 'Re: Fatura' });
    t.is((await m.threads()).length, 2, 'c ties d to it, but nothing ties them to b yet');
    await m.arrives({ messageId: 'a@kuzey.example', subject: 'Fatura' });
    const threads = await m.threads();
    t.like(threads, [{ messageCount: 4, subject: 'Re: Fatura' }]);
    t.true((await m.messages()).every((message) => message.threadId === threads[0]?.id));
  });

  test(`one mail to two mailboxes is two messages with two numbers in one thread, on ${engine}`, async (t) => {
    const m = await mailroom(t, { engine });
    await m.arrives({ envelope: { to: ['satis@marmarapack.example', 'destek@marmarapack.example'] } });
    const messages = await m.messages();
    t.deepEqual(messages.map((message) => message.registerNumber).sort(), ['IN 2026/1', 'IN 2026/2']);
    t.deepEqual(messages.map((message) => message.mailboxId).sort(), [m.satis, m.destek].sort());
    t.is(new Set(messages.map((message) => message.threadId)).size, 1);
    t.like(await m.threads(), [{ messageCount: 1 }]);
  });
}

test('the second mailbox may get it later, by another delivery', async (t) => {
  const m = await mailroom(t);
  await m.arrives({
    messageId: 'both@kuzey.example',
    to: 'satis@marmarapack.example, destek@marmarapack.example',
    envelope: { to: ['satis@marmarapack.example'] },
  });
  await m.arrives({
    messageId: 'both@kuzey.example',
    to: 'satis@marmarapack.example, destek@marmarapack.example',
    envelope: { to: ['destek@marmarapack.example'] },
  });
  t.is((await m.messages()).length, 2);
  t.is(await why(m), 'same-message');
  t.is((await m.threads()).length, 1);
});

test('two mails that share a Message-ID and nothing else are both kept', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ messageId: 'twice@kuzey.example', text: 'Birinci\r\n', subject: 'Bir' });
  await m.arrives({ messageId: 'twice@kuzey.example', text: 'İkinci\r\n', subject: 'İki' });
  t.is((await m.messages()).length, 2);
});

test('a Message-ID of ours leads back, a made-up one leads nowhere', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ subject: 'Sipariş' });
  const [first] = await m.messages();
  const ours = await m.in(() => messageIdOf(first!.id, 'marmarapack.example'));
  await m.arrives({ inReplyTo: ours, subject: 'Re: başka' });
  t.is(await why(m), 'message-id');
  await m.arrives({ inReplyTo: `${first!.id}.0011223344556677@marmarapack.example`, subject: 'Re: uydurma' });
  t.is(await why(m), 'new');
  t.is((await m.threads()).length, 2);
});

test('a reply address of ours leads into its thread and its mailbox', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ subject: 'Sipariş' });
  const [thread] = await m.threads();
  const token = await m.in(() => threadToken(thread!.id));
  await m.arrives({
    subject: 'Konusuz',
    envelope: { to: [`Reply+${token.toUpperCase()}@marmarapack.example`] },
  });
  t.is(await why(m), 'plus-address');
  const [, second] = await m.messages();
  t.is(second?.mailboxId, m.satis);
});

test('References count with the same subject only, in whatever language it was answered', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ messageId: 'root@kuzey.example', subject: 'Łódź teslimatı' });
  for (const [at, subject] of [
    'YNT: Łódź teslimatı',
    'Odp: lodz teslimati',
    'AW: Re[2]: Łódź teslimatı',
    'İLT: Łódź teslimatı',
    'PD: Łódź teslimatı',
    'VS: SV: Antw: Łódź teslimatı',
  ].entries()) {
    await m.arrives({ references: ['root@kuzey.example'], subject });
    t.is(await why(m), 'references', `${at}: ${subject}`);
  }
  await m.arrives({ references: ['root@kuzey.example'], subject: 'Bambaşka bir iş' });
  t.is(await why(m), 'new');
});

test('a register number in the subject leads to its thread for those who take part in it', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ subject: 'Sözleşme' });
  await m.arrives({ subject: 'IN 2026/1 hakkında', from: 'Yabancı <yabanci@elsewhere.example>' });
  t.is(await why(m), 'new', 'a stranger steers nothing');
  await m.arrives({ subject: 'in 2026/1 hakkında' });
  t.is(await why(m), 'subject-number');
});

test('an answer in the same batch as its parent finds it', async (t) => {
  const m = await mailroom(t);
  await m.waits({ messageId: 'p@kuzey.example', subject: 'Rapor' });
  await m.waits({ messageId: 'q@kuzey.example', inReplyTo: 'p@kuzey.example', subject: 'Re: Rapor' });
  await m.waits({ messageId: 's@kuzey.example', inReplyTo: 'r@kuzey.example', subject: 'Re: Plan' });
  await m.waits({ messageId: 'r@kuzey.example', subject: 'Plan' });
  await m.settle();
  t.deepEqual((await m.threads()).map((thread) => [thread.subject, thread.messageCount]).sort(), [
    ['Rapor', 2],
    ['Re: Plan', 2],
  ]);
});

test('a mail that answers itself or a ring of mails ends', async (t) => {
  const m = await mailroom(t);
  await m.arrives({
    messageId: 'self@kuzey.example',
    inReplyTo: 'self@kuzey.example',
    references: ['self@kuzey.example'],
  });
  await m.arrives({ messageId: 'x@kuzey.example', inReplyTo: 'y@kuzey.example', subject: 'Halka' });
  await m.arrives({ messageId: 'y@kuzey.example', inReplyTo: 'x@kuzey.example', subject: 'Halka' });
  t.is((await m.threads()).length, 2);
});

test('a thread is open again when somebody writes, and closed ones say since when an answer is owed', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ messageId: 'one@kuzey.example' });
  const [before] = await m.threads();
  t.is(before?.awaitingSince, before?.lastInAt);
  m.clock.advance(3_600_000);
  await m.arrives({ inReplyTo: 'one@kuzey.example' });
  const [after] = await m.threads();
  t.is(after?.awaitingSince, before?.awaitingSince, 'owed since the first');
  await m.arrives({ inReplyTo: 'one@kuzey.example', header: ['Auto-Submitted: auto-replied'] });
  t.is((await m.threads())[0]?.lastInAt, after?.lastInAt, 'a machine asks nothing');
});
