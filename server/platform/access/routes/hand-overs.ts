import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { endHandOver, handOverFields, startHandOver } from '../commands/hand-overs.ts';
import { userBy } from '../commands/users.ts';
import { HandOver, nameOf, User } from '../model.ts';
import { paging, readCursor, writeCursor } from '../paging.ts';
import { allow } from '../policy.ts';
import { holdingsOf } from '../portfolio.ts';

const params = z.object({ id: z.string() });

async function present(rows: readonly HandOver[]): Promise<Record<string, unknown>[]> {
  const ids = rows.flatMap((row) => [row.fromUserId, row.toUserId, row.askedBy ?? '']);
  const users = new Map((await User.query().whereIn('id', [...new Set(ids)])).map((user) => [user.id, user]));
  const named = (id: string | null) => {
    const user = users.get(id ?? '');
    return user === undefined ? null : { entity: 'user', id: user.id, label: nameOf(user) };
  };
  const moved = await movedOf(rows.map((row) => row.id));
  return rows.map((row) => ({
    id: row.id,
    entity: 'handOver',
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    from: named(row.fromUserId),
    to: named(row.toUserId),
    until: row.untilOn,
    closes: row.closes,
    reason: row.reason,
    askedBy: named(row.askedBy),
    state: row.state,
    movedAt: row.movedAt,
    returnedAt: row.returnedAt,
    moved: moved.get(row.id) ?? {},
  }));
}

/** By hand-over, then by portfolio: how much moved, and how much of it came back. */
async function movedOf(ids: readonly string[]): Promise<Map<string, Record<string, unknown>>> {
  const rows = (await db()('hand_over_items')
    .whereIn('hand_over_id', [...ids])
    .groupBy('hand_over_id', 'portfolio')
    .select('hand_over_id', 'portfolio')
    .count({ count: '*' })
    .select(db().raw('SUM(CASE WHEN came_back THEN 1 ELSE 0 END) AS back'))) as unknown as {
    handOverId: string;
    portfolio: string;
    count: number;
    back: number;
  }[];
  const found = new Map<string, Record<string, unknown>>();
  for (const row of rows)
    found.set(row.handOverId, {
      ...found.get(row.handOverId),
      [row.portfolio]: { count: Number(row.count), back: Number(row.back) },
    });
  return found;
}

async function one(id: string): Promise<unknown> {
  const row = await HandOver.query().findById(id);
  if (row === undefined) throw Fault.missing('handOver', id);
  return (await present([row]))[0];
}

export const handOverRoutes = [
  route({
    method: 'GET',
    path: '/api/hand-overs',
    says: 'Hand-overs, newest first: from whom to whom, until when, what moved.',
    takes: { query: z.object({ ...paging, user: z.string().max(26).optional() }) },
    async handle({ actor, query }) {
      await allow(actor, 'see', 'handOver');
      const rows = HandOver.query()
        .orderBy('id', 'desc')
        .limit(query.limit + 1);
      if (query.user !== undefined) rows.where({ fromUserId: query.user });
      const after = readCursor(query.cursor, 1);
      if (after !== null) rows.where('id', '<', after[0] as string);
      const found = await rows;
      const page = found.slice(0, query.limit);
      return {
        items: await present(page),
        next: found.length > page.length ? writeCursor([page.at(-1)?.id ?? '']) : null,
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/hand-overs/:id',
    says: 'One hand-over, with how far it is.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await allow(actor, 'see', 'handOver', { id });
      return one(id);
    },
  }),
  route({
    method: 'POST',
    path: '/api/hand-overs',
    says: 'Hands everything `from` holds to `to`: for good, or with `until` to the end of a day. `closes` closes the way in behind it.',
    takes: { body: handOverFields },
    async handle({ actor, body }) {
      await allow(actor, 'add', 'handOver');
      return one((await run(startHandOver, body, actor)).id);
    },
  }),
  route({
    method: 'POST',
    path: '/api/hand-overs/:id/return',
    says: 'Brings back what the successor still holds; what was given on meanwhile stays.',
    takes: { params },
    status: 200,
    async handle({ actor, params: { id } }) {
      await allow(actor, 'see', 'handOver', { id });
      await run(endHandOver, { id: id.padEnd(26, '0').slice(0, 26) }, actor);
      return one(id);
    },
  }),
  route({
    method: 'GET',
    path: '/api/users/:id/portfolio',
    says: 'What a user holds, by portfolio; `keeps` is what keeps it from being closed. For administrators.',
    takes: { params },
    async handle({ actor, params: { id } }) {
      await allow(actor, 'see', 'handOver');
      await userBy(id);
      return { items: await holdingsOf(id), next: null };
    },
  }),
];
