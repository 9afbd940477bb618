import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { insert, update } from '#kernel/model.ts';
import { newToken, tokenHash } from '#kernel/secrets.ts';
import { extendedEnd } from '../cookie.ts';
import { dropKnown } from '../known.ts';
import { Session } from '../model.ts';
import { isAdministrator } from '../rights.ts';

/** Run by the user itself, after the password was found right. Gives the token, which is kept nowhere else. */
export const startSession = command({
  name: 'session.start',
  says: 'Signs a user in.',
  right: null,
  takes: z.object({ agent: z.string() }),
  async does({ agent }, { actor, at, now }) {
    if (actor.userId === null || actor.kind !== 'user')
      throw Fault.forbidden('session.forbidden', 'Only a person signs in.');
    const token = newToken('lobis');
    const expiresAt = extendedEnd(at, now);
    const session = await insert(Session, {
      userId: actor.userId,
      tokenHash: tokenHash(token),
      seenAt: at,
      expiresAt,
      endedAt: null,
      fromAddress: actor.from ?? 'unknown',
      agent: agent.slice(0, 300),
    });
    return { id: session.id, token, expiresAt };
  },
});

export const endSession = command({
  name: 'session.end',
  says: 'Signs a user out: oneself, or, by an administrator, somebody else.',
  right: null,
  takes: z.object({ id: z.string().length(26) }),
  async does({ id }, { actor, at }) {
    const session = await Session.query().findById(id);
    if (session === undefined || (session.userId !== actor.userId && !isAdministrator(actor)))
      throw Fault.missing('session', id);
    if (session.endedAt !== null) return;
    await update(Session, id, { endedAt: at });
    dropKnown();
    await emit('access.ended', { via: `session:${id}` }, { entity: 'session', id });
  },
});

export const endSessions = command({
  name: 'session.endAll',
  says: 'Ends every session of a user; of oneself all but the one at hand.',
  right: null,
  takes: z.object({ userId: z.string().length(26) }),
  async does({ userId }, { actor, at }) {
    if (userId !== actor.userId && !isAdministrator(actor)) throw Fault.missing('user', userId);
    await endWaysIn(userId, at, userId === actor.userId ? actor.via : undefined);
  },
});

/** Ends every session of a user (but for the one named by `except`), and what else was held open. In a unit of work. */
export async function endWaysIn(userId: string, at: string, except?: string): Promise<void> {
  const open = (await db()('sessions').where({ userId }).whereNull('ended_at').select('id')) as {
    id: string;
  }[];
  for (const { id } of open) {
    const via = `session:${id}`;
    if (via === except) continue;
    await update(Session, id, { endedAt: at });
    await emit('access.ended', { via }, { entity: 'session', id });
  }
  await db()('password_resets').where({ userId }).whereNull('used_at').update({ usedAt: at });
  dropKnown();
}
