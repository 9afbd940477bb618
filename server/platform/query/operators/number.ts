import { numberForm } from '../phrases.ts';
import { FALSE, marks, type Sql, sql } from '../sql.ts';
import { listOf, type Operator, pairOf, type Saying, wholeNumberOf } from './operator.ts';

/** Whole numbers. `over` and `below` leave the number itself out. */

type Comparison = [word: string, sign: string, holds: (held: number, value: number) => boolean];

const COMPARISONS: readonly Comparison[] = [
  ['is', '=', (held, value) => held === value],
  ['over', '>', (held, value) => held > value],
  ['below', '<', (held, value) => held < value],
  ['atLeast', '>=', (held, value) => held >= value],
  ['atMost', '<=', (held, value) => held <= value],
];

const comparisons = COMPARISONS.map(
  ([word, sign, holds]): Operator => ({
    word,
    check: wholeNumberOf,
    say: (value, saying) => sayNumber(word, value as number, saying),
    match: (held, value) => holds(held as number, value as number),
    compile: (cell, value) => sql(`${cell.value} ${sign} ${PARAMETER}`, [value]),
  }),
);

const inNumbers: Operator = {
  word: 'in',
  check: (sent) => listOf(sent, wholeNumberOf),
  say: (value, saying) =>
    saying.text('query.is', { field: saying.subject, value: numberForm(saying, value as number[]) }),
  match: (held, value) => (value as number[]).includes(held as number),
  compile: (cell, value) => {
    const values = value as number[];
    return values.length === 0
      ? FALSE
      : sql(`${cell.value} IN ${marks(values.length).replaceAll('?', PARAMETER)}`, values);
  },
};

const between: Operator = {
  word: 'between',
  check: (sent) => pairOf(sent, wholeNumberOf),
  say: (value, saying) => sayBetween(value as [number, number], saying),
  match: (held, value) =>
    (held as number) >= (value as number[])[0]! && (held as number) <= (value as number[])[1]!,
  compile: (cell, value): Sql =>
    sql(`${cell.value} BETWEEN ${PARAMETER} AND ${PARAMETER}`, value as number[]),
};

export const NUMBER: readonly Operator[] = [...comparisons, inNumbers, between];

/** PostgreSQL would read a large number as the column's own narrow type, and refuse it. */
const PARAMETER = 'CAST(? AS bigint)';

export function sayNumber(word: string, value: number, saying: Saying): string {
  const form = word === 'over' || word === 'below' ? 'from' : 'plain';
  return saying.text(`query.${word}`, { field: saying.subject, value: numberForm(saying, [value], form) });
}

export function sayBetween([least, greatest]: [number, number], saying: Saying): string {
  return saying.text('query.between', {
    field: saying.subject,
    least: numberForm(saying, [least]),
    greatest: numberForm(saying, [greatest]),
  });
}
