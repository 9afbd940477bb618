import type { Actor } from '#kernel/actor.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { type Change, wakeAfterCommit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { MarkEntry } from '#kernel/seams.ts';
import { type Entry, rowOf, sealed } from './entry.ts';
import { linkingOf } from './linking.ts';

/**
 * Writes down who did what, in the transaction of the doing: one entry per changed row, or one for a command that changed none. Where
 * there are many, the engine writes some while the next are sealed, and on SQLite they are linked at once.
 */

/** Entries that are written by one statement. */
const AT_ONCE = 50;

/** A command inside of another has written its own changes down already. */
const marked = new WeakSet<Change>();

/** What every row has and its entry says anyway. */
const UNTOLD = new Set(['id', 'version', 'createdAt', 'updatedAt']);

export async function mark({ actor, command, at, changes }: MarkEntry): Promise<void> {
  const fresh = changes.filter((change) => !marked.has(change));
  const list: readonly (Change | undefined)[] = fresh.length === 0 ? [undefined] : fresh;
  const linking = await linkingOf(fresh.length);
  let writing = Promise.resolve();
  for (let from = 0; from < list.length; from += AT_ONCE) {
    const entries = list.slice(from, from + AT_ONCE).map((change) => entryFor(actor, command, at, change));
    for (const entry of entries) linking?.add(entry);
    const rows = entries.map((entry) => ({ ...rowOf(entry), linked: linking === null ? null : 1 }));
    await writing;
    writing = putRows('audit_entries', rows);
  }
  await writing;
  if (linking !== null && !(await linking.end()))
    throw Fault.later('audit.headMoved', 'The database is busy: nothing was changed. Try again in a moment.');
  for (const change of fresh) marked.add(change);
  if (linking === null) wakeAfterCommit('audit');
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
