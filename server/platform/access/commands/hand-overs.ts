import { z } from 'zod';
import { systemActor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { command, run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { enqueue, job } from '#kernel/jobs.ts';
import { insert, update } from '#kernel/model.ts';
import { setting } from '#platform/settings/api.ts';
import { HandOver, nameOf, User } from '../model.ts';
import { allow } from '../policy.ts';
import { type Handing, type MovedThing, type Portfolio, portfolios } from '../portfolio.ts';
import { closeUser, refuseWithoutAdministrator } from './users.ts';

/**
 * A hand-over: everything that a user holds goes to a successor, for good or until a day. It moves in portions, so that nobody
 * waits for it, under one row that says how far it is:
 *   moving → standing → returning → returned
 * What moved is kept thing by thing: bringing it back looks at each, and leaves what is not the successor's any more.
 */

const id = z.string().length(26);
/** Things in one unit of work: a card takes some milliseconds. */
const PORTION = 20;

export const handOverFields = z.object({
  from: id,
  to: id,
  until: z.iso.date().nullable().default(null),
  reason: z.string().trim().max(500).default(''),
  closes: z.boolean().default(false),
});

export const startHandOver = command({
  name: 'handOver.start',
  says: 'Hands everything a user holds to a successor, for good or until a day.',
  right: 'handOver:add',
  takes: handOverFields,
  async does({ from, to, until, reason, closes }, { actor, now }) {
    await allow(actor, 'add', 'handOver');
    if (from === to) throw Fault.invalidAt('to', 'handOver.same', 'Name somebody else as the successor.');
    const today = dayIn(now);
    if (until !== null && until < today)
      throw Fault.invalidAt('until', 'handOver.past', 'The last day must be today or later.');
    if (until !== null && closes)
      throw Fault.invalidAt(
        'closes',
        'handOver.closes',
        'Who comes back keeps the way in; close it for good only.',
      );
    const leaver = await openUser(from, 'from');
    if (closes) await refuseWithoutAdministrator(leaver);
    await openUser(to, 'to');
    const running = await HandOver.query()
      .where({ fromUserId: from })
      .where((any) =>
        any
          .whereIn('state', ['moving', 'returning'])
          .orWhere((q) => q.where({ state: 'standing' }).whereNotNull('untilOn')),
      )
      .first();
    if (running !== undefined)
      throw Fault.conflict(
        'handOver.running',
        'This colleague’s things are with somebody already. Bring them back first.',
      );
    const made = await insert(HandOver, {
      fromUserId: from,
      toUserId: to,
      untilOn: until,
      closes,
      reason,
      askedBy: actor.userId,
      state: 'moving',
      movedAt: null,
      returnedAt: null,
    });
    await enqueue(carryHandOver, { id: made.id }, { key: `handOver ${made.id}` });
    return made;
  },
});

export const endHandOver = command({
  name: 'handOver.return',
  says: 'Brings back what a hand-over moved and the successor still holds.',
  right: 'handOver:change',
  takes: z.object({ id }),
  async does({ id: handOverId }, { actor }) {
    await allow(actor, 'change', 'handOver', { id: handOverId });
    const standing = await HandOver.query().findById(handOverId);
    if (standing === undefined) throw Fault.missing('handOver', handOverId);
    if (standing.state === 'returning' || standing.state === 'returned') return standing;
    await openUser(standing.fromUserId, 'from');
    const row = await update(HandOver, handOverId, { state: 'returning' });
    await enqueue(carryHandOver, { id: handOverId }, { key: `handOver ${handOverId}` });
    return row;
  },
});

const step = z.object({ id, portfolio: z.string() });

/** One portion of one portfolio; run by the house, named after who asked. Gives whether there may be more. */
export const movePortion = command({
  name: 'handOver.move',
  says: 'Moves a portion of a portfolio to the successor.',
  audited: true,
  takes: step,
  async does({ id: handOverId, portfolio }) {
    const standing = await HandOver.query().findById(handOverId);
    if (standing?.state !== 'moving') return false;
    const moved = await portfolioNamed(portfolio).move(handingOf(standing), PORTION);
    if (moved.length === 0) return false;
    await db()('hand_over_items').insert(
      moved.map((thing) => ({
        id: newId(),
        handOverId,
        portfolio,
        entity: thing.entity,
        recordId: thing.id,
        detail: thing.detail === undefined ? null : JSON.stringify(thing.detail),
        returnedAt: null,
        cameBack: null,
      })),
    );
    return true;
  },
});

export const returnPortion = command({
  name: 'handOver.bringBack',
  says: 'Brings a portion of a portfolio back.',
  takes: step,
  async does({ id: handOverId, portfolio }, { at }) {
    const standing = await HandOver.query().findById(handOverId);
    if (standing?.state !== 'returning') return false;
    const things = (await db()('hand_over_items')
      .where({ handOverId, portfolio })
      .whereNull('returned_at')
      .orderBy('id')
      .limit(PORTION)
      .select('id', 'entity', 'record_id', 'detail')) as ItemRow[];
    const known = portfolioNamed(portfolio);
    for (const thing of things) {
      const cameBack = (await known.bringBack?.(handingOf(standing), thingOf(thing))) ?? false;
      await db()('hand_over_items').where({ id: thing.id }).update({ returnedAt: at, cameBack });
    }
    return things.length > 0;
  },
});

export const settleHandOver = command({
  name: 'handOver.settle',
  says: 'Says that everything has moved, or is back.',
  takes: z.object({ id }),
  async does({ id: handOverId }, { actor, at }) {
    const standing = await HandOver.query().findById(handOverId);
    if (standing === undefined) return;
    if (standing.state === 'returning')
      await update(HandOver, handOverId, { state: 'returned', returnedAt: at });
    if (standing.state !== 'moving') return;
    await update(HandOver, handOverId, { state: 'standing', movedAt: at });
    if (standing.closes) await run(closeUser, { id: standing.fromUserId }, actor);
  },
});

export const carryHandOver = job({
  name: 'access.carryHandOver',
  says: 'Moves what a user holds to its successor, or brings it back, in portions.',
  takes: z.object({ id }),
  async does({ id: handOverId }) {
    const standing = await HandOver.query().findById(handOverId);
    if (standing === undefined) return;
    const asked = await User.query().findById(standing.askedBy ?? '');
    const actor = systemActor(
      asked === undefined ? 'access.carryHandOver' : nameOf(asked),
      setting('timeZone'),
    );
    const portion = standing.state === 'moving' ? movePortion : returnPortion;
    for (const each of portfolios())
      while (await run(portion, { id: handOverId, portfolio: each.name }, actor));
    await run(settleHandOver, { id: handOverId }, actor);
  },
});

interface ItemRow {
  id: string;
  entity: string;
  recordId: string;
  detail: string | null;
}

function thingOf(row: ItemRow): MovedThing {
  const detail = row.detail === null ? {} : { detail: JSON.parse(row.detail) as unknown };
  return { entity: row.entity, id: row.recordId, ...detail };
}

function handingOf(row: HandOver): Handing {
  return { from: row.fromUserId, to: row.toUserId, forGood: row.untilOn === null };
}

function portfolioNamed(name: string): Portfolio {
  const found = portfolios().find((each) => each.name === name);
  if (found === undefined) throw new Error(`No room declares a portfolio "${name}".`);
  return found;
}

async function openUser(userId: string, path: string): Promise<User> {
  const user = await User.query().findById(userId).whereNull('closedAt');
  if (user === undefined)
    throw Fault.invalidAt(path, 'user.missing', 'There is no such colleague, or the way in is closed.');
  return user;
}

/** The day in the company's zone. */
export function dayIn(now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: setting('timeZone') }).format(new Date(moment(now)));
}
