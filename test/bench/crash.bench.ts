import { crashReceiving } from '#test/support/receiving-crash.ts';
import { crashSending } from '#test/support/sending-crash.ts';
import type { Bench } from './bench.ts';

const kills = Number(process.env.LOBI_BENCH_KILLS ?? 500);

const bench: Bench = {
  says: `Mail that was answered 250 and is not there byte for byte, or is there twice, after ${kills} kills at random moments while 20 senders deliver; and the same while Lobi sends to a slow server: nobody missed, repeats only of what was under way (LOBI_BENCH_KILLS sets how many).`,
  unit: 'kill',
  rounds: 1,
  programs: {
    async lobi() {
      const started = performance.now();
      const figures = await crashReceiving({ kills, senders: 20 });
      const { answered, again, messages, faults } = figures;
      const said = `${answered} answered, ${again} sent again, ${messages} filed; ${faults.length} faults ${faults.slice(0, 5).join('; ')}`;
      // The number that is judged: faults, as a latency that must be none.
      return { units: kills, wallMs: performance.now() - started, p99: faults.length, note: said };
    },
    async sending() {
      const started = performance.now();
      const { recipients, repeats, mostUnderWay, faults } = await crashSending({
        kills,
        waiting: 60,
        slow: 30,
      });
      const said = `${recipients} recipients, ${repeats} repeats, ${mostUnderWay} under way at most; ${faults.length} faults ${faults.slice(0, 5).join('; ')}`;
      return { units: kills, wallMs: performance.now() - started, p99: faults.length, note: said };
    },
  },
  targets: [
    { by: 'p99', atMost: 0 },
    { by: 'p99', of: 'sending', atMost: 0 },
  ],
};

export default bench;
