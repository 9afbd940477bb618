import { db } from '#kernel/db/unit.ts';
import { bounce } from './bounce.ts';
import { newDraft, type ReadArrival, type Step } from './draft.ts';
import { duplicate } from './duplicate.ts';
import { fileDrafts } from './file.ts';
import { kind } from './kind.ts';
import { mailboxes } from './mailboxes.ts';
import { people } from './people.ts';
import { thread } from './thread.ts';

/** What happens to an arrival, in this order. A new step is a file beside these and a line here. */
const STEPS: readonly Step[] = [mailboxes, duplicate, kind, bounce, thread, people];

/**
 * Decides about a batch and writes it, in the running unit of work. May run twice: drafts are made anew, and what somebody else has
 * filed meanwhile (a claim that ran out) is left alone.
 */
export async function fileArrivals(arrivals: readonly ReadArrival[]): Promise<void> {
  const waiting = await stillWaiting(arrivals);
  const drafts = arrivals.filter((arrival) => waiting.has(arrival.id)).map(newDraft);
  for (const step of STEPS) {
    const found = await step.looks(drafts);
    for (const draft of drafts) step.decides(draft, found);
  }
  await fileDrafts(drafts);
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
