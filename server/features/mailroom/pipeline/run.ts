import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { lastSeq } from '#kernel/events.ts';
import { house } from '#kernel/house.ts';
import { bounce } from './bounce.ts';
import { type Draft, newDraft, type ReadArrival, type Step } from './draft.ts';
import { duplicate } from './duplicate.ts';
import { fileDrafts } from './file.ts';
import { kind } from './kind.ts';
import { mailboxes } from './mailboxes.ts';
import { people } from './people.ts';
import { thread } from './thread.ts';

/** What happens to an arrival, in this order. A new step is a file beside these and a line here. */
const STEPS: readonly Step[] = [mailboxes, duplicate, kind, bounce, thread, people];

/** Decides about a batch and writes it, in the running unit of work. */
export async function fileArrivals(arrivals: readonly ReadArrival[]): Promise<void> {
  await fileDrafts(await decided(arrivals));
}

/**
 * The same in a unit of its own, which on SQLite only writes (docs/decisions/0064):
 * 1. the number of the newest event is noted;
 * 2. what the decisions need is looked up outside of the unit, and they are made;
 * 3. in the unit, where nothing has happened since, they hold; else they are made once more, inside.
 * On PostgreSQL events are numbered after their commit, and others write meanwhile: there the whole stands in one transaction.
 */
export async function fileInUnit(arrivals: readonly ReadArrival[]): Promise<void> {
  if (house().db.dialect === 'postgres') return work('mailroom.file', () => fileArrivals(arrivals));
  const newest = await lastSeq();
  const drafts = await decided(arrivals);
  await work('mailroom.file', async () =>
    fileDrafts((await lastSeq()) === newest ? drafts : await decided(arrivals)),
  );
}

/**
 * Drafts with all that was decided about them, made anew for every try; what somebody else has filed meanwhile (a claim that ran out)
 * is left alone.
 */
async function decided(arrivals: readonly ReadArrival[]): Promise<Draft[]> {
  const waiting = await stillWaiting(arrivals);
  const drafts = arrivals.filter((arrival) => waiting.has(arrival.id)).map(newDraft);
  for (const step of STEPS) {
    const found = await step.looks(drafts);
    for (const draft of drafts) step.decides(draft, found);
  }
  return drafts;
}

async function stillWaiting(arrivals: readonly ReadArrival[]): Promise<Set<string>> {
  const rows = (await db()('arrivals')
    .whereIn(
      'id',
      arrivals.map((arrival) => arrival.id),
    )
    .whereNull('filed_at')
    .select('id')) as { id: string }[];
  return new Set(rows.map((row) => row.id));
}
