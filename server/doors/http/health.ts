import type { Middleware } from 'koa';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { house } from '#kernel/house.ts';
import { readiness } from '#platform/system/health.ts';

/** `/healthz` says that the process answers, `/readyz` that it can do its work, `/metrics` is for Prometheus. */
export function health(): Middleware {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'lobi_http_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
  });
  const waiting = new Gauge({
    name: 'lobi_waiting',
    help: 'Rows that wait for a hand.',
    labelNames: ['what'],
    registers: [registry],
  });
  return async (ctx, next) => {
    if (ctx.path === '/healthz') {
      ctx.body = { ok: true };
      return;
    }
    if (ctx.path === '/readyz') {
      const checks = await readiness();
      ctx.status = checks.every((check) => check.ok) ? 200 : 503;
      ctx.body = { ok: ctx.status === 200, checks };
      return;
    }
    if (ctx.path === '/metrics') {
      await countWaiting(waiting);
      ctx.type = registry.contentType;
      ctx.body = await registry.metrics();
      return;
    }
    const done = seconds.startTimer();
    await next();
    done({
      method: ctx.method,
      route: (ctx._matchedRoute as string | undefined) ?? 'page',
      status: ctx.status,
    });
  };
}

async function countWaiting(gauge: Gauge): Promise<void> {
  const at = moment(house().clock.now());
  const count = async (query: PromiseLike<unknown>) => Number(((await query) as { n: number }[])[0]?.n ?? 0);
  gauge.set(
    { what: 'arrivals' },
    await count(db()('arrivals').whereNull('filed_at').whereNull('parked_at').count('* as n')),
  );
  gauge.set(
    { what: 'recipients' },
    await count(db()('recipients').where({ state: 'queued' }).andWhere('due_at', '<=', at).count('* as n')),
  );
  gauge.set({ what: 'jobs' }, await count(db()('jobs').whereNull('parked_at').count('* as n')));
}
