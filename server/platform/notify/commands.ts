import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { allow, visibleIds } from '#platform/access/policy.ts';
import { tellAlerted } from './api.ts';
import { canBeFollowed } from './follows.ts';
import { kinds } from './raising.ts';
import { keepRhythm, rhythmOf } from './rhythms.ts';
import { standing } from './standing.ts';

const id = z.string().length(26);

export const readAlert = command({
  name: 'alert.read',
  says: 'Marks an alert of one’s own as read, or as unread again.',
  right: null,
  audited: false,
  takes: z.object({ id, read: z.boolean() }),
  async does({ id: alertId, read }, { actor, at }) {
    const row = (await standing(actor).where('alerts.id', alertId).first('alerts.id')) as unknown;
    if (row === undefined) throw Fault.missing('alert', alertId);
    await db()('alerts')
      .where({ id: alertId })
      .update({ readAt: read ? at : null });
    await tellAlerted([actor.userId as string]);
  },
});

export const readAlerts = command({
  name: 'alert.readAll',
  says: 'Marks all alerts of one’s own as read that stood up to a moment.',
  right: null,
  audited: false,
  takes: z.object({ until: z.iso.datetime().optional() }),
  async does({ until }, { actor, at }) {
    await db()('alerts')
      .where({ userId: actor.userId ?? '-' })
      .whereNull('read_at')
      .where('at', '<=', until ?? at)
      .update({ readAt: at });
    if (actor.userId !== null) await tellAlerted([actor.userId]);
  },
});

export const followRecord = command({
  name: 'alert.follow',
  says: 'Follows a record, or leaves it: one is told of what happens with it.',
  right: null,
  takes: z.object({ entity: z.string(), id, follows: z.boolean() }),
  async does({ entity, id: recordId, follows }, { actor, at }) {
    if (!canBeFollowed(entity))
      throw Fault.invalidAt('entity', 'follow.entity', 'This cannot be followed; cards and mailboxes can.');
    await allow(actor, 'see', entity, { id: recordId });
    await mustBeThere(entity, recordId, actor);
    const userId = ownOf(actor.userId);
    await db()('follows')
      .insert({ id: newId(), createdAt: at, userId, entity, recordId, follows })
      .onConflict(['user_id', 'entity', 'record_id'])
      .merge(['follows']);
    await tellAlerted([userId]);
  },
});

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, for example 08:00');
const zone = z.string().refine(isZone, 'must be a time zone, for example Europe/Warsaw');

export const preferenceFields = z.object({
  kinds: z.record(z.string(), z.object({ shown: z.boolean(), mailed: z.boolean() })).optional(),
  digest: z.enum(['never', 'hourly', 'daily', 'weekly']).optional(),
  time: time.optional(),
  weekday: z.int().min(1).max(7).optional(),
  quietFrom: time.nullable().optional(),
  quietUntil: time.nullable().optional(),
  zone: zone.optional(),
});

export const changePreferences = command({
  name: 'alert.prefer',
  says: 'Says how one wants to be told: by kind, at which hour, and when not.',
  right: null,
  takes: preferenceFields,
  async does({ kinds: wished = {}, ...change }, { actor }) {
    const userId = ownOf(actor.userId);
    for (const [kind, wish] of Object.entries(wished)) {
      if (!kinds().some((each) => each.kind === kind))
        throw Fault.invalidAt(`kinds.${kind}`, 'alert.kind', 'There is no such kind of alert.');
      await db()('alert_wishes')
        .insert({ userId, kind, ...wish })
        .onConflict(['user_id', 'kind'])
        .merge();
    }
    const { nextAt: _nextAt, ...standingRhythm } = await rhythmOf(userId);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const rhythm = { ...standingRhythm, ...given };
    if ((rhythm.quietFrom === null) !== (rhythm.quietUntil === null))
      throw Fault.invalidAt('quietUntil', 'quiet.half', 'Quiet hours need a beginning and an end.');
    await keepRhythm(userId, rhythm);
  },
});

function ownOf(userId: string | null): string {
  if (userId === null) throw Fault.forbidden('alert.nobody', 'Only a person can be told.');
  return userId;
}

// Where a rule holds for every row, `allow` does not look whether it is there.
async function mustBeThere(entity: string, recordId: string, actor: Parameters<typeof visibleIds>[0]) {
  const there = (await visibleIds(actor, entity).where('id', recordId).first('id')) as unknown;
  if (there === undefined) throw Fault.missing(entity, recordId);
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
