import { ageOn, bornUntil } from '../days.ts';
import { type Sql, sql } from '../sql.ts';
import { sayBetween, sayNumber } from './number.ts';
import { type Cell, type Operator, pairOf, Unfit, wholeNumberOf } from './operator.ts';

/**
 * Completed years on the asked day, of a day of birth: `over: 35` is who has completed 36 years. Compared as days, so that an
 * index on the day of birth serves. Who was born on 29 February ages on 1 March in the other years.
 */

type Comparison = [
  word: string,
  holds: (age: number, value: number) => boolean,
  compile: (born: string, years: number, today: string) => Sql,
];

const COMPARISONS: readonly Comparison[] = [
  [
    'is',
    (age, years) => age === years,
    (born, years, today) =>
      sql(`(${born} <= ? AND ${born} > ?)`, [bornUntil(years, today), bornUntil(years + 1, today)]),
  ],
  [
    'over',
    (age, years) => age > years,
    (born, years, today) => sql(`${born} <= ?`, [bornUntil(years + 1, today)]),
  ],
  [
    'below',
    (age, years) => age < years,
    (born, years, today) => sql(`${born} > ?`, [bornUntil(years, today)]),
  ],
  [
    'atLeast',
    (age, years) => age >= years,
    (born, years, today) => sql(`${born} <= ?`, [bornUntil(years, today)]),
  ],
  [
    'atMost',
    (age, years) => age <= years,
    (born, years, today) => sql(`${born} > ?`, [bornUntil(years + 1, today)]),
  ],
];

const comparisons = COMPARISONS.map(
  ([word, holds, compile]): Operator => ({
    word,
    check: yearsOf,
    say: (value, saying) => sayNumber(word, value as number, saying),
    match: (born, value, { asking }) => holds(ageOn(born as string, asking.today), value as number),
    compile: (cell: Cell, value, { today }) => compile(cell.value, value as number, today),
  }),
);

const between: Operator = {
  word: 'between',
  check: (sent) => pairOf(sent, yearsOf),
  say: (value, saying) => sayBetween(value as [number, number], saying),
  match: (born, value, { asking }) => {
    const age = ageOn(born as string, asking.today);
    const [least, greatest] = value as [number, number];
    return age >= least && age <= greatest;
  },
  compile: (cell, value, { today }) => {
    const [least, greatest] = value as [number, number];
    return sql(`(${cell.value} <= ? AND ${cell.value} > ?)`, [
      bornUntil(least, today),
      bornUntil(greatest + 1, today),
    ]);
  },
};

export const AGE: readonly Operator[] = [...comparisons, between];

function yearsOf(sent: unknown): number {
  const years = wholeNumberOf(sent);
  if (years < 0 || years > 200) throw new Unfit('must be 0 to 200 years');
  return years;
}
