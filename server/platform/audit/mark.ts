import type { Actor } from '#kernel/actor.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { type Change, wakeAfterCommit } from '#kernel/db/unit.ts';
import { newId } from '#kernel/ids.ts';
import type { MarkEntry } from '#kernel/seams.ts';
import { type Entry, rowOf, sealed } from './entry.ts';

/** Writes down who did what, in the transaction of the doing: one entry per changed row, or one for a command that changed none. */

/** A command inside of another has written its own changes down already. */
const marked = new WeakSet<Change>();

/** What every row has and its entry says anyway. */
const UNTOLD = new Set(['id', 'version', 'createdAt', 'updatedAt']);

export async function mark({ actor, command, at, changes }: MarkEntry): Promise<void> {
  const fresh = changes.filter((change) => !marked.has(change));
  const entries =
    fresh.length === 0
      ? [entryFor(actor, command, at)]
      : fresh.map((change) => entryFor(actor, command, at, change));
  const rows = entries.map((entry) => ({ ...rowOf(entry), linked: null }));
  await putRows('audit_entries', rows);
  for (const change of fresh) marked.add(change);
  wakeAfterCommit('audit');
}

function entryFor(actor: Actor, command: string, at: string, change?: Change): Entry {
  return sealed({
    id: newId(),
    at,
    actorId: actor.userId,
    actorKind: actor.kind,
    actorName: actor.name,
    fromAddress: actor.from ?? null,
    via: actor.via ?? null,
    requestId: actor.requestId ?? null,
    command,
    entity: change?.entity ?? null,
    recordId: change?.id ?? null,
    before: told(change?.before),
    after: told(change?.after, change?.before === null),
  });
}

/** Of a new row only what it has. Digests and columns are made of a value's JSON, as it will be read back. */
function told(
  side: Record<string, unknown> | null | undefined,
  made = false,
): Record<string, unknown> | null {
  if (side === null || side === undefined) return null;
  const kept = Object.entries(side).filter(
    ([key, value]) => !UNTOLD.has(key) && value !== undefined && !(made && value === null),
  );
  return Object.fromEntries(kept);
}
