import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { readBlob } from '#kernel/blobs.ts';
import { stillMine } from '#kernel/claim.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import type { Fault } from '#kernel/errors.ts';
import { startHands } from '#kernel/hands.ts';
import { inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { stopSending } from '#platform/messages/commands.ts';
import { claimRecipients } from '#platform/messages/queue/claims.ts';
import { closeDesk, sendingHand } from '#platform/messages/queue/hand.ts';
import { freeStaleClaims } from '#platform/messages/queue/recovery.ts';
import { MESSAGE_VERIFICATIONS } from '#platform/messages/verification.ts';
import { setSetting } from '#platform/settings/api.ts';
import { pretendFreeDisk } from '#platform/system/disk.ts';
import { headerOf } from '#test/support/sink.ts';
import { postOffice } from '#test/support/post-office.ts';
import { ENGINES } from '#test/support/world.ts';

for (const engine of ENGINES) {
  test.serial(`a mail goes to each recipient in an envelope of its own, and every attempt is kept (${engine})`, async (t) => {
    const { w, sink, send, rows } = await postOffice(t, { engine });
    const id = await send({ to: ['Łukasz Żółć <lukasz@zolc.example>', 'ewa@zolc.example'], bcc: ['gizli@diger.example'] });
    t.is(sink.mails.length, 0);
    await w.settle();
    t.is(sink.mails.length, 3);
    t.deepEqual(sink.mails.map((mail) => mail.to[0]).sort(), ['ewa@zolc.example', 'gizli@diger.example', 'lukasz@zolc.example']);
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
    t.deepEqual(recipients.map((row) => row.state), ['sent', 'sent', 'sent']);
    const attempts = await rows('attempts');
    t.is(attempts.length, 3);
    for (const attempt of attempts) {
      t.is(attempt.outcome, 'sent');
      t.regex(attempt.reply, /^250 /);
      t.regex(attempt.host, /127\.0\.0\.1/);
      t.regex(attempt.tls, /^TLSv1\.3 /);
    }
  });
}

test.serial('what is refused for good has failed, with the words, and the thread says so in the writer’s language', async (t) => {
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
  t.deepEqual(JSON.parse(notice?.bounces), [{ recipient: 'yok@zolc.example', status: '5.1.1', reason: 'userunknown', state: 'address-dead', hard: true }]);
  t.is(placed.length, 2);
  t.is(notice?.threadId, placed[1]?.threadId);
  const raw = await w.in(() => readBlob(notice?.rawBlobId));
  t.regex(raw.toString(), /^Status: 5\.1\.1$/m);
});

test.serial('what is put off climbs the ladder, the writer is told of the delay once, and after four days it has failed', async (t) => {
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
});

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

test.serial('a mail is called back before its first attempt; its number is void and stays', async (t) => {
  const { w, people, sink, send, rows } = await postOffice(t);
  const id = await send({ to: ['ewa@zolc.example'], sendAt: new Date(w.clock.now().getTime() + 10_000).toISOString() });
  await w.settle();
  t.is(sink.mails.length, 0);
  await w.in(() => run(stopSending, { id }, people.as(people.mehmet)));
  w.clock.advance(60_000);
  await w.settle();
  t.is(sink.mails.length, 0);
  const [message] = await rows('messages');
  t.is(message?.registerNumber, 'OUT 2026/1');
  t.is(message?.stoppedAt, '2026-11-24T08:00:00.000Z');
  t.deepEqual((await rows('recipients')).map((row) => row.state), ['stopped']);
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

test.serial('with sample data only reserved domains are written to', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await w.in(() => work('test', () => setSetting('sendingHeld', 'demo', 'test')));
  await send({ to: ['ewa@zolc.example', 'someone@gmail.com'] });
  await w.settle();
  t.deepEqual(sink.mails.flatMap((mail) => mail.to), ['ewa@zolc.example']);
  t.deepEqual((await rows('recipients')).map((row) => [row.address, row.state]), [
    ['ewa@zolc.example', 'sent'],
    ['someone@gmail.com', 'held'],
  ]);
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

for (const engine of ENGINES) {
  test.serial(`mail to the house’s own addresses becomes an arrival without the network, exactly once (${engine})`, async (t) => {
    const { w, sink, send, rows, taken } = await postOffice(t, { engine });
    await send({ to: ['ayse@marmarapack.example', 'yok@marmarapack.example'] });
    await w.settle();
    t.deepEqual(taken.map((mail) => mail.envelopeTo), ['ayse@marmarapack.example']);
    t.deepEqual(sink.mails.flatMap((mail) => mail.to), ['yok@marmarapack.example']);
    const own = (await rows('recipients')).find((row) => row.address === 'ayse@marmarapack.example');
    t.is(own?.state, 'sent');
    const [attempt] = await w.in(async () => db()('attempts').where({ recipientId: own?.id }).select('*'));
    t.is(attempt?.host, 'this house');
  });

  test.serial(`who may not be written to any more is skipped when their turn comes (${engine})`, async (t) => {
    const { w, sink, send, rows } = await postOffice(t, { engine });
    await send({ to: ['silindi@zolc.example', 'ewa@zolc.example'] });
    const row = { id: newId(), channel: 'mail', evidence: 'request of 20 November', at: '2026-11-20T00:00:00.000Z' };
    await w.in(() =>
      work('test', async () => {
        await db()('suppressions').insert([{ ...row, address: 'silindi@zolc.example', reason: 'erased' }]);
        await db()('suppressions').insert([{ ...row, id: newId(), address: 'ewa@zolc.example', reason: 'unsubscribed' }]);
      }),
    );
    await w.settle();
    t.deepEqual(sink.mails.flatMap((mail) => mail.to), ['ewa@zolc.example']);
    const skipped = (await rows('recipients')).find((each) => each.address === 'silindi@zolc.example');
    t.is(skipped?.state, 'skipped');
    t.is(skipped?.reason, 'erased');
    t.is(skipped?.attempts, 0);
  });

  test.serial(`a claim of a dead process is freed: correspondence goes again and says so, mail to many becomes unknown (${engine})`, async (t) => {
    const { w, sink, send, rows } = await postOffice(t, { engine });
    await send({ to: ['ewa@zolc.example', 'cok@zolc.example'] });
    const [one, many] = await rows('recipients');
    await w.in(() =>
      work('test', async () => {
        const dead = { state: 'sending', lockedBy: 'other.1.dead', lockedAt: '2026-11-24T07:50:00.000Z', attempts: 1 };
        await db()('recipients').update(dead);
        await db()('recipients').where({ id: many?.id }).update({ bulk: true });
        for (const each of [one, many])
          await db()('attempts').insert({ id: newId(), recipientId: each?.id, at: '2026-11-24T07:50:00.000Z', outcome: 'sending', host: '', reply: '', tls: '' });
      }),
    );
    await w.settle();
    t.deepEqual(sink.mails.flatMap((mail) => mail.to), ['ewa@zolc.example']);
    t.deepEqual((await rows('recipients')).map((row) => row.state), ['sent', 'unknown']);
    const attempts = await rows('attempts');
    const first = attempts.find((row) => row.recipientId === one?.id && row.outcome === 'unknown');
    t.regex(first?.reply, /sent again with the same Message-ID/);
    t.regex(attempts.find((row) => row.recipientId === many?.id)?.reply, /it is not sent again/);
  });

  test.serial(`a process that was frozen past its claim leaves the mail to who took over (${engine})`, async (t) => {
    const { w, sink, send, rows } = await postOffice(t, { engine });
    const id = await send({ to: ['ewa@zolc.example'] });
    await w.in(async () => {
      const [row] = await rows('recipients');
      const [claimed] = await work('test', () => claimRecipients([row?.id]));
      t.is(claimed?.messageId, id);
      t.true(await stillMine('recipients', row?.id, claimed?.lockedAt as string));
      w.clock.advance(10 * 60_000);
      const other = { ...w.house, node: 'other.2.node', memory: new Map(w.house.memory) };
      await inHouse(other, () => freeStaleClaims(new Set()));
      t.false(await stillMine('recipients', row?.id, claimed?.lockedAt as string));
    });
    await w.settle();
    t.is(sink.mails.length, 1);
  });
}

test.serial('a mail whose bytes are damaged is tried three times and never stops the others', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await send({ to: ['kaza@zolc.example'], subject: 'Hasarlı' });
  await send({ to: ['ewa@zolc.example'] });
  await w.in(() => work('test', async () => {
    const [row] = (await db()('messages').where({ subject: 'Hasarlı' }).select('raw_blob_id')) as { rawBlobId: string }[];
    await db()('blobs').where({ id: row?.rawBlobId }).update({ head: Buffer.from('Subject: x\n\nbare\r\n') });
  }));
  await w.settle();
  t.deepEqual(sink.mails.flatMap((mail) => mail.to), ['ewa@zolc.example']);
  for (let n = 0; n < 3; n++) {
    w.clock.advance(60 * 60_000);
    await w.settle();
  }
  const broken = (await rows('recipients')).find((row) => row.address === 'kaza@zolc.example');
  t.is(broken?.state, 'failed');
  t.is(broken?.attempts, 3);
  t.regex(broken?.reason, /^Broken here/);
});

for (const engine of ENGINES)
  test.serial(`a house that closes while it sends ends what is under way and repeats nothing (${engine})`, async (t) => {
    const { w, sink, send, rows } = await postOffice(t, { engine, sink: { slow: 60 } });
    for (let n = 0; n < 10; n++) await send({ to: Array.from({ length: 6 }, (_, at) => `kisi-${n}-${at}@zolc.example`) });
    const hands = startHands(w.house, [sendingHand]);
    while (sink.mails.length < 12) await sleep(5);
    await hands.stop();
    await w.in(closeDesk);
    const recipients = await rows('recipients');
    const got = sink.mails.map((mail) => mail.to[0]);
    t.is(new Set(got).size, got.length);
    t.deepEqual(recipients.filter((row) => row.state === 'sent').map((row) => row.address).sort(), got.sort());
    t.true(recipients.every((row) => row.state === 'sent' || row.state === 'queued'));
    t.true((await rows('attempts')).every((row) => row.outcome !== 'sending'));
    t.true(recipients.some((row) => row.state === 'queued'), 'it closed before everything was sent');
  });

test.serial('what a dead process was sending is held, too, when the house was restored', async (t) => {
  const { w, sink, send, rows } = await postOffice(t);
  await send({ to: ['ewa@zolc.example'] });
  await w.in(() =>
    work('test', async () => {
      await db()('recipients').update({ state: 'sending', lockedBy: 'other.1.dead', lockedAt: '2026-11-24T07:00:00.000Z', attempts: 1 });
      await setSetting('sendingHeld', 'restored', 'test');
    }),
  );
  await w.settle();
  t.is(sink.mails.length, 0);
  t.deepEqual((await rows('recipients')).map((row) => [row.state, row.reason]), [['held', 'restored']]);
});

test.serial('a missing number and other bytes are found', async (t) => {
  const { w, send } = await postOffice(t);
  const id = await send({ to: ['ewa@zolc.example'] });
  const verified = () => w.in(async () => Promise.all(MESSAGE_VERIFICATIONS.map((each) => each.verify())));
  t.deepEqual((await verified()).map((each) => each.ok), [true, true]);
  await w.in(() => work('test', () => db()('messages').where({ id }).update({ registerNumber: null, sha256: 'f'.repeat(64) })));
  const [register, bytes] = await verified();
  t.is(register?.says, 'OUT 2026/ was given 1 times and stands on 0 messages.');
  t.false(bytes?.ok);
});
