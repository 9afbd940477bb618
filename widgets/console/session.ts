/** Who is signed in, as `/api/session` says. */
import type { Api } from '../kernel/api.ts';
import type { Row } from '../kernel/refs.ts';
import { refusalOf } from '../kernel/refusal.ts';

export interface User extends Row {
  email: string;
  givenName: string;
  familyName: string;
  language?: string | null;
  /** Keys of roles, and ids of teams; only administrators read those of others. */
  roles?: string[];
  teams?: (string | { id: string; label?: string })[];
  closedAt?: string | null;
  factorNeeded?: boolean;
}

export interface Session {
  user: User | null;
  /** Keys of the roles in which one is here. */
  roles: string[];
  /** A second factor must be set up before anything else. */
  factorNeeded?: boolean;
}

/** The user, or null where nobody is signed in. Throws where the server was not reached. */
export async function whoIsHere(api: Api): Promise<User | null> {
  try {
    const { user, roles, factorNeeded = false } = await api.get<Session>('/api/session');
    return user && { ...user, roles, factorNeeded };
  } catch (thrown) {
    if (refusalOf(thrown).kind === 'unknown') return null;
    throw thrown;
  }
}

export async function signIn(api: Api, email: string, password: string, code = ''): Promise<void> {
  await api.post('/api/session', { email, password, ...(code ? { code } : {}) });
}

export function nameOfUser(user: User): string {
  return [user.givenName, user.familyName].filter(Boolean).join(' ') || user.email;
}

/** Does this user look after the house? The server decides every single act; this only decides what is offered. */
export function isAdministrator(user: User | null): boolean {
  return user?.roles?.includes('administrator') ?? false;
}

/** Only the front desk's screens are there for this user: nothing else answers. */
export function isClerk(user: User | null): boolean {
  const roles = user?.roles ?? [];
  return roles.length > 0 && roles.every((role) => role === 'clerk');
}
