import { columnOf } from '#kernel/db/names.ts';

/** A piece of SQL with the values of its question marks. Values are never written into the text. */
export interface Sql {
  text: string;
  values: readonly unknown[];
}

/** `sql('a.x > ?', [3])` */
export function sql(text: string, values: readonly unknown[] = []): Sql {
  return { text, values };
}

export const TRUE: Sql = sql('1 = 1');
export const FALSE: Sql = sql('1 = 0');

/** Holds where all hold. */
export function allOf(parts: readonly Sql[]): Sql {
  return joined(parts, ' AND ', TRUE);
}

/** Holds where one holds. */
export function anyOf(parts: readonly Sql[]): Sql {
  return joined(parts, ' OR ', FALSE);
}

function joined(parts: readonly Sql[], word: string, empty: Sql): Sql {
  const [first] = parts;
  if (first === undefined) return empty;
  if (parts.length === 1) return first;
  return sql(
    `(${parts.map((part) => part.text).join(word)})`,
    parts.flatMap((part) => part.values),
  );
}

/** `(?, ?, ?)` for so many values. */
export function marks(count: number): string {
  return `(${Array.from({ length: count }, () => '?').join(', ')})`;
}

/** A column of a table or alias, quoted: `column('t1', 'givenName')` gives `"t1"."given_name"`. */
export function column(alias: string, rowKey: string): string {
  return `"${alias}"."${columnOf(rowKey)}"`;
}

/** A table under an alias, for FROM. */
export function tableAs(table: string, alias: string): string {
  return `"${table}" AS "${alias}"`;
}

/** `"t1"."card_entity" = ? AND …` for constants of a link or relation. */
export function constants(alias: string, where: Record<string, string> | undefined): Sql[] {
  return Object.entries(where ?? {}).map(([key, value]) => sql(`${column(alias, key)} = ?`, [value]));
}

/** Valid on a day: both ends included, an open end is for ever. */
export function validOn(alias: string, dated: { from: string; until: string }, day: string): Sql[] {
  const from = column(alias, dated.from);
  const until = column(alias, dated.until);
  return [sql(`(${from} IS NULL OR ${from} <= ?)`, [day]), sql(`(${until} IS NULL OR ${until} >= ?)`, [day])];
}

/** There is a row of a table for which all conditions hold; or there is none. Never unknown. */
export function exists(table: string, at: string, conditions: readonly Sql[], negated: boolean): Sql {
  const chosen = allOf(conditions);
  return sql(
    `${negated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${tableAs(table, at)} WHERE ${chosen.text})`,
    chosen.values,
  );
}

/** What is unknown is not true. */
export function notTrue(condition: Sql): Sql {
  return sql(`(${condition.text}) IS NOT TRUE`, condition.values);
}
