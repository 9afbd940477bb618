import type { Actor } from '#kernel/actor.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { db } from '#kernel/db/unit.ts';
import { type EventName, type HeardEvent, type Listener, listener } from '#kernel/events.ts';
import { house } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { applyScope } from '#platform/access/policy.ts';
import { freshenRights } from '#platform/access/rights.ts';
import { setting } from '#platform/settings/api.ts';
import type { AlertKind, Raised, Settled } from './alert-kind.ts';
import { settleAlerts, tellAlerted } from './api.ts';
import { wishesOf } from './wishes.ts';

/**
 * Writes alerts in batches, out of what the rooms say their events mean. Steps:
 * 1. outside of any unit: what is raised and settled, for whom it is visible, who wants it;
 * 2. in one unit: settle, then write one row for each person and word; one that stands begins anew.
 */

interface Alert extends Raised {
  kind: string;
}
interface Found {
  rows: Record<string, unknown>[];
  settled: Settled[];
}

/** Of one batch: an event may stand for many people. */
const PORTION = 100;

export const raising: Listener = {
  ...listener<EventName, Found>({
    name: 'notify.alerts',
    says: 'Tells people of what concerns them, as they wish.',
    on: [],
    portion: { most: PORTION, weighs: () => 1 },
    async looks(events) {
      const { alerts, settled } = await meant(events);
      const rows = await rowsFor(alerts);
      return rows.length === 0 && settled.length === 0 ? null : { rows, settled };
    },
    async hears(_events, { rows, settled }) {
      await settleAlerts(settled);
      await putRows('alerts', rows, BEGINS_ANEW);
      await tellAlerted(new Set(rows.map((row) => row.userId as string)));
    },
  }),
  // The rooms' events are known when all of them are gathered.
  get on(): readonly EventName[] {
    return [...new Set(kinds().flatMap((each) => [...each.on]))];
  },
};

const BEGINS_ANEW = `(user_id, same_as) DO UPDATE SET
  kind = excluded.kind, record_entity = excluded.record_entity, record_id = excluded.record_id,
  about_entity = excluded.about_entity, about_id = excluded.about_id, title = excluded.title, snippet = excluded.snippet,
  who = excluded.who, at = excluded.at, came_to = excluded.came_to, shown = excluded.shown, mailed = excluded.mailed,
  times = CASE WHEN alerts.read_at IS NULL THEN alerts.times + excluded.times ELSE excluded.times END,
  read_at = NULL, digested_at = NULL`;

export function kinds(): AlertKind[] {
  return house().registry.all('alerts');
}

async function meant(events: readonly HeardEvent[]): Promise<{ alerts: Alert[]; settled: Settled[] }> {
  const alerts: Alert[] = [];
  const settled: Settled[] = [];
  for (const each of kinds()) {
    const own = events.filter(({ name }) => each.on.includes(name));
    if (own.length === 0) continue;
    for (const raised of await each.raises(own)) alerts.push({ ...raised, kind: each.kind });
    settled.push(...((await each.settles?.(own)) ?? []));
  }
  return { alerts, settled };
}

/** One row for each person and word, the newest of them; the kind that was declared first stands over the others. */
async function rowsFor(alerts: readonly Alert[]): Promise<Record<string, unknown>[]> {
  const actors = await actorsOf(new Set(alerts.flatMap(({ to }) => [...to])));
  if (actors.length === 0) return [];
  const wishes = await wishesOf(actors.map(({ userId }) => userId as string));
  const rows = new Map<string, Record<string, unknown>>();
  for (const actor of actors) {
    const userId = actor.userId as string;
    const own = alerts.filter(({ to }) => to.includes(userId));
    const seen = await visible(
      actor,
      own.map(({ record }) => record),
    );
    for (const alert of own) {
      const wish = wishes(userId, alert.kind);
      if (!seen.has(nameOf(alert.record)) || (!wish.shown && !wish.mailed)) continue;
      const key = `${userId} ${alert.sameAs}`;
      const before = rows.get(key);
      const times = ((before?.times as number | undefined) ?? 0) + 1;
      const newer = before === undefined || (alert.at > (before.at as string) && alert.kind === before.kind);
      if (newer) rows.set(key, { ...rowOf(alert, userId), ...wish, times });
      else if (alert.kind === before.kind) before.times = times;
    }
  }
  return [...rows.values()];
}

function rowOf(alert: Alert, userId: string): Record<string, unknown> {
  return {
    id: newId(),
    userId,
    kind: alert.kind,
    recordEntity: alert.record.entity,
    recordId: alert.record.id,
    aboutEntity: alert.about?.entity ?? null,
    aboutId: alert.about?.id ?? null,
    sameAs: alert.sameAs.slice(0, 100),
    title: alert.title.slice(0, 300),
    snippet: alert.snippet.slice(0, 300),
    who: alert.who.slice(0, 300),
    at: alert.at,
    cameTo: alert.cameTo ?? null,
    readAt: null,
    digestedAt: null,
  };
}

/** Colleagues who are still there. */
export async function actorsOf(userIds: Iterable<string>): Promise<Actor[]> {
  const ids = [...userIds];
  if (ids.length === 0) return [];
  await freshenRights();
  const users = await User.query().whereIn('id', ids).whereNull('closedAt');
  return users.map((user) => actorOf(user, setting('timeZone')));
}

/** Those of the records that an actor may see, as `entity:id`. */
async function visible(
  actor: Actor,
  records: readonly { entity: string; id: string }[],
): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const entity of new Set(records.map((record) => record.entity))) {
    const { table } = house().registry.entity(entity);
    const ids = records.filter((record) => record.entity === entity).map(({ id }) => id);
    const query = db()(table)
      .whereIn(`${table}.id`, [...new Set(ids)])
      .select(`${table}.id`);
    applyScope(query, actor, entity, table);
    for (const { id } of (await query) as { id: string }[]) seen.add(nameOf({ entity, id }));
  }
  return seen;
}

function nameOf({ entity, id }: { entity: string; id: string }): string {
  return `${entity}:${id}`;
}
