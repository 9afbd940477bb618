import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import type { Actor } from '../actor.ts';
import { parse } from '../command.ts';
import { Fault } from '../errors.ts';
import { type House, inHouse } from '../house.ts';
import { newId } from '../ids.ts';
import { answerFault } from './problem.ts';
import { Reply, type Route } from './route.ts';

/** Turns routes into a Koa application. Who is asking is told by the door (`identify`), which knows platform/access. */

export interface HttpParts {
  identify(ctx: Context): Promise<Actor>;
  /** Before the routes: security headers, compression, static files. */
  before?: Middleware[];
  /** After the routes: the console's page. */
  after?: Middleware[];
}

const JSON_LIMIT = '32mb';

export function buildApp(where: House, routes: readonly Route[], parts: HttpParts): Koa {
  const app = new Koa();
  app.proxy = where.config.trustedProxies.length > 0;
  app.use((_ctx, next) => inHouse(where, next));
  app.use(withRequestId(where));
  for (const each of parts.before ?? []) app.use(each);
  const body = bodyParser({
    enableTypes: ['json'],
    jsonLimit: JSON_LIMIT,
    parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  });
  const routers = new Map<string, Router>();
  for (const route of bySpecificity(routes)) {
    const part = partOf(route.path);
    const router = routers.get(part) ?? new Router();
    router.register(route.path, [route.method], chain(route, parts, body));
    routers.set(part, router);
  }
  const handled = new Map([...routers].map(([part, router]) => [part, router.routes()]));
  app.use((ctx, next) => handled.get(partOf(ctx.path))?.(ctx as never, next) ?? next());
  app.use(apiOnly());
  for (const each of parts.after ?? []) app.use(each);
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET')
      where.log.error({ err: error.message, stack: error.stack }, 'http');
  });
  return app;
}

function withRequestId(where: House): Middleware {
  return async (ctx, next) => {
    const requestId = newId();
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    const started = performance.now();
    try {
      await next();
    } catch (error) {
      answerFault(ctx, error, requestId);
    }
    const facts = {
      requestId,
      method: ctx.method,
      path: ctx._matchedRoute ?? undefined,
      status: ctx.status,
      ms: Math.round(performance.now() - started),
    };
    where.log.debug(facts, 'request');
  };
}

/**
 * What a path begins with, `/api/persons` or `/unsubscribe`: a router tries its routes one by one, so each part has a router of its
 * own, and a house of many routes answers as quickly as one of few.
 */
function partOf(path: string): string {
  const end = path.indexOf('/', path.startsWith('/api/') ? '/api/'.length : 1);
  return end < 0 ? path : path.slice(0, end);
}

/** What is under /api and has no route is missing, in JSON. */
function apiOnly(): Middleware {
  const allowed = new Router().allowedMethods({
    throw: true,
    methodNotAllowed: () =>
      new Fault('invalid', 'http.method', 'This address does not take that method.', { status: 405 }),
  });
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/api/')) return next();
    await (allowed as unknown as Middleware)(ctx, async () => {});
    if (ctx.status === 404 && ctx.body === undefined)
      throw new Fault('missing', 'http.missing', `There is nothing at ${ctx.path}. See /api/docs.`);
  };
}

function chain(route: Route, parts: HttpParts, body: Middleware): Middleware {
  return async (ctx) => {
    const actor = await parts.identify(ctx);
    if (actor.kind === 'anonymous' && route.open !== true)
      throw Fault.unknown('session.missing', 'Sign in first, or send a token.');
    if (route.stream !== true) await body(ctx, async () => {});
    const sent = (ctx.request as unknown as { body?: unknown }).body;
    const takes = route.takes ?? {};
    const result = await route.handle({
      actor: { ...actor, requestId: ctx.state.requestId as string },
      params: takes.params === undefined ? ctx.params : parse(takes.params, ctx.params, 'path'),
      query: takes.query === undefined ? ctx.query : parse(takes.query, { ...ctx.query }, 'query'),
      body: takes.body === undefined ? sent : parse(takes.body, sent ?? {}, 'body'),
      ifMatch: ifMatch(ctx),
      ctx,
    });
    answer(ctx, route, result);
  };
}

function answer(ctx: Context, route: Route, result: unknown): void {
  if (ctx.respond === false) return;
  ctx.set('Cache-Control', 'no-store');
  if (result instanceof Reply) {
    ctx.status = result.status;
    ctx.set(result.headers);
    ctx.body = result.body;
    return;
  }
  ctx.status = route.status ?? (result === undefined ? 204 : route.method === 'POST' ? 201 : 200);
  if (result === undefined) {
    ctx.body = null;
    return;
  }
  const version = (result as { version?: unknown } | null)?.version;
  if (typeof version === 'number') ctx.set('ETag', `"${version}"`);
  ctx.type = 'application/json';
  ctx.body = JSON.stringify(result);
}

function ifMatch(ctx: Context): number | undefined {
  const sent = ctx.get('if-match').replace(/^W\//, '').replaceAll('"', '');
  if (sent === '' || sent === '*') return undefined;
  const version = Number(sent);
  if (!Number.isInteger(version))
    throw Fault.invalidAt('If-Match', 'version', 'must be the version of the record, in quotes');
  return version;
}

/** `/api/persons/by/…` before `/api/persons/:id`. */
function bySpecificity(routes: readonly Route[]): Route[] {
  const weight = (path: string) =>
    path
      .split('/')
      .map((part) => (part.startsWith(':') ? '1' : '0'))
      .join('');
  return [...routes].sort((a, b) => weight(a.path).localeCompare(weight(b.path)));
}
