import test from 'ava';
import { PRESETS } from '#platform/messages/channels/mail/options.ts';
import { crashSending } from '#test/support/sending-crash.ts';

test('killed thirty times while sending to a slow server, nobody is missed and only what was under way is repeated', async (t) => {
  t.timeout(280_000);
  const figures = await crashSending({ kills: 30, waiting: 60, slow: 30 });
  t.log(figures);
  t.deepEqual(figures.faults, []);
  t.true(figures.recipients >= 20);
  const { connections, depth } = PRESETS.relay;
  t.true(figures.mostUnderWay <= connections * depth);
});
