/**
 * Who does something. The kernel only carries actors; platform/access makes them. An actor is always passed on explicitly:
 * nothing reads a hidden "current user".
 */
export interface Actor {
  kind: 'user' | 'token' | 'widget' | 'system' | 'anonymous';
  /** The user for whom it is done; null for the system and strangers. */
  userId: string | null;
  /** As the audit shows it, so that an entry outlives the user. */
  name: string;
  /** Keys of roles: `administrator`, `clerk`, … */
  roles: readonly string[];
  /** Ids of teams. */
  teams: readonly string[];
  language: 'tr' | 'pl' | 'en';
  /** IANA zone in which "today" is meant. */
  zone: string;
  /** Session, API token or widget token through which it comes. */
  via?: string;
  /** Address it comes from. */
  from?: string;
  /** Correlates log, audit and problem. */
  requestId?: string;
  /** What a token is limited to; undefined = everything its user may. */
  limits?: ActorLimits;
}

export interface ActorLimits {
  /** Scopes of an API token: `read`, `write`, `widgets`, `<plural>:read`, … */
  scopes?: readonly string[];
  /** Elements that a widget token may feed. */
  elements?: readonly string[];
  /** Records (`person:ID`, `mailbox:ID`, `thread:ID`) that a widget token is bound to; absent = all its user may see. */
  records?: readonly string[];
  /** The one origin of a widget token. */
  origin?: string;
}

export function systemActor(name = 'system', zone = 'UTC'): Actor {
  return { kind: 'system', userId: null, name, roles: [], teams: [], language: 'en', zone };
}

export const STRANGER: Actor = {
  kind: 'anonymous',
  userId: null,
  name: 'anonymous',
  roles: [],
  teams: [],
  language: 'en',
  zone: 'UTC',
};
