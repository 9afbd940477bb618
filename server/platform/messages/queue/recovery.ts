import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { endDispatches } from '../dispatches.ts';
import { LEASE_MS } from './claims.ts';

/**
 * Claims of processes that died or froze. What was being sent may have arrived; nobody can tell. Correspondence is sent again,
 * with the same Message-ID, and its attempt says so; of mail to many nothing is sent twice: it becomes `unknown`.
 */

const SENT_AGAIN =
  'The process ended before the answer was written down. The mail may have arrived; it is sent again with the same Message-ID.';
const NOT_AGAIN =
  'The process ended before the answer was written down. The mail may have arrived; it is not sent again.';

/** Frees what no living process holds, without those under way here. Returns how many. */
export async function freeStaleClaims(underWay: ReadonlySet<string>): Promise<number> {
  const stale = await staleClaims(underWay);
  if (stale.length === 0) return 0;
  return work('messages.freeStaleClaims', async () => {
    const ids = stale.map((row) => row.id);
    const at = moment(now());
    // Whoever was faster has changed the lock.
    const rows = (await db()('recipients')
      .whereIn('id', ids)
      .where({ state: 'sending' })
      .whereIn('locked_at', [...new Set(stale.map((row) => row.lockedAt))])
      .select('id', 'message_id', 'bulk')) as { id: string; messageId: string; bulk: boolean | number }[];
    for (const bulk of [false, true]) {
      const some = rows.filter((row) => Boolean(row.bulk) === bulk).map((row) => row.id);
      if (some.length === 0) continue;
      const says = bulk ? NOT_AGAIN : SENT_AGAIN;
      await db()('attempts')
        .whereIn('recipient_id', some)
        .where({ outcome: 'sending' })
        .update({ outcome: 'unknown', reply: says });
      await db()('recipients')
        .whereIn('id', some)
        .update({
          state: bulk ? 'unknown' : 'queued',
          reason: bulk ? says : null,
          lockedBy: null,
          lockedAt: null,
          updatedAt: at,
        })
        .increment('version', 1);
    }
    await endDispatches(rows.filter((row) => Boolean(row.bulk)).map((row) => row.messageId));
    return rows.length;
  });
}

interface StaleRow {
  id: string;
  lockedBy: string;
  lockedAt: string;
}

async function staleClaims(underWay: ReadonlySet<string>): Promise<StaleRow[]> {
  const over = moment(now().getTime() - LEASE_MS);
  const rows = (await db()('recipients')
    .where({ state: 'sending' })
    .orderBy('locked_at')
    .limit(2000)
    .select('id', 'locked_by', 'locked_at')) as StaleRow[];
  return rows.filter((row) => {
    if (row.lockedBy === house().node) return !underWay.has(row.id) && row.lockedAt < over;
    return row.lockedAt < over || isDeadHere(row.lockedBy);
  });
}

/** Nodes that live in this process: tests open several houses. */
const LIVING = new Set<string>();

export function nodeLives(node: string): void {
  LIVING.add(node);
}

export function nodeEnds(node: string): void {
  LIVING.delete(node);
}

/**
 * Whether a node (`host.pid.chance`) is gone, so that nobody has to wait for its lease. Only with the embedded database, whose
 * processes are all on one machine; several machines may share a name.
 */
function isDeadHere(node: string): boolean {
  if (house().db.dialect !== 'sqlite') return false;
  const pid = Number(node.split('.').at(-2));
  if (!Number.isInteger(pid)) return false;
  if (pid === process.pid) return !LIVING.has(node);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
