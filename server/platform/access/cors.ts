import type { Context, Next } from 'koa';
import { moment } from '#kernel/clock.ts';
import { afterCommit, db } from '#kernel/db/unit.ts';
import { now, roomMemory } from '#kernel/house.ts';

/**
 * Pages of other origins reach the API only where an API token names their origin, exactly. They never come
 * with the session's cookie: no credentials are allowed for foreign origins, so a page has what its token has and no more.
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
  if (origin !== '' && (await registeredOrigins()).has(origin)) {
    ctx.set('Access-Control-Allow-Origin', origin);
    ctx.set('Access-Control-Expose-Headers', EXPOSED);
    if (preflight) {
      ctx.set('Access-Control-Allow-Methods', METHODS);
      ctx.set('Access-Control-Allow-Headers', HEADERS);
      ctx.set('Access-Control-Max-Age', String(PREFLIGHT_SECONDS));
    }
  }
  if (!preflight) return next();
  ctx.status = 204;
  return undefined;
}

const MEMORY = Symbol('access.origins');
const FRESH_MS = 5000;

interface Memory {
  origins: Set<string>;
  readAt: number | null;
}

function memory(): Memory {
  return roomMemory(MEMORY, () => ({ origins: new Set<string>(), readAt: null }));
}

/** Origins of the API tokens that hold. */
async function registeredOrigins(): Promise<Set<string>> {
  const held = memory();
  const at = now();
  if (held.readAt !== null && at.getTime() - held.readAt < FRESH_MS) return held.origins;
  const rows = (await db()('api_tokens')
    .whereNull('closed_at')
    .where((q) => q.whereNull('expires_at').orWhere('expires_at', '>', moment(at)))
    .select('origins')) as { origins: string }[];
  held.origins = new Set(rows.flatMap((row) => JSON.parse(row.origins) as string[]));
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
