import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import type { RecordName, Settled } from './alert-kind.ts';

/** What rooms may ask of the alerts. Writing is in units of work. */

/** Takes alerts off: read by their own, or done by somebody for all. */
export async function settleAlerts(settled: readonly Settled[]): Promise<void> {
  const readAt = moment(now());
  const told = new Set<string>();
  for (const { sameAs, of, until } of settled) {
    const query = db()('alerts').where({ sameAs }).whereNull('read_at').where('at', '<=', until);
    if (of !== 'all') query.whereIn('user_id', [...of]);
    const rows = (await query.update({ readAt }).returning('user_id')) as { userId: string }[];
    for (const row of rows) told.add(row.userId);
  }
  await tellAlerted(told);
}

/** Live news for those whose alerts stand differently now. */
export async function tellAlerted(userIds: Iterable<string>): Promise<void> {
  for (const id of userIds)
    await emit('news.told', { entity: 'alert', id, version: null, topics: [`user:${id}`] });
}

/** Who asked to be told of records, and who asked not to be; by `entity:id`. */
export async function followersOf(
  records: readonly RecordName[],
): Promise<Map<string, { follow: string[]; leave: string[] }>> {
  const found = new Map<string, { follow: string[]; leave: string[] }>();
  for (const entity of new Set(records.map((record) => record.entity))) {
    const ids = records.filter((record) => record.entity === entity).map((record) => record.id);
    const rows = (await db()('follows')
      .where({ entity })
      .whereIn('record_id', [...new Set(ids)])
      .select('record_id', 'user_id', 'follows')) as {
      recordId: string;
      userId: string;
      follows: boolean | number;
    }[];
    for (const { recordId, userId, follows } of rows) {
      const key = `${entity}:${recordId}`;
      const both = found.get(key) ?? { follow: [], leave: [] };
      both[follows ? 'follow' : 'leave'].push(userId);
      found.set(key, both);
    }
  }
  return found;
}
