import type { IncomingMessage, ServerResponse } from 'node:http';
import { readTexts } from '#kernel/i18n.ts';
import type { Language } from '#kernel/schema.ts';

/**
 * What the port of HTTP says while there is no house behind it: 503 with Retry-After (RFC 9110, 10.2.3), so that probes, proxies
 * and browsers come back. `/healthz` is well all the same: the process works, and a long migration must not be cut off.
 */

export type WaitingFor = 'starting' | 'closing';

/** Seconds. */
const AGAIN = 5;
const TEXTS = readTexts(import.meta.dirname);

export function answerWaiting(
  req: IncomingMessage,
  res: ServerResponse,
  why: WaitingFor,
  language: Language,
): void {
  const [path = '/'] = (req.url ?? '/').split('?');
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Connection', 'close');
  if (path === '/healthz') return send(res, 200, 'application/json', JSON.stringify({ ok: true }));
  res.setHeader('Retry-After', String(AGAIN));
  const says = TEXTS[language][why] as string;
  if (path === '/readyz')
    return send(
      res,
      503,
      'application/json',
      JSON.stringify({ ok: false, checks: [{ name: why, ok: false, facts: {}, says, does: null }] }),
    );
  if (path.startsWith('/api/'))
    return send(
      res,
      503,
      'application/problem+json',
      JSON.stringify({ type: 'about:blank', title: says, status: 503, code: `house.${why}`, detail: says }),
    );
  res.setHeader('Refresh', String(AGAIN));
  res.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  send(
    res,
    503,
    'text/html; charset=utf-8',
    `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lobi</title></head><body><h1>Lobi</h1><p>${says}</p></body></html>\n`,
  );
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.statusCode = status;
  res.setHeader('Content-Type', type);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.end(body);
}
