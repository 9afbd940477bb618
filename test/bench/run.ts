// npm run bench: product and reference by turns, three rounds or more, against the targets.
//
//   npm run bench              all of them
//   npm run bench -- ingest    one
//   npm run bench -- --write   also into docs/reference/bench.md

import { globSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { table } from '../../docs/tools/pages/markdown.ts';
import { Absent, type Bench, type Measure } from './bench.ts';
import { type Line, linesOf, type Rounds, verdictsOf } from './verdict.ts';

const here = new URL('./', import.meta.url).pathname;
const args = process.argv.slice(2);
const names = globSync('*.bench.ts', { cwd: here })
  .map((path) => basename(path, '.bench.ts'))
  .sort();
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}. There are: ${names.join(', ')}`);
  process.exit(2);
}

const pages: string[] = [];
let missed = 0;
for (const name of wanted.length > 0 ? wanted : names) {
  const { default: bench } = (await import(`./${name}.bench.ts`)) as { default: Bench };
  console.log(`\n${name}: ${bench.says}`);
  const { page, misses } = report(name, bench, await measure(bench));
  console.log(page);
  pages.push(page);
  missed += misses;
}
if (args.includes('--write'))
  writeFileSync(new URL('../../docs/reference/bench.md', import.meta.url), written(pages));
process.exitCode = missed > 0 ? 1 : 0;

/** Every program once per round, by turns, so that what the machine does meanwhile meets all of them. */
async function measure(bench: Bench): Promise<Rounds> {
  const close = await bench.open?.();
  const rounds: Rounds = new Map(Object.keys(bench.programs).map((program) => [program, [] as Measure[]]));
  try {
    for (let round = 0; round < (bench.rounds ?? 3); round++) {
      for (const [program, run] of Object.entries(bench.programs)) {
        const known = rounds.get(program);
        if (!Array.isArray(known)) continue;
        try {
          const measured = await run();
          known.push(measured);
          const seen =
            measured.size === undefined
              ? `${measured.units} in ${Math.round(measured.wallMs)} ms`
              : `${measured.size.toFixed(1)} KB`;
          console.log(`  round ${round + 1} ${program}: ${seen} ${measured.note ?? ''}`);
        } catch (fault) {
          if (!(fault instanceof Absent)) throw fault;
          rounds.set(program, fault.message);
        }
      }
    }
  } finally {
    await close?.();
  }
  return rounds;
}

function report(name: string, bench: Bench, rounds: Rounds): { page: string; misses: number } {
  const lines = linesOf(rounds);
  const columns = columnsOf(bench.unit, lines);
  const rows = lines.map((line) => [
    line.program,
    ...(line.absent
      ? columns.map((_, at) => (at === 0 ? (line.absent as string) : ''))
      : columns.map(({ of }) => figure(of(line)))),
  ]);
  const verdicts = verdictsOf(bench, rounds);
  const page = [
    `## ${name}`,
    bench.says,
    table(['program', ...columns.map(({ title }) => title)], rows),
    table(
      ['target', 'seen', ''],
      verdicts.map(({ target, seen, holds }) => [target, seen.toFixed(2), holds ? 'holds' : 'MISSED']),
    ),
  ];
  return { page: page.filter(Boolean).join('\n\n'), misses: verdicts.filter(({ holds }) => !holds).length };
}

/** What was measured of at least one program; a weight stands alone. */
function columnsOf(unit: string, lines: Line[]): { title: string; of: (line: Line) => number }[] {
  const all = [
    { title: 'KB', of: (line: Line) => line.size },
    { title: `${unit}s/s`, of: (line: Line) => (Number.isNaN(line.size) ? line.rate : Number.NaN) },
    { title: `CPU µs per ${unit}`, of: (line: Line) => line.cpuMicros },
    { title: 'p50 ms', of: (line: Line) => line.p50 },
    { title: 'p99 ms', of: (line: Line) => line.p99 },
  ];
  return all
    .filter(({ of }, at) => at === 1 || lines.some((line) => !Number.isNaN(of(line))))
    .filter(({ title }, _, left) => title !== `${unit}s/s` || left[0]?.title !== 'KB');
}

function figure(value: number): string {
  return Number.isNaN(value) ? '' : value.toPrecision(value >= 100 ? Math.ceil(Math.log10(value)) : 3);
}

function written(pages: string[]): string {
  return `# Measured\n\nWritten by \`npm run bench -- --write\` on one machine; only the ratios inside one table mean anything elsewhere.\n\n${pages.join('\n\n')}\n`;
}
