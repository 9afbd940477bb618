import test from 'ava';
import { db } from '#kernel/db/unit.ts';
import { ENGINES } from '#test/support/world.ts';
import { mailroom } from './mailroom.ts';

for (const engine of ENGINES) {
  test(`a mail is filed with its number, its thread and its bytes, on ${engine}`, async (t) => {
    const m = await mailroom(t, { engine });
    const raw = await m.arrives({
      subject: 'Teklif isteği',
      text: 'Merhaba,\r\n2.000 karton kutu için teklif rica ederiz.\r\n',
    });
    const [message] = await m.messages();
    t.like(message, {
      direction: 'in',
      kind: 'mail',
      registerNumber: 'IN 2026/1',
      subject: 'Teklif isteği',
      fromAddress: 'ayse@kuzey.example',
    });
    t.is((await m.raw(message!.id)).toString(), raw.toString());
    const [thread] = await m.threads();
    t.like(thread, { subject: 'Teklif isteği', messageCount: 1, who: 'Ayşe Çağlar' });
  });
}

test('the same mail again is not filed again, and has no second number', async (t) => {
  const m = await mailroom(t);
  await m.arrives({ messageId: 'same@kuzey.example' });
  await m.arrives({ messageId: 'same@kuzey.example' });
  t.is((await m.messages()).length, 1);
  const arrivals = (await m.in(() => db()('arrivals').orderBy('id').select('filed_at', 'reason'))) as {
    filedAt: string;
    reason: string | null;
  }[];
  t.true(arrivals.every((row) => row.filedAt !== null));
  t.regex(arrivals[1]?.reason ?? '', /^duplicate of /);
});
