import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';

/**
 * The closure of the criteria trees: one row per node and node above it, itself included with depth 0. Written in the unit that
 * changes the tree, so that "under" is never wrong for a moment.
 */

interface Step {
  ancestorId: string;
  descendantId: string;
  depth: number;
}

/** Enters a new node below another, or at the top. */
export async function placeBelow(id: string, parentId: string | null): Promise<void> {
  const above = parentId === null ? [] : await stepsUp(parentId);
  await write([
    { ancestorId: id, descendantId: id, depth: 0 },
    ...above.map((step) => ({ ancestorId: step.ancestorId, descendantId: id, depth: step.depth + 1 })),
  ]);
}

/** Moves a node with everything below it. Throws Fault `invalid` where the new place lies below the node itself. */
export async function moveBelow(id: string, parentId: string | null): Promise<void> {
  const within = (await db()('criteria_closure')
    .where({ ancestorId: id })
    .select('descendant_id', 'depth')) as Step[];
  const ids = within.map((step) => step.descendantId);
  if (parentId !== null && ids.includes(parentId))
    throw Fault.invalidAt('parent', 'circle', 'the new place lies below this criterion itself');
  for (let from = 0; from < ids.length; from += 400)
    await db()('criteria_closure')
      .whereIn('descendant_id', ids.slice(from, from + 400))
      .whereNotIn('ancestor_id', db()('criteria_closure').where({ ancestorId: id }).select('descendant_id'))
      .delete();
  const above = parentId === null ? [] : await stepsUp(parentId);
  await write(
    above.flatMap((up) =>
      within.map((down) => ({
        ancestorId: up.ancestorId,
        descendantId: down.descendantId,
        depth: up.depth + down.depth + 1,
      })),
    ),
  );
}

/** Ids of a node and of everything below it. */
export async function belowOf(id: string): Promise<string[]> {
  const rows = (await db()('criteria_closure').where({ ancestorId: id }).select('descendant_id')) as Step[];
  return rows.map((row) => row.descendantId);
}

async function stepsUp(id: string): Promise<Step[]> {
  return (await db()('criteria_closure')
    .where({ descendantId: id })
    .select('ancestor_id', 'depth')) as Step[];
}

async function write(steps: readonly Step[]): Promise<void> {
  for (let from = 0; from < steps.length; from += 200)
    await db()('criteria_closure').insert(steps.slice(from, from + 200));
}
