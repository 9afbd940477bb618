import type { Context } from 'koa';
import { Fault, type FaultKind } from '../errors.ts';
import { house } from '../house.ts';

/** Faults as `application/problem+json` (RFC 9457). */

const STATUS: Record<FaultKind, number> = {
  invalid: 422,
  unknown: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  limited: 429,
  later: 503,
  broken: 500,
};

const TITLES: Record<FaultKind, string> = {
  invalid: 'This cannot be used as it is',
  unknown: 'Sign in first',
  forbidden: 'Not allowed',
  missing: 'Not found',
  conflict: 'Changed meanwhile',
  limited: 'Too much',
  later: 'Not now',
  broken: 'Something broke here',
};

export function answerFault(ctx: Context, error: unknown, requestId: string): void {
  const fault = asFault(error);
  const stale = fault.kind === 'conflict' && fault.facts.current !== undefined && ctx.get('if-match') !== '';
  const status = stale ? 412 : ((fault.facts.status as number | undefined) ?? STATUS[fault.kind]);
  if (fault.kind === 'broken')
    house().log.error({ requestId, err: fault.message, stack: (error as Error).stack }, 'a request broke');
  ctx.status = status;
  if (fault.facts.retryAfter !== undefined) ctx.set('Retry-After', String(Math.ceil(fault.facts.retryAfter)));
  ctx.type = 'application/problem+json';
  ctx.body = JSON.stringify({
    type: `urn:lobi:problem:${fault.code}`,
    title: TITLES[fault.kind],
    status,
    code: fault.code,
    detail:
      fault.kind === 'broken' && !(error instanceof Fault)
        ? 'This is our fault; it is in the log under the request id.'
        : fault.message,
    errors: fault.facts.errors ?? [],
    ...(fault.facts.current === undefined ? {} : { current: fault.facts.current }),
    requestId,
  });
}

function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  // http-errors of koa's parts carry a status and say whether they may be shown.
  const { status, expose, message } = error as { status?: number; expose?: boolean; message?: string };
  if (expose === true && status !== undefined && status < 500) {
    const kind = status === 413 ? 'limited' : 'invalid';
    return new Fault(kind, 'http.refused', message ?? 'The request cannot be read.', { status });
  }
  return Fault.broken('http.broken', message ?? 'unknown');
}
