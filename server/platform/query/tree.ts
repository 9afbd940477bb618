/**
 * The query tree as it travels: in addresses, saved groups, rules and policies. `check` turns it into a Meaning, which `say`,
 * `match` and `compile` read. Laws: docs/decisions/0010.
 *
 *   { of: 'person', where: { all: [
 *     { field: 'age', over: 35 },
 *     { some: 'positions', all: [
 *       { field: 'title', is: 'General Manager' },
 *       { field: 'organisation.sector', under: 'food' } ] } ] } }
 */

export interface Query {
  /** Entity that is asked for. */
  of: string;
  /** Everything where absent. */
  where?: Node;
  /** The day (`YYYY-MM-DD`) on which it is asked; today in the asker's zone where absent. */
  asOf?: string;
}

export type Node = AllNode | AnyNode | NotNode | RelationNode | FieldNode;

/** All hold; true where empty. */
export interface AllNode {
  all: readonly Node[];
}

/** At least one holds; false where empty. */
export interface AnyNode {
  any: readonly Node[];
}

export interface NotNode {
  not: Node;
}

/**
 * Over the rows of a relation: `some` (at least one, or `atLeast`/`atMost` so many), `none`, `every` (true where there are none).
 * At most one of `all`, `any`, `not` says which rows are meant; every row where absent.
 */
export interface RelationNode {
  some?: string;
  none?: string;
  every?: string;
  all?: readonly Node[];
  any?: readonly Node[];
  not?: Node;
  /** With `some`: this many rows or more. */
  atLeast?: number;
  /** With `some`: this many rows or fewer; none at all is few too. */
  atMost?: number;
  /** With `some`: the sum of a number over the rows; the sum of nothing is 0. */
  sum?: SumNode;
  /** Dated rows of any day, instead of those valid on the asked day. */
  ever?: true;
}

/** `{ field: 'amount', over: 1000 }`, with the operators of numbers. */
export interface SumNode {
  field: string;
  [operator: string]: unknown;
}

/** `{ field: 'organisation.sector', under: 'food' }`: a path over relations to one, and exactly one operator of its type. */
export interface FieldNode {
  field: string;
  [operator: string]: unknown;
}
