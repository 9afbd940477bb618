import test from 'ava';
import { type Bench, median, percentile } from '../bench/bench.ts';
import { linesOf, type Rounds, verdictsOf } from '../bench/verdict.ts';

const bench: Bench = {
  says: 'x',
  unit: 'mail',
  programs: {},
  targets: [
    { by: 'rate', than: 'postfix', atLeast: 3.5 },
    { by: 'cpu', than: 'postfix', atMost: 0.4 },
    { by: 'p99', atMost: 12 },
    { by: 'rate', than: 'haraka', atLeast: 1 },
  ],
};

test('the verdict is the median of the rounds’ own ratios, so that one slow minute does not decide', (t) => {
  const ours = [4000, 400, 4400].map((units) => ({ units, wallMs: 1000, cpuMs: 100, p99: 10 }));
  const theirs = [1000, 100, 1000].map((units) => ({ units, wallMs: 1000, cpuMs: 100 }));
  const rounds: Rounds = new Map<string, never>([
    ['lobi', ours as never],
    ['postfix', theirs as never],
    ['haraka', 'is not to be had here' as never],
  ]);
  t.deepEqual(verdictsOf(bench, rounds), [
    { target: 'rate at least 3.5 × postfix', seen: 4, holds: true },
    { target: 'cpu at most 0.4 × postfix', seen: 0.25, holds: true },
    { target: 'p99 at most 12', seen: 10, holds: true },
  ]);
  t.is(linesOf(rounds).find(({ program }) => program === 'haraka')?.absent, 'is not to be had here');
});

test('medians and percentiles', (t) => {
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 2, 3]), 2.5);
  t.is(
    percentile(
      Array.from({ length: 100 }, (_, at) => 100 - at),
      0.99,
    ),
    100,
  );
});
