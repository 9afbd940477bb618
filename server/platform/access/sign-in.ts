import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { now } from '#kernel/house.ts';
import { tokenHash } from '#kernel/secrets.ts';
import { setting } from '#platform/settings/api.ts';
import { findApiToken } from './known.ts';
import { scopesAllow } from './limits.ts';
import { actorOf, emailKey, User } from './model.ts';
import { checkPassword } from './passwords.ts';
import { freshenRights } from './rights.ts';
import { factorOf, factorRequired } from './second-factor.ts';
import { giveBack, signInTurns, takeTurn } from './throttle.ts';

/**
 * Who signs in with address and password at a door without sessions; null where they do not fit. Throws Fault `limited`. Who has a
 * second factor, or must have one, comes with an API token as the password, since such doors cannot ask for a code.
 */
export async function signedIn(email: string, password: string, from: string): Promise<Actor | null> {
  const key = emailKey(email.slice(0, 320));
  const user = (await User.query().findOne({ email: key }).whereNull('closedAt')) as User | undefined;
  const turns = signInTurns(key, from, user?.id);
  await takeTurn(turns);
  const byToken = await tokenHolder(password, key, from);
  if (byToken !== undefined) {
    await work('access.signedIn', () => giveBack(turns));
    return byToken;
  }
  // Known or not, a password is hashed: the time tells nothing.
  const right = await checkPassword(password, user?.passwordHash);
  if (!right || user === undefined) return null;
  await freshenRights();
  const actor = actorOf(user, setting('timeZone'));
  if (factorRequired(actor) || (await factorOf(user.id))?.confirmedAt != null) return null;
  await work('access.signedIn', () => giveBack(turns));
  return { ...actor, from, via: 'submission' };
}

/** The user of this address, by an API token that may send mail; undefined where the password is no such token. */
async function tokenHolder(password: string, email: string, from: string): Promise<Actor | undefined> {
  if (!password.startsWith('lobi_')) return undefined;
  const known = await findApiToken(tokenHash(password));
  if (known === undefined || (known.expiresAt !== null && known.expiresAt <= moment(now()))) return undefined;
  const user = await User.query().findById(known.actor.userId ?? '');
  const sends = scopesAllow(known.actor.limits?.scopes ?? [], 'messages', false);
  if (user === undefined || user.email !== email || !sends) return undefined;
  await freshenRights();
  return { ...known.actor, from };
}
