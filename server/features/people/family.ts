import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { applyScope } from '#platform/access/policy.ts';

/** The whole family of an organisation: from the highest one above it that the asker may see, downwards. */

export interface FamilyMember {
  id: string;
  entity: 'organisation';
  label: string;
  /** Id of the one directly above; null for the highest. */
  parent: string | null;
}

export interface Family {
  items: FamilyMember[];
  /** There are more below than are told. */
  more: boolean;
}

interface Row {
  id: string;
  name: string;
  parentId: string | null;
}

/** More boxes than this are no picture. */
const MOST = 300;
const DEEPEST = 30;

/** Members level by level, each level in the order of the actor's language. Empty where there is no such organisation to see. */
export async function familyOf(id: string, actor: Actor): Promise<Family> {
  const [self] = await rowsBy('id', [id], actor);
  if (self === undefined) return { items: [], more: false };
  const line = await lineUp(self, actor);
  const top = line.at(-1) as Row;
  const found = new Map<string, Row>([[top.id, top]]);
  let level = [top.id];
  for (let depth = 0; level.length > 0 && found.size <= MOST && depth < DEEPEST; depth++) {
    const below = (await rowsBy('parent_id', level, actor)).filter((row) => !found.has(row.id));
    for (const row of below) found.set(row.id, row);
    level = below.map((row) => row.id);
  }
  const told = new Map([...found].slice(0, MOST));
  // The one who is asked about hangs on its line, however large the family is.
  for (const row of line.toReversed()) told.set(row.id, row);
  const items = [...told.values()].map((row) => ({
    id: row.id,
    entity: 'organisation' as const,
    label: row.name,
    parent: row.id === top.id ? null : row.parentId,
  }));
  return { items, more: found.size > MOST };
}

/** Itself, the one above it, and so on, as far as they may be seen. */
async function lineUp(self: Row, actor: Actor): Promise<Row[]> {
  const line = [self];
  for (let top = self; top.parentId !== null && line.length < DEEPEST; ) {
    const [above] = await rowsBy('id', [top.parentId], actor);
    if (above === undefined || line.includes(above)) break;
    line.push(above);
    top = above;
  }
  return line;
}

async function rowsBy(column: 'id' | 'parent_id', values: readonly string[], actor: Actor): Promise<Row[]> {
  const query = db()('organisations')
    .whereIn(`organisations.${column}`, [...values])
    .whereNull('organisations.closed_at')
    .orderBy(`organisations.name_sort_${actor.language}`)
    .limit(MOST + 1)
    .select('organisations.id', 'organisations.name', 'organisations.parent_id');
  applyScope(query, actor, 'organisation', 'organisations');
  return (await query) as Row[];
}
