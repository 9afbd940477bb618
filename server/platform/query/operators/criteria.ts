import type { Tree } from '#kernel/schema.ts';
import { quotedList } from '../phrases.ts';
import { allOf, column, constants, FALSE, marks, type Sql, sql, tableAs } from '../sql.ts';
import { listOf, type Operator, textOf } from './operator.ts';

/**
 * Nodes of a tree, by key: `is` and `in` mean those nodes themselves, `under` means them with everything below. The column holds
 * the node's id; keys are looked up once per question, not once per row.
 */

/** A node as `match` gets it. */
export interface HeldNode {
  key: string;
  /** Keys of the nodes above, its own included. */
  above: readonly string[];
}

const isNode: Operator = {
  word: 'is',
  check: (sent) => [textOf(sent)],
  say: (value, saying) =>
    saying.text('query.is', {
      field: saying.subject,
      value: quotedList(saying, names(value, saying.nameOf)),
    }),
  match: (held, value) => (value as string[]).includes((held as HeldNode).key),
  compile: (cell, value) => itself(cell.value, cell.field.tree as Tree, value as string[]),
};

const inNodes: Operator = { ...isNode, word: 'in', check: (sent) => listOf(sent, textOf) };

const under: Operator = {
  word: 'under',
  check: (sent) => listOf(sent, textOf),
  say: (value, saying) =>
    saying.text('query.under', {
      field: saying.subject,
      value: quotedList(saying, names(value, saying.nameOf)),
    }),
  match: (held, value) => (value as string[]).some((key) => (held as HeldNode).above.includes(key)),
  compile: (cell, value) => below(cell.value, cell.field.tree as Tree, value as string[]),
};

export const CRITERIA: readonly Operator[] = [isNode, inNodes, under];

/** Whether a node belongs to the tree at all: sets may share the table of their links. */
export function inTree(value: string, { nodes }: Tree): Sql {
  if (nodes.where === undefined) return sql(`${value} IS NOT NULL`);
  const own = allOf(constants('node', nodes.where));
  return sql(
    `${value} IN (SELECT ${column('node', nodes.id)} FROM ${tableAs(nodes.table, 'node')} WHERE ${own.text})`,
    own.values,
  );
}

function itself(value: string, tree: Tree, keys: readonly string[]): Sql {
  if (keys.length === 0) return FALSE;
  const asked = named(tree, keys);
  return sql(
    `${value} IN (SELECT ${column('node', tree.nodes.id)} FROM ${tableAs(tree.nodes.table, 'node')} WHERE ${asked.text})`,
    asked.values,
  );
}

function below(value: string, tree: Tree, keys: readonly string[]): Sql {
  if (keys.length === 0) return FALSE;
  const { nodes, closure } = tree;
  const asked = named(tree, keys);
  return sql(
    `${value} IN (SELECT ${column('closure', closure.below)} FROM ${tableAs(nodes.table, 'node')} JOIN ${tableAs(closure.table, 'closure')} ON ${column('closure', closure.above)} = ${column('node', nodes.id)} WHERE ${asked.text})`,
    asked.values,
  );
}

function named(tree: Tree, keys: readonly string[]): Sql {
  return allOf([
    ...constants('node', tree.nodes.where),
    sql(`${column('node', tree.nodes.key)} IN ${marks(keys.length)}`, keys),
  ]);
}

function names(value: unknown, nameOf: (key: string) => string): string[] {
  return (value as string[]).map((key) => nameOf(key));
}
