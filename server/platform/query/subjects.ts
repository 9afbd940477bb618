import { db } from '#kernel/db/unit.ts';
import type { Entity, Field, Link, Tree } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import type { HeldValue, Subject } from './match.ts';
import type { Hop, Meaning } from './meaning.ts';
import type { HeldNode } from './operators/criteria.ts';

/**
 * Loads what `match` needs of records to judge a meaning: exactly the relations, values and trees that it looks at, in one read
 * for each step, however many records there are.
 */
export async function loadSubjects(
  of: Entity,
  ids: readonly string[],
  meaning: Meaning,
): Promise<Map<string, Subject>> {
  const rows = await rowsBy(of.table, 'id', ids);
  await fill(of, rows, needsOf(meaning, emptyNeeds()));
  return new Map(rows.map((row) => [row.id as string, row]));
}

type Row = Record<string, unknown>;

interface Needs {
  /** Fields whose values rest beside the row, by key. */
  fields: Map<string, Field>;
  /** What is looked at through a relation, by its key. */
  relations: Map<string, Hop & { needs: Needs }>;
}

function emptyNeeds(): Needs {
  return { fields: new Map(), relations: new Map() };
}

function needsOf(meaning: Meaning, needs: Needs): Needs {
  switch (meaning.kind) {
    case 'all':
    case 'any':
      for (const part of meaning.parts) needsOf(part, needs);
      return needs;
    case 'not':
      return needsOf(meaning.part, needs);
    case 'rows': {
      const further = through(needs, meaning);
      if (meaning.which !== null) needsOf(meaning.which, further);
      return needs;
    }
    case 'field':
    case 'known': {
      const last = meaning.hops.reduce(through, needs);
      if (meaning.field.link !== undefined || meaning.field.tree !== undefined)
        last.fields.set(meaning.field.key, meaning.field);
      return needs;
    }
  }
}

function through(needs: Needs, { relation, target }: Hop): Needs {
  let further = needs.relations.get(relation.key);
  if (further === undefined) {
    further = { relation, target, needs: emptyNeeds() };
    needs.relations.set(relation.key, further);
  }
  return further.needs;
}

async function fill(entity: Entity, rows: Row[], needs: Needs): Promise<void> {
  for (const row of rows) readTruths(entity, row);
  for (const field of needs.fields.values()) await fillValues(field, rows);
  for (const { relation, target, needs: further } of needs.relations.values()) {
    const { link } = relation;
    const here = 'many' in link ? 'id' : link.one;
    const there = 'many' in link ? link.many : 'id';
    const others = await rowsBy(
      target.table,
      there,
      rows.map((row) => row[here] as string),
      'many' in link ? link.where : undefined,
    );
    await fill(target, others, further);
    const grouped = Map.groupBy(others, (other) => other[there]);
    for (const row of rows)
      row[relation.key] =
        'many' in link ? (grouped.get(row.id) ?? []) : (grouped.get(row[here])?.[0] ?? null);
  }
}

/** SQLite has no truth values of its own. */
function readTruths(entity: Entity, row: Row): void {
  for (const field of entity.fields) {
    const key = rowKey(field);
    if (field.type.stored === 'boolean' && typeof row[key] === 'number') row[key] = row[key] !== 0;
  }
}

async function fillValues(field: Field, rows: Row[]): Promise<void> {
  if (field.link === undefined) {
    const nodes = await nodesOf(
      field.tree as Tree,
      rows.map((row) => row[rowKey(field)] as string),
    );
    for (const row of rows) row[field.key] = nodes.get(row[rowKey(field)] as string) ?? null;
    return;
  }
  const link: Link = field.link;
  const held = await rowsBy(
    link.table,
    link.owner,
    rows.map((row) => row.id as string),
    link.where,
  );
  const nodes =
    field.tree === undefined
      ? null
      : await nodesOf(
          field.tree,
          held.map((each) => each[link.value] as string),
        );
  const valueOf = (each: Row): HeldValue => ({
    value: nodes === null ? each[link.value] : (nodes.get(each[link.value] as string) ?? null),
    from: link.dated === undefined ? null : (each[link.dated.from] as string | null),
    until: link.dated === undefined ? null : (each[link.dated.until] as string | null),
  });
  const grouped = Map.groupBy(held, (each) => each[link.owner]);
  for (const row of rows) row[field.key] = (grouped.get(row.id) ?? []).map(valueOf);
}

/** Nodes by id, with the keys above them. */
async function nodesOf(tree: Tree, ids: readonly string[]): Promise<Map<string, HeldNode>> {
  const { nodes, closure } = tree;
  const found = await rowsBy(nodes.table, nodes.id, ids, nodes.where);
  const steps = await rowsBy(
    closure.table,
    closure.below,
    found.map((node) => node[nodes.id] as string),
  );
  const above = await rowsBy(
    nodes.table,
    nodes.id,
    steps.map((step) => step[closure.above] as string),
  );
  const keys = new Map(above.map((node) => [node[nodes.id], node[nodes.key] as string]));
  const grouped = Map.groupBy(steps, (step) => step[closure.below]);
  return new Map(
    found.map((node) => {
      const over = (grouped.get(node[nodes.id]) ?? []).map((step) => keys.get(step[closure.above]) as string);
      return [node[nodes.id] as string, { key: node[nodes.key] as string, above: over }];
    }),
  );
}

const CHUNK = 500;

async function rowsBy(
  table: string,
  key: string,
  values: readonly (string | null | undefined)[],
  where: Record<string, string> = {},
): Promise<Row[]> {
  const asked = [...new Set(values.filter((value) => value != null))];
  const rows: Row[] = [];
  for (let from = 0; from < asked.length; from += CHUNK)
    rows.push(
      ...((await db()(table)
        .where(where)
        .whereIn(key, asked.slice(from, from + CHUNK))
        .select()) as Row[]),
    );
  return rows;
}
