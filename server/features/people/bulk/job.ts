import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { run, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { enqueue, job } from '#kernel/jobs.ts';
import { actorOf, User } from '#platform/access/model.ts';
import { listRows } from '#platform/records/list.ts';
import { setting } from '#platform/settings/api.ts';
import '#platform/notify/topics.ts';
import { BulkChange, type BulkState } from './change.ts';
import { changeSome, undoSome } from './step.ts';

/**
 * Runs a change of many cards. It goes on where it stopped, however often it is begun:
 *
 * 1. Gathers the cards that the question finds, page by page, as who asked sees them.
 * 2. Takes a few that wait, changes them in one unit as who asked, and writes down what stood there.
 * 3. After a slice of time it asks for itself again, so that other jobs get their turn.
 */

const PAGE = 500;
/** Cards in one unit: well below what others wait for. */
const FEW = 10;
/** How long one turn lasts. */
const SLICE_MS = 1500;

export const bulkJob = job({
  name: 'people.bulkChange',
  says: 'Changes many cards, some at a time, or turns that back.',
  takes: z.object({ id: z.string() }),
  async does({ id }) {
    const until = performance.now() + SLICE_MS;
    for (let goesOn = true; goesOn && performance.now() < until; ) goesOn = await turn(id);
    const { state, finishedAt, done, undone, total } = await byId(id);
    if (finishedAt !== null) return;
    const key = `bulk:${id}:${state}:${total}:${done}:${undone}:${now().getTime()}`;
    await work('people.bulkGoesOn', () => enqueue(bulkJob, { id }, { key }));
  },
});

async function byId(id: string): Promise<BulkChange> {
  return (await BulkChange.query().findById(id)) as BulkChange;
}

/** One unit of it; false where nothing is left to do. */
async function turn(id: string): Promise<boolean> {
  const change = await byId(id);
  if (change.finishedAt !== null) return false;
  const actor = await actorBehind(change);
  if (actor === null) return finish(change, change.state === 'undoing' ? 'undone' : 'done');
  if (change.state === 'gathering') return gather(change, actor);
  const from = change.state === 'undoing' ? 'changed' : 'waiting';
  const rows = (await db()('bulk_change_cards')
    .where({ changeId: id, state: from })
    .orderBy('card_id')
    .limit(FEW)
    .select('card_id')) as { cardId: string }[];
  if (rows.length === 0) return finish(change, change.state === 'undoing' ? 'undone' : 'done');
  const cards = rows.map((row) => row.cardId);
  await run(change.state === 'undoing' ? undoSome : changeSome, { id, cards }, actor);
  return true;
}

/** Who asked for it, with the rights of this moment; null where the account was closed meanwhile. */
async function actorBehind({ userId, limits }: BulkChange): Promise<Actor | null> {
  if (userId === null) return null;
  const user = await User.query().findById(userId);
  if (user === undefined || user.closedAt !== null) return null;
  return { ...actorOf(user, setting('timeZone')), ...(limits === null ? {} : { limits }) };
}

async function gather(change: BulkChange, actor: Actor): Promise<boolean> {
  const { id, of, question, cursor, total } = change;
  const { rows, next } = await listRows({
    entity: of,
    actor,
    sort: 'createdAt',
    limit: PAGE,
    ...(question.where == null ? {} : { where: question.where }),
    ...(question.q == null ? {} : { q: question.q }),
    ...(cursor === null ? {} : { cursor }),
  });
  await work('people.bulkGather', async () => {
    for (let from = 0; from < rows.length; from += 100)
      await db()('bulk_change_cards')
        .insert(
          rows.slice(from, from + 100).map((row) => ({ changeId: id, cardId: row.id, state: 'waiting' })),
        )
        .onConflict(['change_id', 'card_id'])
        .ignore();
    const state: BulkState = next === null ? 'running' : 'gathering';
    await db()('bulk_changes')
      .where({ id, state: 'gathering' })
      .update({ cursor: next, state, total: total + rows.length });
    await tell(change);
  });
  return true;
}

async function finish(change: BulkChange, state: BulkState): Promise<boolean> {
  await work('people.bulkFinish', async () => {
    const { id } = change;
    await db()('bulk_changes')
      .where({ id, state: change.state })
      .update({ state, finishedAt: moment(now()) });
    await tell(change);
  });
  return false;
}

/** Who looks at it sees how far it has come; counting is no change that an audit remembers. */
async function tell({ id }: Pick<BulkChange, 'id'>): Promise<void> {
  await emit('news.told', { entity: 'bulkChange', id, version: null, topics: [] });
}
