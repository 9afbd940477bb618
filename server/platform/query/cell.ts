import type { Field } from '#kernel/schema.ts';
import { inTree } from './operators/criteria.ts';
import type { Cell } from './operators/operator.ts';
import { column, type Sql, sql } from './sql.ts';

/** Where the value of a field rests, under an alias. */
export function cellOf(alias: string, field: Field, valueKey: string): Cell {
  return { field, value: column(alias, valueKey), at: (key) => column(alias, key) };
}

/** An empty text is a missing one. */
export function isThere({ field, value }: Cell): Sql {
  if (field.tree !== undefined) return inTree(value, field.tree);
  return sql(field.type.stored === 'text' ? `${value} <> ''` : `${value} IS NOT NULL`);
}
