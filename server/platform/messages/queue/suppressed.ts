import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import type { Suppression } from '../model.ts';
import type { Claimed } from './claims.ts';

/** Reasons that bind a letter a person writes, too; the others are about mail to many. */
const BINDS_ALL = new Set(['erased', 'blocked']);
/** Refusals of one purpose: they bind the letters that have it. */
const REFUSED = 'refused-';

/** Skips claimed recipients that may not be written to any more; gives the others. In the unit that claimed them. */
export async function skipSuppressed(claimed: readonly Claimed[]): Promise<Claimed[]> {
  if (claimed.length === 0) return [];
  const addresses = [...new Set(claimed.map((each) => each.address.toLowerCase()))];
  const rows = (await db()('suppressions')
    .whereIn('address', addresses)
    .select('address', 'channel', 'reason')) as Pick<Suppression, 'address' | 'channel' | 'reason'>[];
  if (rows.length === 0) return [...claimed];
  const purposes = await purposesOf(claimed);
  const binds = (reason: string, each: Claimed) =>
    BINDS_ALL.has(reason) ||
    (each.bulk &&
      (!reason.startsWith(REFUSED) ||
        reason === `${REFUSED}${purposes.get(each.messageId) ?? 'commercial'}`));
  const bound = (each: Claimed) =>
    rows.find(
      (row) =>
        row.address === each.address.toLowerCase() && row.channel === each.channel && binds(row.reason, each),
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

async function purposesOf(claimed: readonly Claimed[]): Promise<Map<string, string>> {
  const ids = [...new Set(claimed.filter((each) => each.bulk).map((each) => each.messageId))];
  if (ids.length === 0) return new Map();
  const rows = (await db()('dispatches').whereIn('message_id', ids).select('message_id', 'purpose')) as {
    messageId: string;
    purpose: string;
  }[];
  return new Map(rows.map((row) => [row.messageId, row.purpose]));
}
