import { randomInt } from 'node:crypto';
import { systemActor } from '#kernel/actor.ts';
import { run, work } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { passwordHash } from '#kernel/secrets.ts';
import { resetFactor } from './commands/second-factor.ts';
import { restoreUser, setPassword } from './commands/users.ts';
import { emailKey, User } from './model.ts';
import { forgetUser } from './throttle.ts';

/** Without the letters that look like others. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password that a person can read aloud: four groups of four, 78 bits. */
export function readablePassword(): string {
  return Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');
}

/** Break-glass of the command line: takes a user's second factor away. Gives the sentence to print. Throws Fault `missing`. */
export async function resetSecondFactor(email: string): Promise<string> {
  const user = await User.query().findOne({ email: emailKey(email) });
  if (user === undefined) throw Fault.missing('user', email);
  await run(resetFactor, { id: user.id }, systemActor('command line'));
  return `${user.email} signs in with the password alone from now on. Every session of the user has ended.`;
}

/**
 * Break-glass of the command line: a new password for a user, a closed one opened again. Every session of the user ends. Gives
 * the sentence to print; the password is kept nowhere. Throws Fault `missing`.
 */
export async function resetPassword(email: string): Promise<string> {
  const user = await User.query().findOne({ email: emailKey(email) });
  if (user === undefined) throw Fault.missing('user', email);
  const password = readablePassword();
  const actor = systemActor('command line');
  if (user.closedAt !== null) await run(restoreUser, { id: user.id }, actor);
  await run(setPassword, { id: user.id, passwordHash: await passwordHash(password) }, actor);
  await work('access.forgetTries', () => forgetUser(user.id));
  return `${user.email} signs in with ${password} from now on. Every other session has ended.`;
}
