import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Actor } from '#kernel/actor.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { tokenHash } from '#kernel/secrets.ts';
import { setting } from '#platform/settings/api.ts';
import { isAdministrator, rightsOf } from './rights.ts';

/**
 * A second factor beside the password: codes of an authenticator app (TOTP, RFC 6238: SHA-1, 30 seconds, six digits, as every app
 * has them), and recovery codes for the day on which the app is lost. No code counts twice.
 */

export interface Factor {
  userId: string;
  secret: string;
  confirmedAt: string | null;
  lastStep: number;
}

const PERIOD_S = 30;
/** Clocks of phones are off by some seconds: one step before and one behind count as well. */
const WINDOW = 1;
export const RECOVERY_CODES = 10;
/** Without the letters that look like others. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A new secret: 160 bits in base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code says to the app. */
export function otpauthUrl(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: setting('company').replaceAll(':', ' '),
    label: label.replaceAll(':', ' '),
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
  });
}

/** `k4mw-7xqa`: eight letters, 39 bits, tried ten times in a quarter of an hour at most. */
export function newRecoveryCode(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** As it is stored: bound to its user, without what people put between the letters. */
export function recoveryHash(userId: string, code: string): string {
  return tokenHash(`${userId} ${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);
}

export async function factorOf(userId: string): Promise<Factor | undefined> {
  const row = (await db()('second_factors')
    .where({ userId })
    .first('user_id', 'secret', 'confirmed_at', 'last_step')) as Factor | undefined;
  return row === undefined ? undefined : { ...row, lastStep: Number(row.lastStep) };
}

/** The time step whose code this is, where it is a later one than the last that was used; null where it does not count. */
export function stepOf(factor: Factor, code: string): number | null {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const at = now().getTime();
  const away = totpOf(factor.secret).validate({ token: digits, window: WINDOW, timestamp: at });
  if (away === null) return null;
  const step = Math.floor(at / 1000 / PERIOD_S) + away;
  return step > factor.lastStep ? step : null;
}

/** Takes a code of the app, once: of two who send it at the same moment one comes in. */
export async function takeCode(factor: Factor, code: string): Promise<boolean> {
  const step = stepOf(factor, code);
  if (step === null) return false;
  return work('access.takeCode', async () => {
    const taken = await db()('second_factors')
      .where({ userId: factor.userId })
      .where('last_step', '<', step)
      .update({ lastStep: step });
    return taken === 1;
  });
}

/** Whether the house or one of the actor's roles wants a second factor of it. */
export function factorRequired(actor: Actor): boolean {
  if (actor.kind !== 'user') return false;
  const whom = setting('secondFactorFor');
  return (
    whom === 'everybody' ||
    (whom === 'administrators' && isAdministrator(actor)) ||
    rightsOf(actor).some((each) => each.secondFactor === true)
  );
}
