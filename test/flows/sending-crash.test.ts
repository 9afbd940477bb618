import test from 'ava';
import { PRESETS } from '#platform/messages/channels/mail/options.ts';
import { crashSending } from '#test/support/sending-crash.ts';

test.serial(
  'killed thirty times while sending to a slow server, nobody is missed and only what was under way is repeated',
  async (t) => {
    t.timeout(280_000);
    const figures = await crashSending({ kills: 30, waiting: 60, slow: 30 });
    t.log(figures);
    t.deepEqual(figures.faults, []);
    t.true(figures.recipients >= 20);
    const { connections, depth } = PRESETS.relay;
    t.true(figures.mostUnderWay <= connections * depth);
  },
);

test.serial(
  'killed thirty times while a letter to many leaves, nobody gets two and everybody is sent or listed as unknown',
  async (t) => {
    t.timeout(280_000);
    const figures = await crashSending({ kills: 30, waiting: 120, slow: 20, bulk: true });
    t.log(figures);
    t.deepEqual(figures.faults, []);
    t.is(figures.repeats, 0);
    t.true(figures.recipients >= 120);
  },
);
