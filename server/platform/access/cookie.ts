import type { Context } from 'koa';
import { moment } from '#kernel/clock.ts';
import { setting } from '#platform/settings/api.ts';

export const SESSION_COOKIE = 'lobi_session';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A session ends when it was not used for this long … */
const IDLE_MS = 14 * DAY_MS;
/** … and this long after the sign-in in any case. */
const LONGEST_MS = 90 * DAY_MS;

/** The end of a session that began at `createdAt` and is used now. */
export function extendedEnd(createdAt: string, at: Date): string {
  return moment(Math.min(at.getTime() + IDLE_MS, Date.parse(createdAt) + LONGEST_MS));
}

export function setSessionCookie(ctx: Context, token: string, expiresAt: string): void {
  ctx.cookies.set(SESSION_COOKIE, token, { ...attributes(ctx), expires: new Date(expiresAt) });
}

export function clearSessionCookie(ctx: Context): void {
  ctx.cookies.set(SESSION_COOKIE, null, attributes(ctx));
}

export function attributes(ctx: Context) {
  const secure = setting('publicUrl').startsWith('https:');
  // Behind a proxy that speaks TLS the request itself is plain: the public URL decides.
  ctx.cookies.secure = secure;
  return { httpOnly: true, sameSite: 'lax', secure, overwrite: true, signed: false, path: '/' } as const;
}

/** The session's token in a `Cookie` header, for handshakes that have no Koa. */
export function tokenInCookies(header: string | undefined): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2);
    if (name === SESSION_COOKIE && value) return value;
  }
  return undefined;
}
