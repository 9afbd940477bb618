import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';

/**
 * What may not be sent to an address any more, mirrored from where it was said, so that the queue never has to ask: it is looked at
 * when a recipient is claimed, and what waits is skipped.
 */

/** `refused-commercial` and `refused-service` bind letters of that purpose; `erased` and `blocked` bind everything. */
export type SuppressionReason = 'refused-commercial' | 'refused-service' | 'erased' | 'blocked';

export async function suppress(
  channel: string,
  addresses: readonly string[],
  reason: SuppressionReason,
  evidence: string,
): Promise<void> {
  const at = moment(now());
  const rows = [...new Set(addresses.map((each) => each.toLowerCase()))].map((address) => ({
    id: newId(),
    address,
    channel,
    reason,
    evidence,
    at,
  }));
  for (let from = 0; from < rows.length; from += 50)
    await db()('suppressions')
      .insert(rows.slice(from, from + 50))
      .onConflict(['address', 'channel', 'reason'])
      .ignore();
}

export async function liftSuppression(
  channel: string,
  addresses: readonly string[],
  reason: SuppressionReason,
): Promise<void> {
  const lower = [...new Set(addresses.map((each) => each.toLowerCase()))];
  for (let from = 0; from < lower.length; from += 400)
    await db()('suppressions')
      .where({ channel, reason })
      .whereIn('address', lower.slice(from, from + 400))
      .delete();
}
