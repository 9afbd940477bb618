/**
 * Many rows in one statement, in SQL that both engines read. On this path a statement built by hand costs half of what a
 * built query does, and every mail of a letter passes here.
 */

/** Rows per statement: few lengths occur, and the bound values stay below the engines' limits. */
const ROWS = 200;

export function groupsOf<T>(all: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (let from = 0; from < all.length; from += ROWS) groups.push(all.slice(from, from + ROWS));
  return groups;
}

/** The places of one row (`(?, ?)`), for so many rows. */
export function places(rows: number, row: string): string {
  return Array<string>(rows).fill(row).join(', ');
}
