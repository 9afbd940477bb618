import test from 'ava';
import { readBlob } from '#kernel/blobs.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { postOffice } from '#test/support/post-office.ts';
import { headerOf } from '#test/support/sink.ts';
import { ENGINES } from '#test/support/world.ts';

for (const engine of ENGINES) {
  test.serial(
    `a mail goes to each recipient in an envelope of its own, and every attempt is kept (${engine})`,
    async (t) => {
      const { w, sink, send, rows } = await postOffice(t, { engine });
      const id = await send({
        to: ['Łukasz Żółć <lukasz@zolc.example>', 'ewa@zolc.example'],
        bcc: ['gizli@diger.example'],
      });
      t.is(sink.mails.length, 0);
      await w.settle();
      t.is(sink.mails.length, 3);
      t.deepEqual(sink.mails.map((mail) => mail.to[0]).sort(), [
        'ewa@zolc.example',
        'gizli@diger.example',
        'lukasz@zolc.example',
      ]);
      t.is(new Set(sink.mails.map((mail) => mail.from)).size, 3);
      for (const mail of sink.mails) t.regex(mail.from, /^bounce\+[0-9a-z]{20}@marmarapack\.example$/);
      const [first, second] = sink.mails;
      t.deepEqual(first?.raw, second?.raw);
      t.false(first?.raw.toString().includes('gizli'));
      const [message] = await rows('messages');
      t.is(message?.id, id);
      t.is(message?.registerNumber, 'OUT 2026/1');
      t.is(headerOf(first?.raw as Buffer, 'message-id'), `<${message?.messageId}>`);
      const recipients = await rows('recipients');
      t.deepEqual(
        recipients.map((row) => row.state),
        ['sent', 'sent', 'sent'],
      );
      const attempts = await rows('attempts');
      t.is(attempts.length, 3);
      for (const attempt of attempts) {
        t.is(attempt.outcome, 'sent');
        t.regex(attempt.reply, /^250 /);
        t.regex(attempt.host, /127\.0\.0\.1/);
        t.regex(attempt.tls, /^TLSv1\.3 /);
      }
    },
  );
}

test.serial(
  'what is refused for good has failed, with the words, and the thread says so in the writer’s language',
  async (t) => {
    const { w, sink, send, rows, placed } = await postOffice(t);
    sink.options.refuse = () => ({ code: 550, words: '5.1.1 No such user here' });
    const id = await send({ to: ['yok@zolc.example'] });
    await w.settle();
    const [recipient] = await rows('recipients');
    t.is(recipient?.state, 'failed');
    t.is(recipient?.reason, '550 5.1.1 No such user here');
    const notice = (await rows('messages')).find((row) => row.id !== id);
    t.is(notice?.kind, 'bounce');
    t.is(notice?.direction, 'in');
    t.is(notice?.registerNumber, null);
    t.is(notice?.subject, 'Ulaşmadı: Fiyat teklifi');
    t.regex(notice?.text, /yok@zolc\.example adresine ulaşmadı/);
    t.deepEqual(JSON.parse(notice?.bounces), [
      {
        recipient: 'yok@zolc.example',
        status: '5.1.1',
        reason: 'userunknown',
        state: 'address-dead',
        hard: true,
      },
    ]);
    t.is(placed.length, 2);
    t.is(notice?.threadId, placed[1]?.threadId);
    const raw = await w.in(() => readBlob(notice?.rawBlobId));
    t.regex(raw.toString(), /^Status: 5\.1\.1$/m);
  },
);

test.serial(
  'what is put off climbs the ladder, the writer is told of the delay once, and after four days it has failed',
  async (t) => {
    const { w, sink, send, rows } = await postOffice(t);
    sink.options.answer = () => ({ code: 451, words: '4.7.1 Come back later' });
    await send({ to: ['gri@zolc.example'] });
    const dueAfter: number[] = [];
    for (let tries = 1; tries <= 18; tries++) {
      const before = w.clock.now().getTime();
      await w.settle();
      const [recipient] = await rows('recipients');
      t.is(recipient?.attempts, tries);
      if (recipient?.state === 'failed') break;
      dueAfter.push((new Date(recipient?.dueAt).getTime() - before) / 60_000);
      w.clock.set(recipient?.dueAt);
    }
    t.deepEqual(dueAfter.slice(0, 8), [5, 15, 30, 60, 120, 240, 480, 480]);
    const hours = dueAfter.reduce((sum, minutes) => sum + minutes, 0) / 60;
    t.true(hours > 94 && hours < 98, `${hours} hours`);
    const [recipient] = await rows('recipients');
    t.is(recipient?.state, 'failed');
    t.is((await rows('attempts')).length, 18);
    t.deepEqual((await rows('messages')).map((row) => row.kind).sort(), ['bounce', 'delay', 'mail']);
  },
);

test.serial('a mail that comes again carries the same Message-ID and the same bytes', async (t) => {
  const { w, sink, send } = await postOffice(t);
  const seen: Buffer[] = [];
  sink.options.answer = (mail) => {
    seen.push(mail.raw);
    return seen.length === 1 ? { code: 450, words: '4.2.0 greylisted' } : undefined;
  };
  await send({ to: ['gri@zolc.example'] });
  await w.settle();
  w.clock.advance(5 * 60_000);
  await w.settle();
  t.is(seen.length, 2);
  t.deepEqual(seen[0], seen[1]);
});

test.serial('a mail whose bytes are damaged is tried three times and never stops the others', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await send({ to: ['kaza@zolc.example'], subject: 'Hasarlı' });
  await send({ to: ['ewa@zolc.example'] });
  await w.in(() =>
    work('test', async () => {
      const [row] = (await db()('messages').where({ subject: 'Hasarlı' }).select('raw_blob_id')) as {
        rawBlobId: string;
      }[];
      await db()('blobs')
        .where({ id: row?.rawBlobId })
        .update({ head: Buffer.from('Subject: x\n\nbare\r\n') });
    }),
  );
  await w.settle();
  t.deepEqual(
    sink.mails.flatMap((mail) => mail.to),
    ['ewa@zolc.example'],
  );
  for (let n = 0; n < 3; n++) {
    w.clock.advance(60 * 60_000);
    await w.settle();
  }
  const broken = (await rows('recipients')).find((row) => row.address === 'kaza@zolc.example');
  t.is(broken?.state, 'failed');
  t.is(broken?.attempts, 3);
  t.regex(broken?.reason, /^Broken here/);
});
