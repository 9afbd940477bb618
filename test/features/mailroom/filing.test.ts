import test from 'ava';
import { filingHand } from '#features/mailroom/filing.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
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

test('a database that is busy while the next mails are read ahead is asked again, and all are filed', async (t) => {
  const m = await mailroom(t);
  for (let n = 0; n < 120; n++) await m.waits({ subject: `Teklif ${n}` });
  const { reader } = m.house.db;
  let asked = 0;
  m.house.db.reader = new Proxy(reader, {
    apply(target, self, given: [string]) {
      if (given[0] === 'arrivals' && ++asked === 2)
        throw Fault.later('database.busy', 'The database is busy.');
      return Reflect.apply(target as never, self, given) as unknown;
    },
  });
  await m.in(() => filingHand.turn());
  await t.throwsAsync(
    m.in(() => filingHand.turn()),
    { code: 'database.busy' },
  );
  await m.in(() => filingHand.turn());
  m.house.db.reader = reader;
  t.is((await m.messages()).length, 120);
});
