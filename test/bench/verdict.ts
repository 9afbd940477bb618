// From the measures of all rounds to one line per program and one per target.

import { type Bench, type Measure, median, type Target } from './bench.ts';

export interface Line {
  program: string;
  rate: number;
  cpuMicros: number;
  p50: number;
  p99: number;
  size: number;
  absent?: string;
}

export interface Verdict {
  target: string;
  seen: number;
  holds: boolean;
}

/** Measures by program and round; an Absent program has its reason instead. */
export type Rounds = Map<string, Measure[] | string>;

export function linesOf(rounds: Rounds): Line[] {
  return [...rounds].map(([program, measures]) => {
    if (typeof measures === 'string')
      return { program, rate: NaN, cpuMicros: NaN, p50: NaN, p99: NaN, size: NaN, absent: measures };
    const of = (by: Target['by']) => median(measures.map((each) => valueOf(each, by)));
    return {
      program,
      rate: of('rate'),
      cpuMicros: of('cpu'),
      p50: of('p50'),
      p99: of('p99'),
      size: of('size'),
    };
  });
}

/** Compares the product (the first program) with each target: the median of the rounds' own ratios. */
export function verdictsOf(bench: Bench, rounds: Rounds): Verdict[] {
  const [product] = rounds.keys();
  return bench.targets.flatMap((target) => {
    const ours = rounds.get(target.of ?? product ?? '');
    if (!ours || typeof ours === 'string') return [];
    const others = target.than === undefined ? undefined : rounds.get(target.than);
    if (typeof others === 'string') return [];
    const seen = median(
      ours.map(
        (each, round) =>
          valueOf(each, target.by) / (others ? valueOf(others[round] as Measure, target.by) : 1),
      ),
    );
    return [
      {
        target: sentence(target),
        seen,
        holds: (target.atLeast ?? -Infinity) <= seen && seen <= (target.atMost ?? Infinity),
      },
    ];
  });
}

function valueOf(
  { units, wallMs, cpuMs = NaN, p50 = NaN, p99 = NaN, size = NaN }: Measure,
  by: Target['by'],
): number {
  switch (by) {
    case 'rate':
      return units / (wallMs / 1000);
    case 'cpu':
      return (cpuMs * 1000) / units;
    case 'p50':
      return p50;
    case 'p99':
      return p99;
    case 'size':
      return size;
  }
}

function sentence({ by, of, than, atLeast, atMost }: Target): string {
  const what = of === undefined ? by : `${of}: ${by}`;
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  return than === undefined ? `${what} ${bound}` : `${what} ${bound} × ${than}`;
}
