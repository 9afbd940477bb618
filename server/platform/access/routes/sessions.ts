import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { run } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { route } from '#kernel/http/route.ts';
import { deviceOf, placeOf } from '../agent.ts';
import { releaseUser } from '../commands/release.ts';
import { endSession, endSessions } from '../commands/sessions.ts';
import { userBy } from '../commands/users.ts';
import { nameOf, User } from '../model.ts';
import { allow } from '../policy.ts';
import { isAdministrator } from '../rights.ts';
import { runningPauses } from '../throttle.ts';

interface SessionRow {
  id: string;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
  fromAddress: string;
  agent: string;
}

const params = z.object({ id: z.string() });
const whole = (id: string) => id.padEnd(26, '0').slice(0, 26);

/** Open sessions, the last used first. */
async function sessionsOf(userId: string, actor: Actor): Promise<unknown> {
  const rows = (await db()('sessions')
    .where({ userId })
    .whereNull('ended_at')
    .where('expires_at', '>', moment(now()))
    .orderBy('seen_at', 'desc')
    .limit(200)
    .select('id', 'created_at', 'seen_at', 'expires_at', 'from_address', 'agent')) as SessionRow[];
  const items = rows.map((row) => ({
    ...row,
    entity: 'session',
    ...deviceOf(row.agent),
    place: placeOf(row.fromAddress),
    current: actor.via === `session:${row.id}`,
  }));
  return { items, next: null };
}

/** Administrators look at others; everybody else answers as for what does not exist. */
async function ofUser(id: string, actor: Actor): Promise<string> {
  await allow(actor, 'see', 'user', { id });
  if (id !== actor.userId && !isAdministrator(actor))
    throw Fault.forbidden('session.forbidden', 'Only administrators see the sessions of others.');
  return (await userBy(id)).id;
}

export const sessionsRoutes = [
  route({
    method: 'GET',
    path: '/api/sessions',
    says: 'Your open sessions: when, from where, with which browser and system.',
    handle: ({ actor }) => sessionsOf(actor.userId ?? '', actor),
  }),
  route({
    method: 'DELETE',
    path: '/api/sessions',
    says: 'Ends all your sessions but this one.',
    status: 204,
    async handle({ actor }) {
      if (actor.userId === null) throw Fault.missing('session');
      await run(endSessions, { userId: actor.userId }, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/sessions/:id',
    says: 'Ends one of your sessions; administrators end those of others, too.',
    takes: { params },
    status: 204,
    async handle({ params: { id }, actor }) {
      if (id.length !== 26) throw Fault.missing('session', id);
      await run(endSession, { id }, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/users/:id/sessions',
    says: 'Open sessions of a user, for administrators and the user itself.',
    takes: { params },
    async handle({ params: { id }, actor }) {
      return sessionsOf(await ofUser(id, actor), actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/users/:id/sessions',
    says: 'Ends every session of a user.',
    takes: { params },
    status: 204,
    async handle({ params: { id }, actor }) {
      await run(endSessions, { userId: await ofUser(id, actor) }, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/pauses',
    says: 'Who may not try to sign in just now, after too many tries: which user, from which address, until when. For administrators.',
    async handle({ actor }) {
      if (!isAdministrator(actor))
        throw Fault.forbidden('session.forbidden', 'Only administrators see this.');
      const pauses = await runningPauses();
      const users = await User.query().whereIn(
        'id',
        pauses.flatMap((each) => each.userId ?? []),
      );
      return {
        items: pauses.map(({ userId, ...pause }) => {
          const user = users.find((each) => each.id === userId);
          return {
            ...pause,
            user: user === undefined ? null : { entity: 'user', id: user.id, label: nameOf(user) },
          };
        }),
        next: null,
      };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/users/:id/pause',
    says: 'Lets a user try to sign in again at once. For administrators.',
    takes: { params },
    status: 204,
    async handle({ params: { id }, actor }) {
      await allow(actor, 'see', 'user', { id });
      await run(releaseUser, { id: whole(id) }, actor);
    },
  }),
];
