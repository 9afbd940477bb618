import type { Context } from 'koa';
import { type Actor, STRANGER } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house, now } from '#kernel/house.ts';
import { LANGUAGES } from '#kernel/i18n.ts';
import type { Language } from '#kernel/schema.ts';
import { setting } from '#platform/settings/api.ts';
import { addressOf } from './addresses.ts';
import { extendedEnd, SESSION_COOKIE, setSessionCookie, tokenInCookies } from './cookie.ts';
import { findApiToken, findSession, findWidgetToken, type Known, knownBy } from './known.ts';
import { elementsOf, scopesAllow } from './limits.ts';
import { freshenRights, isNarrow } from './rights.ts';
import { factorRequired } from './second-factor.ts';

/** Who is asking: by bearer token (API or widget), else by the session's cookie, else nobody we know. */

const USED_AGAIN_MS = 60 * 60 * 1000;
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Parts of the API that any token may read: who it is, and what records look like. */
const OF_EVERYBODY = new Set(['session', 'entities', 'query']);

/** For the http door. Throws Fault `unknown` for a token that does not count, `forbidden` for a write that a foreign page could send. */
export async function identify(ctx: Context): Promise<Actor> {
  await freshenRights();
  const from = addressOf(ctx);
  const bearer = /^Bearer +(\S+)$/i.exec(ctx.get('authorization'))?.[1];
  if (bearer !== undefined) {
    const known = await tokenBy(bearer, ctx.get('origin') || undefined);
    if (known === undefined)
      throw Fault.unknown('token.ended', 'This token is not known, has ended, or belongs to another page.');
    guardPath(known.actor, ctx.method, ctx.path);
    guardNarrow(known.actor, ctx.path);
    return { ...known.actor, language: onScreen(ctx) ?? known.actor.language, from };
  }
  const token = ctx.cookies.get(SESSION_COOKIE);
  const signingIn = ctx.method === 'POST' && ctx.path === '/api/session';
  // Pages for strangers (leaving a list) are the same for a colleague who is signed in.
  const apart = signingIn || !ctx.path.startsWith('/api/');
  const known = token === undefined || apart ? undefined : await sessionBy(token);
  if (known === undefined || token === undefined)
    return { ...STRANGER, language: languageOf(ctx), zone: setting('timeZone'), from };
  if (!READS.has(ctx.method) && ctx.get('x-lobi-request') === '')
    throw Fault.forbidden(
      'session.foreignWrite',
      'Changes by cookie need the header "X-Lobi-Request: 1", so that no foreign page can send them.',
    );
  guardNarrow(known.actor, ctx.path);
  await slide(ctx, known, token);
  if (lacksFactor(known) && !beforeFactor(ctx.path))
    throw Fault.forbidden(
      'session.factorNeeded',
      'Your firm wants a second factor: set up an authenticator app first.',
    );
  return { ...known.actor, language: onScreen(ctx) ?? known.actor.language, from };
}

/** What stands behind an API or widget token; undefined where it does not count, or is used on a page of another origin. */
async function tokenBy(token: string, origin?: string): Promise<Known | undefined> {
  const known = await knownBy(token, token.startsWith('lobiw_') ? findWidgetToken : findApiToken);
  if (known?.actor.kind === 'widget')
    return origin === undefined || origin === known.actor.limits?.origin ? known : undefined;
  if (known !== undefined) await noteUse(known);
  return known;
}

/** What a socket says of itself when it opens. */
export interface Handshake {
  headers: { cookie?: string | undefined; origin?: string | undefined; host?: string | undefined };
  auth: Record<string, unknown>;
}

/**
 * Who opens a socket: by `auth.token`, else by the session's cookie. A page's Origin must be this house's own for a cookie,
 * the bound one for a widget token, a registered one for an API token. Everybody else is a stranger.
 */
export async function identifyHandshake(handshake: Handshake): Promise<Actor> {
  await freshenRights();
  return (await knownOf(handshake))?.actor ?? STRANGER;
}

/** The moment at which what a socket came with ends by itself; null where it does not, or has ended. */
export async function endOfHandshake(handshake: Handshake): Promise<string | null> {
  return (await knownOf(handshake))?.expiresAt ?? null;
}

async function knownOf({ headers, auth }: Handshake): Promise<Known | undefined> {
  const { cookie, origin, host } = headers;
  if (typeof auth.token === 'string' && auth.token !== '') {
    const known = await tokenBy(auth.token, origin);
    const foreign = known?.actor.kind === 'token' && origin !== undefined && !sameOrigin(origin, host);
    return foreign && !known.origins?.includes(origin) ? undefined : known;
  }
  const session = tokenInCookies(cookie);
  // Not every browser knows SameSite for sockets, so the Origin decides; programs that send none have no cookie of a person.
  if (session === undefined || !sameOrigin(origin, host)) return undefined;
  const known = await sessionBy(session);
  return known === undefined || lacksFactor(known) ? undefined : known;
}

/** Whether an Origin header names this house: the address the request was sent to, or the public URL. */
function sameOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host || origin === new URL(setting('publicUrl')).origin;
}

/** Whether a session belongs to somebody who must have a second factor and has none: it reaches nothing but setting one up. */
function lacksFactor({ actor, hasFactor }: Known): boolean {
  return hasFactor === false && factorRequired(actor);
}

function beforeFactor(path: string): boolean {
  return path === '/api/session' || path.startsWith('/api/second-factor') || !path.startsWith('/api/');
}

function sessionBy(token: string): Promise<Known | undefined> {
  return knownBy(token, findSession);
}

/** Tokens reach only what their scopes or elements name; for widgets the rest does not exist. */
function guardPath(actor: Actor, method: string, path: string): void {
  const { limits } = actor;
  if (limits === undefined || !path.startsWith('/api/')) return;
  const segment = path.split('/')[2] ?? '';
  // Questions too long for an address are sent as POST and change nothing.
  const reading =
    READS.has(method) || (method === 'POST' && (path.endsWith('/query') || segment === 'query'));
  if (reading && OF_EVERYBODY.has(segment)) return;
  if (limits.elements !== undefined) {
    if (!elementSegments(actor, reading).has(segment))
      throw new Fault('missing', 'http.missing', `There is nothing at ${path}.`);
    return;
  }
  const scopes = limits.scopes ?? [];
  if (segment === 'widget-tokens' && scopes.includes('widgets')) return;
  if (!scopesAllow(scopes, segment, reading))
    throw Fault.forbidden('token.scope', `The scopes of this token do not reach ${segment}.`, { scopes });
}

declare module '#kernel/room.ts' {
  interface Room {
    /** Parts of the API that exist for who has nothing but the front desk's role. */
    narrowPaths?: readonly string[];
  }
}

/** Who one is, and the ways in of one's own. */
const OF_ONESELF = new Set(['session', 'sessions', 'second-factor', 'password-resets']);

/** For the front desk's role nothing exists but what is declared for it, the way in and out, and who one is. */
function guardNarrow(actor: Actor, path: string): void {
  if (!path.startsWith('/api/') || !isNarrow(actor)) return;
  const [, , segment = '', id] = path.split('/');
  const own = segment === 'users' && id !== undefined && id === actor.userId;
  const declared = house().registry.all('narrowPaths');
  if (own || OF_ONESELF.has(segment) || declared.includes(segment)) return;
  throw new Fault('missing', 'http.missing', `There is nothing at ${path}.`);
}

/** Parts of the API that a widget token's elements read, or write to by their commands. */
function elementSegments(actor: Actor, reading: boolean): Set<string> {
  const { entities } = house().registry;
  const elements = elementsOf(actor.limits ?? {});
  const names = elements.flatMap((each) =>
    reading ? each.reads : (each.runs ?? []).map((name) => name.split('.')[0] ?? ''),
  );
  return new Set([
    ...names.map((name) => entities.get(name)?.plural ?? `${name}s`),
    ...elements.flatMap((each) => each.paths ?? []),
  ]);
}

/** A session that is used goes on: its end moves once an hour, and the cookie with it. */
async function slide(ctx: Context, known: Known, token: string): Promise<void> {
  if (!(await noteUse(known))) return;
  setSessionCookie(ctx, token, known.expiresAt as string);
}

/** Writes down that a way in was used, at most once an hour; never in the way of the request itself. */
async function noteUse(known: Known): Promise<boolean> {
  const at = now();
  if (known.usedAt !== null && at.getTime() - Date.parse(known.usedAt) < USED_AGAIN_MS) return false;
  const [kind, id = ''] = (known.actor.via ?? '').split(':');
  try {
    if (kind === 'session') {
      const row = (await db()('sessions').where({ id }).first('created_at')) as { createdAt: string };
      const expiresAt = extendedEnd(row.createdAt, at);
      await work('access.sessionUsed', () =>
        db()('sessions')
          .where({ id })
          .update({ seenAt: moment(at), expiresAt }),
      );
      known.expiresAt = expiresAt;
    } else
      await work('access.tokenUsed', () =>
        db()('api_tokens')
          .where({ id })
          .update({ usedAt: moment(at) }),
      );
    known.usedAt = moment(at);
    return true;
  } catch (error) {
    house().log.warn(
      { err: (error as Error).message },
      'the use of a session or token could not be written down',
    );
    return false;
  }
}

/** Our own screens name the one language they are in; it may be another than the user's own. Browsers name a list. */
function onScreen(ctx: Context): Language | undefined {
  return LANGUAGES.find((language) => language === ctx.get('accept-language'));
}

function languageOf(ctx: Context): Language {
  const wished = ctx.acceptsLanguages([...LANGUAGES]);
  return wished === false || ctx.get('accept-language') === '' ? setting('language') : (wished as Language);
}
