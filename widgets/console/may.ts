import type { Row } from '../kernel/refs.ts';

/** What the server lets one do with a record comes along with it; a verb that is not named is not one's. */
export function may(row: Row | null | undefined, verb: string): boolean {
  return row?.can?.[verb] === true;
}
