import { knexSnakeCaseMappers } from 'objection';

/** Code says `givenName`, tables say `given_name`; both drivers translate at the edge. Raw SQL uses the tables' names. */
export function snakeCaseMappers(): ReturnType<typeof knexSnakeCaseMappers> {
  return knexSnakeCaseMappers();
}

const columns = new Map<string, string>();
/** Column of a key, for raw SQL: `givenName` → `given_name`. */
export function columnOf(key: string): string {
  let column = columns.get(key);
  if (column === undefined) {
    column = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
    columns.set(key, column);
  }
  return column;
}
