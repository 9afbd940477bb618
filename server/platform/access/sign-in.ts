import type { Actor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { setting } from '#platform/settings/api.ts';
import { actorOf, emailKey, User } from './model.ts';
import { checkPassword } from './passwords.ts';
import { freshenRights } from './rights.ts';
import { forgetTries, takeTurn } from './throttle.ts';

/** As in the console: so many tries in a quarter of an hour for one account, and from one address. */
const ACCOUNT_TRIES = 10;
const ADDRESS_TRIES = 60;

/** Who signs in with address and password at a door without sessions; null where they do not fit. Throws Fault `limited`. */
export async function signedIn(email: string, password: string, from: string): Promise<Actor | null> {
  const key = emailKey(email.slice(0, 320));
  await takeTurn([
    { kind: 'account', of: key, most: ACCOUNT_TRIES },
    { kind: 'address', of: from, most: ADDRESS_TRIES },
  ]);
  const user = (await User.query().findOne({ email: key }).whereNull('closedAt')) as User | undefined;
  // Known or not, a password is hashed: the time tells nothing.
  const right = await checkPassword(password, user?.passwordHash);
  if (!right || user === undefined) return null;
  await work('access.signedIn', () => forgetTries('account', key));
  await freshenRights();
  return { ...actorOf(user, setting('timeZone')), from, via: 'submission' };
}
