/** One field's fault as the server words it; `path` is dotted, for example "contactPoints.0.value". */
export interface FieldFault {
  path: string;
  code: string;
  detail: string;
}

export type RefusalKind =
  | 'offline'
  | 'unknown'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'invalid'
  | 'limited'
  | 'later'
  | 'broken';

const kinds: Record<number, RefusalKind> = {
  0: 'offline',
  400: 'invalid',
  401: 'unknown',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  410: 'missing',
  412: 'conflict',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
  428: 'conflict',
  429: 'limited',
  503: 'later',
  504: 'later',
};

/**
 * What the server said instead of doing it (RFC 9457, problem+json), or that it was not reached (kind 'offline').
 * `detail` is in the asker's language already. `current` is the record as it now stands when an older version was written.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly kind: RefusalKind;
  readonly code: string;
  readonly detail: string;
  readonly errors: FieldFault[];
  readonly requestId: string;
  readonly current: unknown;

  constructor(status: number, problem: Record<string, unknown> = {}) {
    const word = (key: string) => (typeof problem[key] === 'string' ? (problem[key] as string) : '');
    super(word('detail') || word('title') || `answered ${status}`);
    this.name = 'Refusal';
    this.status = status;
    this.kind = kinds[status] ?? 'broken';
    this.code = word('code') || `http.${status}`;
    this.detail = word('detail') || word('title');
    this.errors = Array.isArray(problem.errors) ? (problem.errors as FieldFault[]) : [];
    this.requestId = word('requestId');
    this.current = problem.current ?? null;
  }
}

/** Anything thrown, as a Refusal: what is not one is a fault of the page itself and counts as 'broken'. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  return new Refusal(500, {
    code: 'page.broken',
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  });
}
