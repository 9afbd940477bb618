import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import type { Suppression } from '../model.ts';
import type { Claimed } from './claims.ts';

/** Reasons that bind a letter a person writes, too; the others are about mail to many. */
const BINDS_ALL = new Set(['erased', 'blocked']);

/** Skips claimed recipients that may not be written to any more; gives the others. In the unit that claimed them. */
export async function skipSuppressed(claimed: readonly Claimed[]): Promise<Claimed[]> {
  if (claimed.length === 0) return [];
  const addresses = [...new Set(claimed.map((each) => each.address.toLowerCase()))];
  const rows = (await db()('suppressions')
    .whereIn('address', addresses)
    .select('address', 'channel', 'reason')) as Pick<Suppression, 'address' | 'channel' | 'reason'>[];
  if (rows.length === 0) return [...claimed];
  const bound = (each: Claimed) =>
    rows.find(
      (row) =>
        row.address === each.address.toLowerCase() &&
        row.channel === each.channel &&
        (each.bulk || BINDS_ALL.has(row.reason)),
    );
  for (const each of claimed) {
    const row = bound(each);
    if (row === undefined) continue;
    await db()('recipients')
      .where({ id: each.id })
      .update({
        state: 'skipped',
        reason: row.reason,
        attempts: each.attempts - 1,
        lockedBy: null,
        lockedAt: null,
        updatedAt: moment(now()),
      })
      .increment('version', 1);
  }
  return claimed.filter((each) => bound(each) === undefined);
}
