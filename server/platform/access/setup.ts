import { Fault } from '#kernel/errors.ts';
import { roomMemory } from '#kernel/house.ts';
import { newToken, readOrMakeSecret, sameText } from '#kernel/secrets.ts';
import { administrators } from './model.ts';

/**
 * The first run: a one-time link in the log leads to a page that makes the first administrator. Once there is one, none of this
 * exists any more. Unattended, LOBI_ADMIN_EMAIL and LOBI_ADMIN_PASSWORD do the same.
 */

const DONE = Symbol('access.setupDone');

/** Whether nobody can administer this house yet. */
export async function setupNeeded(): Promise<boolean> {
  const done = roomMemory(DONE, () => ({ is: false }));
  if (done.is) return false;
  done.is = (await administrators()).length > 0;
  return !done.is;
}

export const SETUP_SECRET = 'setup.token';

/** The token of the one-time link that main prints; null where the setup is over. */
export async function setupToken(): Promise<string | null> {
  return (await setupNeeded()) ? readOrMakeSecret(SETUP_SECRET, () => newToken('setup')) : null;
}

/** Throws Fault `missing` where the setup is over, `forbidden` where the token is not the one in the log. */
export async function requireSetupToken(token: string): Promise<void> {
  const right = await setupToken();
  if (right === null) throw new Fault('missing', 'setup.missing', 'This house is set up already. Sign in.');
  if (!sameText(right, token))
    throw Fault.forbidden(
      'setup.token',
      'This is not the link of this house. Take the newest one from the log.',
    );
}
