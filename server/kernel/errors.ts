/**
 * One kind of error for the whole house. Rooms throw a Fault; each door says it in its own language
 * (HTTP problem+json, SMTP reply with enhanced code, a sentence on the command line).
 */

export type FaultKind =
  | 'invalid' // what was sent cannot be used; the message says what to change
  | 'unknown' // who is asking is not known: sign in
  | 'forbidden' // known, and not allowed
  | 'missing' // does not exist, or may not be seen: the two look the same
  | 'conflict' // somebody else changed it, or it contradicts what stands
  | 'limited' // too many, too large, too often
  | 'later' // cannot be done now; trying again later is right
  | 'broken'; // our fault

export interface FaultPlace {
  /** Path into what was sent, for example `contactPoints.0.value`. */
  path: string;
  code: string;
  detail: string;
}

export interface FaultFacts {
  /** Places of an invalid input. */
  errors?: FaultPlace[];
  /** The record as it stands, for conflicts. */
  current?: unknown;
  /** Seconds until trying again makes sense, for `later` and `limited`. */
  retryAfter?: number;
  cause?: unknown;
  [fact: string]: unknown;
}

export class Fault extends Error {
  readonly kind: FaultKind;
  /** `entity.reason`, stable, for programs. */
  readonly code: string;
  readonly facts: FaultFacts;

  constructor(kind: FaultKind, code: string, detail: string, facts: FaultFacts = {}) {
    super(detail, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'Fault';
    this.kind = kind;
    this.code = code;
    this.facts = facts;
  }

  static invalid(code: string, detail: string, facts?: FaultFacts): Fault {
    return new Fault('invalid', code, detail, facts);
  }
  /** One bad place in the input. */
  static invalidAt(path: string, code: string, detail: string): Fault {
    return new Fault('invalid', code, detail, { errors: [{ path, code, detail }] });
  }
  static unknown(code: string, detail: string, facts?: FaultFacts): Fault {
    return new Fault('unknown', code, detail, facts);
  }
  static forbidden(code: string, detail: string, facts?: FaultFacts): Fault {
    return new Fault('forbidden', code, detail, facts);
  }
  static missing(entity: string, id?: string): Fault {
    return new Fault(
      'missing',
      `${entity}.missing`,
      `There is no such ${entity}, or it is not yours to see.`,
      { id },
    );
  }
  static conflict(code: string, detail: string, facts?: FaultFacts): Fault {
    return new Fault('conflict', code, detail, facts);
  }
  static limited(code: string, detail: string, facts?: FaultFacts): Fault {
    return new Fault('limited', code, detail, facts);
  }
  static later(code: string, detail: string, facts?: FaultFacts): Fault {
    return new Fault('later', code, detail, facts);
  }
  static broken(code: string, detail: string, facts?: FaultFacts): Fault {
    return new Fault('broken', code, detail, facts);
  }
}

export function isFault(error: unknown, kind?: FaultKind): error is Fault {
  return error instanceof Fault && (kind === undefined || error.kind === kind);
}
