import test from 'ava';
import { crashReceiving } from '#test/support/receiving-crash.ts';

test('killed thirty times while twenty senders deliver, every mail answered 250 is there byte for byte, none twice', async (t) => {
  t.timeout(280_000);
  const figures = await crashReceiving({ kills: 30, senders: 20 });
  t.log(figures);
  t.deepEqual(figures.faults, []);
  t.true(figures.answered > 60);
  t.true(figures.messages >= figures.answered);
});
