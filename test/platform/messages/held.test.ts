import test from 'ava';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import type { Fault } from '#kernel/errors.ts';
import { stopSending } from '#platform/messages/commands.ts';
import { show } from '#platform/records/show.ts';
import { setSetting } from '#platform/settings/api.ts';
import { pretendFreeDisk } from '#platform/system/disk.ts';
import { postOffice } from '#test/support/post-office.ts';

test.serial('a mail is called back before its first attempt; its number is void and stays', async (t) => {
  const { w, people, sink, send, rows } = await postOffice(t);
  const id = await send({
    to: ['ewa@zolc.example'],
    sendAt: new Date(w.clock.now().getTime() + 10_000).toISOString(),
  });
  await w.settle();
  t.is(sink.mails.length, 0);
  await w.in(() => run(stopSending, { id }, people.as(people.mehmet)));
  w.clock.advance(60_000);
  await w.settle();
  t.is(sink.mails.length, 0);
  const [message] = await rows('messages');
  t.is(message?.registerNumber, 'OUT 2026/1');
  t.is(message?.stoppedAt, '2026-11-24T08:00:00.000Z');
  t.deepEqual(
    (await rows('recipients')).map((row) => row.state),
    ['stopped'],
  );
  const next = await send({ to: ['ewa@zolc.example'] });
  await w.settle();
  t.is((await rows('messages')).find((row) => row.id === next)?.registerNumber, 'OUT 2026/2');
  const late = await t.throwsAsync(w.in(() => run(stopSending, { id: next }, people.as(people.mehmet))));
  t.is((late as Fault).code, 'message.alreadyLeaving');
});

test.serial('a stranger to the mailbox cannot call a mail back', async (t) => {
  const { w, people, send } = await postOffice(t);
  const id = await send({ to: ['ewa@zolc.example'], sendAt: '2026-11-24T09:00:00Z' });
  const fault = (await t.throwsAsync(w.in(() => run(stopSending, { id }, people.as(people.isil))))) as Fault;
  t.is(fault.kind, 'missing');
});

test.serial('while sending is held nothing leaves; when it is let go everything does', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await w.in(() => work('test', () => setSetting('sendingHeld', 'restored', 'test')));
  await send({ to: ['ewa@zolc.example'] });
  await w.settle();
  t.is(sink.mails.length, 0);
  const [held] = await rows('recipients');
  t.is(held?.state, 'held');
  t.is(held?.reason, 'restored');
  await w.in(() => work('test', () => setSetting('sendingHeld', null, 'test')));
  await w.settle();
  t.is(sink.mails.length, 1);
});

test.serial('a held mail says why as soon as it is written, and no more once it may leave', async (t) => {
  const { w, people, send } = await postOffice(t);
  const held = async (id: string) =>
    (await w.in(() => show('message', id, people.as(people.mehmet)))).held as string | null;
  await w.in(() => work('test', () => setSetting('sendingHeld', 'restored', 'test')));
  const id = await send({ to: ['ewa@zolc.example', 'jan@zolc.example'] });
  t.is(await held(id), 'restored');
  await w.in(() => work('test', () => setSetting('sendingHeld', 'demo', 'test')));
  t.is(await held(await send({ to: ['ewa@zolc.example', 'someone@gmail.com'] })), null, 'some of it leaves');
  t.is(await held(await send({ to: ['someone@gmail.com'] })), 'demo');
  await w.in(() => work('test', () => setSetting('sendingHeld', null, 'test')));
  await w.settle();
  t.is(await held(id), null);
});

test.serial('with sample data only reserved domains are written to', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await w.in(() => work('test', () => setSetting('sendingHeld', 'demo', 'test')));
  await send({ to: ['ewa@zolc.example', 'someone@gmail.com'] });
  await w.settle();
  t.deepEqual(
    sink.mails.flatMap((mail) => mail.to),
    ['ewa@zolc.example'],
  );
  t.deepEqual(
    (await rows('recipients')).map((row) => [row.address, row.state]),
    [
      ['ewa@zolc.example', 'sent'],
      ['someone@gmail.com', 'held'],
    ],
  );
});

test.serial('a disk that is nearly full stops sending, and it goes on by itself', async (t) => {
  const { w, sink, send } = await postOffice(t);
  await w.in(async () => pretendFreeDisk(200 * 1024 * 1024));
  await send({ to: ['ewa@zolc.example'] });
  await w.settle();
  t.is(sink.mails.length, 0);
  await w.in(async () => pretendFreeDisk(null));
  await w.settle();
  t.is(sink.mails.length, 1);
});

test.serial('what a dead process was sending is held, too, when the house was restored', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await send({ to: ['ewa@zolc.example'] });
  await w.in(() =>
    work('test', async () => {
      await db()('recipients').update({
        state: 'sending',
        lockedBy: 'other.1.dead',
        lockedAt: '2026-11-24T07:00:00.000Z',
        attempts: 1,
      });
      await setSetting('sendingHeld', 'restored', 'test');
    }),
  );
  await w.settle();
  t.is(sink.mails.length, 0);
  t.deepEqual(
    (await rows('recipients')).map((row) => [row.state, row.reason]),
    [['held', 'restored']],
  );
});
