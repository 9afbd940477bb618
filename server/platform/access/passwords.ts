import { Fault } from '#kernel/errors.ts';
import { roomMemory } from '#kernel/house.ts';
import { passwordHash, passwordMatches } from '#kernel/secrets.ts';

/**
 * Passwords as NIST SP 800-63B has them: long enough, no rules of composition, not the person's own address. They are hashed
 * here, before a command opens its unit: argon2id takes longer than anybody may hold the writer.
 */

const SHORTEST = 8;
const LONGEST = 200;

/** The hash to store. Throws Fault `invalid` for what is too easy to guess; `path` names the place of the input. */
export async function acceptPassword(password: string, email: string, path = 'password'): Promise<string> {
  const fault = faultOf(password, email);
  if (fault !== null)
    throw Fault.invalid('password.weak', fault, { errors: [{ path, code: 'password.weak', detail: fault }] });
  return passwordHash(password);
}

function faultOf(password: string, email: string): string | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...plain].length < SHORTEST)
    return `Choose at least ${SHORTEST} characters; a few words in a row are easy to keep in mind.`;
  if (plain.length > LONGEST) return `Choose at most ${LONGEST} characters.`;
  if (plain === email.toLowerCase() || plain === email.toLowerCase().split('@')[0])
    return 'Choose something else than the address.';
  if (new Set(plain).size < 4) return 'Choose more than the same characters again and again.';
  return null;
}

const NOBODY = Symbol('access.nobody');

/** Whether a password is the one of a hash. For unknown users it takes as long and says no. */
export async function checkPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  if (password.length > LONGEST * 4) return false;
  const nobody = roomMemory(NOBODY, () => passwordHash('a password that nobody has'));
  const matches = await passwordMatches(password, hash ?? (await nobody));
  return matches && hash !== null && hash !== undefined;
}
