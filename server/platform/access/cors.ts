import type { Context, Next } from 'koa';
import { moment } from '#kernel/clock.ts';
import { afterCommit, db } from '#kernel/db/unit.ts';
import { isFault } from '#kernel/errors.ts';
import { now, roomMemory } from '#kernel/house.ts';

/**
 * Pages of other origins reach the API only where an API token names their origin, exactly. They never come
 * with the session's cookie: no credentials are allowed for foreign origins, so a page has what its token has and no more.
 * A page whose API token has ended may read one thing, that its access has ended: else its elements would take the browser's
 * refusal for a broken network.
 */

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const HEADERS = 'Authorization, Content-Type, Accept-Language, If-Match, Idempotency-Key, X-Lobi-Request';
const EXPOSED = 'ETag, X-Request-Id, Retry-After, Content-Disposition';
const PREFLIGHT_SECONDS = 600;

export async function corsMiddleware(ctx: Context, next: Next): Promise<unknown> {
  if (!ctx.path.startsWith('/api/')) return next();
  ctx.vary('Origin');
  const origin = ctx.get('origin');
  const preflight = ctx.method === 'OPTIONS' && ctx.get('access-control-request-method') !== '';
  const { holding, ended } = origin === '' ? NONE : await knownOrigins();
  if (preflight) {
    if (holding.has(origin) || ended.has(origin)) allowToAsk(ctx, origin);
    ctx.status = 204;
    return undefined;
  }
  if (holding.has(origin)) allowToRead(ctx, origin);
  try {
    return await next();
  } catch (fault) {
    if (ended.has(origin) && isFault(fault, 'unknown')) allowToRead(ctx, origin);
    throw fault;
  }
}

function allowToAsk(ctx: Context, origin: string): void {
  allowToRead(ctx, origin);
  ctx.set('Access-Control-Allow-Methods', METHODS);
  ctx.set('Access-Control-Allow-Headers', HEADERS);
  ctx.set('Access-Control-Max-Age', String(PREFLIGHT_SECONDS));
}

function allowToRead(ctx: Context, origin: string): void {
  ctx.set('Access-Control-Allow-Origin', origin);
  ctx.set('Access-Control-Expose-Headers', EXPOSED);
}

const MEMORY = Symbol('access.origins');
const FRESH_MS = 5000;

interface Origins {
  holding: ReadonlySet<string>;
  /** Those that no token names any more which holds. */
  ended: ReadonlySet<string>;
}
const NONE: Origins = { holding: new Set(), ended: new Set() };

function memory(): { origins: Origins; readAt: number | null } {
  return roomMemory(MEMORY, () => ({ origins: NONE, readAt: null }));
}

/** Origins of the API tokens that hold, and of those that have ended. */
async function knownOrigins(): Promise<Origins> {
  const held = memory();
  const at = now();
  if (held.readAt !== null && at.getTime() - held.readAt < FRESH_MS) return held.origins;
  const rows = (await db()('api_tokens').select('origins', 'closed_at', 'expires_at')) as {
    origins: string;
    closedAt: string | null;
    expiresAt: string | null;
  }[];
  const holds = (row: (typeof rows)[number]) =>
    row.closedAt === null && (row.expiresAt === null || row.expiresAt > moment(at));
  const named = (some: typeof rows) =>
    new Set(some.flatMap(({ origins }) => JSON.parse(origins) as string[]));
  const holding = named(rows.filter(holds));
  held.origins = { holding, ended: named(rows).difference(holding) };
  held.readAt = at.getTime();
  return held.origins;
}

/** Forgets the known origins, once the running unit is committed. */
export function dropOrigins(): void {
  const held = memory();
  afterCommit(() => {
    held.readAt = null;
  });
}
