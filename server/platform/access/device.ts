import type { Context } from 'koa';
import { houseKey, sameText, signature } from '#kernel/secrets.ts';
import { attributes } from './cookie.ts';

/**
 * A browser with which a user has signed in before keeps a mark of it. It lets nobody in; it only says that a guess spread over
 * many addresses need not keep this browser out (OWASP: device cookies).
 */

const DEVICE_COOKIE = 'lobi_device';
const LONGEST_MS = 365 * 24 * 60 * 60 * 1000;

async function markOf(userId: string): Promise<string> {
  return signature(await houseKey('device'), userId, 16);
}

export async function isKnownDevice(ctx: Context, userId: string | undefined): Promise<boolean> {
  const marks = ctx.cookies.get(DEVICE_COOKIE)?.split('.') ?? [];
  if (userId === undefined || marks.length === 0) return false;
  const wanted = await markOf(userId);
  return marks.some((each) => sameText(each, wanted));
}

/** The last five users of a browser are known by it. */
const MOST = 5;

export async function markDevice(ctx: Context, userId: string): Promise<void> {
  const mark = await markOf(userId);
  const others = (ctx.cookies.get(DEVICE_COOKIE)?.split('.') ?? []).filter(
    (each) => /^[0-9a-f]{32}$/.test(each) && each !== mark,
  );
  const value = [mark, ...others].slice(0, MOST).join('.');
  ctx.cookies.set(DEVICE_COOKIE, value, { ...attributes(ctx), expires: new Date(Date.now() + LONGEST_MS) });
}
