import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { tokenHash } from '#kernel/secrets.ts';

/**
 * Counts tries of strangers, in the database, so that a restart or a second machine forgets nothing. A try is counted before it
 * is looked at: a hundred at once are a hundred, not one.
 */
export interface Turn {
  /** `account`, `address`, … */
  kind: string;
  /** Who or where; stored hashed. */
  of: string;
  /** Tries within the window. */
  most: number;
}

export const WINDOW_MS = 15 * 60 * 1000;

interface Row {
  key: string;
  count: number;
  since: string;
}

/** Takes one turn of each; throws Fault `limited` with the seconds to wait where one is used up, and counts nothing then. */
export async function takeTurn(turns: readonly Turn[]): Promise<void> {
  await work('access.countTry', async () => {
    const at = now();
    const keys = turns.map(keyOf);
    const rows = (await db()('throttles').whereIn('key', keys).select('key', 'count', 'since')) as Row[];
    const running = rows.filter((row) => Date.parse(row.since) + WINDOW_MS > at.getTime());
    for (const turn of turns) {
      const row = running.find((each) => each.key === keyOf(turn));
      if (row === undefined || row.count < turn.most) continue;
      const seconds = Math.ceil((Date.parse(row.since) + WINDOW_MS - at.getTime()) / 1000);
      throw Fault.limited(
        'session.throttled',
        `Too many tries. Wait ${Math.ceil(seconds / 60)} minutes, then try again.`,
        { retryAfter: seconds },
      );
    }
    for (const key of keys) {
      const row = running.find((each) => each.key === key);
      const next = { key, count: (row?.count ?? 0) + 1, since: row?.since ?? moment(at) };
      await db()('throttles').insert(next).onConflict('key').merge();
    }
  });
}

/** Forgets the tries of an account, after it was signed in to or got a new password. In a unit of work. */
export async function forgetTries(kind: string, of: string): Promise<void> {
  await db()('throttles')
    .where({ key: keyOf({ kind, of, most: 0 }) })
    .delete();
}

function keyOf(turn: Turn): string {
  return `${turn.kind}:${tokenHash(turn.of)}`;
}
