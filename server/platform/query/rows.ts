import { rowKey } from '#kernel/schema.ts';
import type { Asking } from './asking.ts';
import type { CountMeasure, Measure, SumMeasure } from './meaning.ts';
import { allOf, column, exists, notTrue, type Sql, sql, tableAs } from './sql.ts';

/** Rows of another table that belong to a record: theirs is the column that holds its id. */
export interface Rows {
  table: string;
  /** Alias of that table. */
  at: string;
  /** Row key of the column with the record's id. */
  owner: string;
  /** Alias of the record's own table. */
  alias: string;
  /** Which of them are meant. */
  conditions: readonly Sql[];
}

/**
 * There is such a row; or there is none. `gather`: found first, all at once; else looked for around each record. Either is never
 * unknown, since a record always has an id.
 */
export function belonging(rows: Rows, gather: boolean, negated: boolean): Sql {
  const { table, at, owner, alias, conditions } = rows;
  const [mine, id] = [column(at, owner), column(alias, 'id')];
  if (!gather) return exists(table, at, [sql(`${mine} = ${id}`), ...conditions], negated);
  const chosen = allOf(negated ? [sql(`${mine} IS NOT NULL`), ...conditions] : conditions);
  return sql(
    `${id} ${negated ? 'NOT IN' : 'IN'} (SELECT ${mine} FROM ${tableAs(table, at)} WHERE ${chosen.text})`,
    chosen.values,
  );
}

/** Counts or sums them, and compares. */
export function measured(measure: Measure, rows: Rows, gather: boolean, asking: Asking): Sql {
  return measure.kind === 'count' ? counted(measure, rows, gather) : summed(measure, rows, gather, asking);
}

function counted({ atLeast, atMost }: CountMeasure, rows: Rows, gather: boolean): Sql {
  const bounds: Sql[] = [];
  const bound = (sign: string, count: number, ofNothing: boolean) =>
    bounds.push(
      compared(
        rows,
        'COUNT(*)',
        (total) => sql(`${total} ${sign} CAST(? AS bigint)`, [count]),
        ofNothing,
        gather,
      ),
    );
  if (atLeast !== null && atLeast > 0) bound('>=', atLeast, false);
  if (atMost !== null) bound('<=', atMost, true);
  return allOf(bounds);
}

/** The sum of nothing is 0. */
function summed({ field, operator, value }: SumMeasure, rows: Rows, gather: boolean, asking: Asking): Sql {
  const ofNothing = operator.match(0, value, { field, asking, row: {} });
  const sum = `COALESCE(SUM(${column(rows.at, rowKey(field))}), 0)`;
  const fits = (total: string) => operator.compile({ field, value: total, at: () => total }, value, asking);
  return compared(rows, sum, fits, ofNothing, gather);
}

/**
 * Records for whose rows, taken together, something holds. Where it holds for no rows too (`ofNothing`), they are found by leaving
 * out the others.
 */
function compared(
  { table, at, owner, alias, conditions }: Rows,
  total: string,
  fits: (total: string) => Sql,
  ofNothing: boolean,
  gather: boolean,
): Sql {
  const [mine, id, from] = [column(at, owner), column(alias, 'id'), tableAs(table, at)];
  if (!gather) {
    const own = allOf([sql(`${mine} = ${id}`), ...conditions]);
    const whole = `(SELECT ${total} FROM ${from} WHERE ${own.text})`;
    const holds = fits(whole);
    // An operator names the number once, or not at all where it can hold of none (`in: []`).
    return sql(holds.text, holds.text.includes(whole) ? [...own.values, ...holds.values] : holds.values);
  }
  const chosen = allOf([sql(`${mine} IS NOT NULL`), ...conditions]);
  const holds = ofNothing ? notTrue(fits(total)) : fits(total);
  return sql(
    `${id} ${ofNothing ? 'NOT IN' : 'IN'} (SELECT ${mine} FROM ${from} WHERE ${chosen.text} GROUP BY ${mine} HAVING ${holds.text})`,
    [...chosen.values, ...holds.values],
  );
}
