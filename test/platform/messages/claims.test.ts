import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { stillMine } from '#kernel/claim.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { startHands } from '#kernel/hands.ts';
import { inHouse } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { claimRecipients } from '#platform/messages/queue/claims.ts';
import { closeDesk, sendingHand } from '#platform/messages/queue/hand.ts';
import { freeStaleClaims } from '#platform/messages/queue/recovery.ts';
import { MESSAGE_VERIFICATIONS } from '#platform/messages/verification.ts';
import { postOffice } from '#test/support/post-office.ts';
import { ENGINES } from '#test/support/world.ts';

for (const engine of ENGINES) {
  test.serial(
    `mail to the house’s own addresses becomes an arrival without the network, exactly once (${engine})`,
    async (t) => {
      const { w, sink, send, rows, taken } = await postOffice(t, { engine });
      await send({ to: ['ayse@marmarapack.example', 'yok@marmarapack.example'] });
      await w.settle();
      t.deepEqual(
        taken.map((mail) => mail.envelopeTo),
        ['ayse@marmarapack.example'],
      );
      t.deepEqual(
        sink.mails.flatMap((mail) => mail.to),
        ['yok@marmarapack.example'],
      );
      const own = (await rows('recipients')).find((row) => row.address === 'ayse@marmarapack.example');
      t.is(own?.state, 'sent');
      const [attempt] = await w.in(async () => db()('attempts').where({ recipientId: own?.id }).select('*'));
      t.is(attempt?.host, 'this house');
    },
  );

  test.serial(
    `who may not be written to any more is skipped when their turn comes (${engine})`,
    async (t) => {
      const { w, sink, send, rows } = await postOffice(t, { engine });
      await send({ to: ['silindi@zolc.example', 'ewa@zolc.example'] });
      const row = {
        id: newId(),
        channel: 'mail',
        evidence: 'request of 20 November',
        at: '2026-11-20T00:00:00.000Z',
      };
      await w.in(() =>
        work('test', async () => {
          await db()('suppressions').insert([{ ...row, address: 'silindi@zolc.example', reason: 'erased' }]);
          await db()('suppressions').insert([
            { ...row, id: newId(), address: 'ewa@zolc.example', reason: 'unsubscribed' },
          ]);
        }),
      );
      await w.settle();
      t.deepEqual(
        sink.mails.flatMap((mail) => mail.to),
        ['ewa@zolc.example'],
      );
      const skipped = (await rows('recipients')).find((each) => each.address === 'silindi@zolc.example');
      t.is(skipped?.state, 'skipped');
      t.is(skipped?.reason, 'erased');
      t.is(skipped?.attempts, 0);
    },
  );

  test.serial(
    `a claim of a dead process is freed: correspondence goes again and says so, mail to many becomes unknown (${engine})`,
    async (t) => {
      const { w, sink, send, rows } = await postOffice(t, { engine });
      await send({ to: ['ewa@zolc.example', 'cok@zolc.example'] });
      const [one, many] = await rows('recipients');
      await w.in(() =>
        work('test', async () => {
          const dead = {
            state: 'sending',
            lockedBy: 'other.1.dead',
            lockedAt: '2026-11-24T07:50:00.000Z',
            attempts: 1,
          };
          await db()('recipients').update(dead);
          await db()('recipients').where({ id: many?.id }).update({ bulk: true });
          for (const each of [one, many])
            await db()('attempts').insert({
              id: newId(),
              recipientId: each?.id,
              at: '2026-11-24T07:50:00.000Z',
              outcome: 'sending',
              host: '',
              reply: '',
              tls: '',
            });
        }),
      );
      await w.settle();
      t.deepEqual(
        sink.mails.flatMap((mail) => mail.to),
        ['ewa@zolc.example'],
      );
      t.deepEqual(
        (await rows('recipients')).map((row) => row.state),
        ['sent', 'unknown'],
      );
      const attempts = await rows('attempts');
      const first = attempts.find((row) => row.recipientId === one?.id && row.outcome === 'unknown');
      t.regex(first?.reply, /sent again with the same Message-ID/);
      t.regex(attempts.find((row) => row.recipientId === many?.id)?.reply, /it is not sent again/);
    },
  );

  test.serial(
    `a process that was frozen past its claim leaves the mail to who took over (${engine})`,
    async (t) => {
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
    },
  );
}

for (const engine of ENGINES)
  test.serial(
    `a house that closes while it sends ends what is under way and repeats nothing (${engine})`,
    async (t) => {
      const { w, sink, send, rows } = await postOffice(t, { engine, sink: { slow: 60 } });
      for (let n = 0; n < 10; n++)
        await send({ to: Array.from({ length: 6 }, (_, at) => `kisi-${n}-${at}@zolc.example`) });
      const hands = startHands(w.house, [sendingHand]);
      while (sink.mails.length < 12) await sleep(5);
      await hands.stop();
      await w.in(closeDesk);
      const recipients = await rows('recipients');
      const got = sink.mails.map((mail) => mail.to[0]);
      t.is(new Set(got).size, got.length);
      t.deepEqual(
        recipients
          .filter((row) => row.state === 'sent')
          .map((row) => row.address)
          .sort(),
        got.sort(),
      );
      t.true(recipients.every((row) => row.state === 'sent' || row.state === 'queued'));
      t.true((await rows('attempts')).every((row) => row.outcome !== 'sending'));
      t.true(
        recipients.some((row) => row.state === 'queued'),
        'it closed before everything was sent',
      );
    },
  );

test.serial('a missing number and other bytes are found', async (t) => {
  const { w, send } = await postOffice(t);
  const id = await send({ to: ['ewa@zolc.example'] });
  const verified = () => w.in(async () => Promise.all(MESSAGE_VERIFICATIONS.map((each) => each.verify())));
  t.deepEqual(
    (await verified()).map((each) => each.ok),
    [true, true],
  );
  await w.in(() =>
    work('test', () =>
      db()('messages')
        .where({ id })
        .update({ registerNumber: null, sha256: 'f'.repeat(64) }),
    ),
  );
  const [register, bytes] = await verified();
  t.is(register?.says, 'OUT 2026/ was given 1 times and stands on 0 messages.');
  t.false(bytes?.ok);
});
