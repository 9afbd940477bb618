import { z } from 'zod';
import { moment } from '#kernel/clock.ts';
import { command, work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { job } from '#kernel/jobs.ts';
import { update } from '#kernel/model.ts';
import { newToken, tokenHash } from '#kernel/secrets.ts';
import { askHouseMail, linkTo } from '../house-mail.ts';
import { emailKey, nameOf, User } from '../model.ts';
import { forgetUser } from '../throttle.ts';
import { endWaysIn } from './sessions.ts';

/** Forgotten passwords and invitations: a link with a token of one use, by mail to the user's own address. */

const RESET_HOURS = 2;
const INVITATION_HOURS = 7 * 24;
/** Links under way for one user; more are not mailed. */
const MOST_OPEN = 3;

/**
 * In a job, so that asking takes the same time whether the address is a user's or not, and nobody learns which one is.
 */
export const offerReset = job({
  name: 'access.offerReset',
  says: 'Mails a link to choose a new password, where the address is a user’s.',
  takes: z.object({ email: z.string() }),
  async does({ email }) {
    await work('access.offerReset', async () => {
      const user = await User.query()
        .findOne({ email: emailKey(email) })
        .whereNull('closedAt');
      if (user === undefined || (await openResets(user.id)) >= MOST_OPEN) return;
      await mailLink(user, 'mail.reset', RESET_HOURS);
    });
  },
});

/** Mails a new user the link to choose a password. In a unit of work. */
export function invite(user: User): Promise<void> {
  return mailLink(user, 'mail.invitation', INVITATION_HOURS);
}

/** The user behind a link that still holds. Throws Fault `missing`. */
export async function userOfReset(token: string): Promise<User> {
  const row = (await db()('password_resets')
    .where({ tokenHash: tokenHash(token) })
    .whereNull('used_at')
    .where('expires_at', '>', moment(now()))
    .first('user_id')) as { userId: string } | undefined;
  const user = row === undefined ? undefined : await User.query().findById(row.userId).whereNull('closedAt');
  if (user === undefined)
    throw new Fault(
      'missing',
      'password-reset.missing',
      'This link was used, or is too old. Ask for a new one.',
    );
  return user;
}

export const resetPassword = command({
  name: 'password.reset',
  says: 'Gives a user a new password by a mailed link; every session of the user ends.',
  right: 'open',
  takes: z.object({ token: z.string().max(100), passwordHash: z.string().startsWith('argon2id$').max(300) }),
  async does({ token, passwordHash }, { at }) {
    const user = await userOfReset(token);
    await update(User, user.id, { passwordHash, passwordChangedAt: at });
    // Whoever knew the old password is out; every other link under way is used up too.
    await endWaysIn(user.id, at);
    await forgetUser(user.id);
    return user;
  },
});

async function mailLink(user: User, key: string, hours: number): Promise<void> {
  const token = newToken('lobir');
  const at = now();
  await db()('password_resets').insert({
    id: newId(),
    createdAt: moment(at),
    expiresAt: moment(at.getTime() + hours * 60 * 60 * 1000),
    userId: user.id,
    tokenHash: tokenHash(token),
    usedAt: null,
  });
  await askHouseMail({
    to: { name: nameOf(user), address: user.email },
    language: user.language,
    key,
    values: { hours },
    link: linkTo(`/reset?token=${token}`),
  });
}

async function openResets(userId: string): Promise<number> {
  const rows = (await db()('password_resets')
    .where({ userId })
    .whereNull('used_at')
    .where('expires_at', '>', moment(now()))
    .select('id')) as unknown[];
  return rows.length;
}
