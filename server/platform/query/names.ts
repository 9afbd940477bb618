import { db } from '#kernel/db/unit.ts';
import type { Label, Tree } from '#kernel/schema.ts';
import type { Meaning } from './meaning.ts';

/** What a question names by id or key, so that its sentence can call it by name. */
export interface Named {
  /** Records, for whoever may name them. */
  records: { entity: string; id: string }[];
  /** Names of the nodes of sets, by `criteria:<set>:<key>`. Sets are known to everybody. */
  nodeNames(): Promise<Map<string, Label>>;
}

export function namesIn(meaning: Meaning): Named {
  const records: Named['records'] = [];
  const nodes = new Map<string, { tree: Tree; keys: Set<string> }>();
  walk(meaning, ({ field, value }) => {
    if (field.type.name === 'reference')
      for (const said of [value].flat() as { entity: string | null; id: string | null }[])
        if (said.id !== null) records.push({ entity: said.entity ?? field.of?.[0] ?? '', id: said.id });
    if (field.tree === undefined) return;
    const set = field.of?.[0] ?? '';
    const named = nodes.get(set) ?? { tree: field.tree, keys: new Set<string>() };
    for (const key of value as string[]) named.keys.add(key);
    nodes.set(set, named);
  });
  return { records, nodeNames: () => nodeNames(nodes) };
}

function walk(meaning: Meaning, found: (field: Extract<Meaning, { kind: 'field' }>) => void): void {
  if (meaning.kind === 'all' || meaning.kind === 'any') for (const part of meaning.parts) walk(part, found);
  else if (meaning.kind === 'not') walk(meaning.part, found);
  else if (meaning.kind === 'rows' && meaning.which !== null) walk(meaning.which, found);
  else if (meaning.kind === 'field') found(meaning);
}

async function nodeNames(
  sets: ReadonlyMap<string, { tree: Tree; keys: ReadonlySet<string> }>,
): Promise<Map<string, Label>> {
  const found = new Map<string, Label>();
  for (const [set, { tree, keys }] of sets) {
    const { table, key, name, names, where } = tree.nodes;
    if (name === undefined) continue;
    const rows = (await db()(table)
      .where(where ?? {})
      .whereIn(key, [...keys])
      .select(names === undefined ? { key, name } : { key, name, names })) as NodeRow[];
    for (const row of rows) found.set(`criteria:${set}:${row.key}`, labelOf(row));
  }
  return found;
}

interface NodeRow {
  key: string;
  name: string;
  names?: string | null;
}

function labelOf({ name, names }: NodeRow): Label {
  return names == null ? { tr: name, pl: name, en: name } : (JSON.parse(names) as Label);
}
