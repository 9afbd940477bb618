import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { afterCommit, db } from '#kernel/db/unit.ts';
import { now, roomMemory } from '#kernel/house.ts';
import type { Language } from '#kernel/schema.ts';
import { tokenHash } from '#kernel/secrets.ts';
import { setting } from '#platform/settings/api.ts';
import { actorOf } from './model.ts';

/**
 * Who stands behind a session or token. What was found is kept for a few seconds under the token's hash, so that the hot path
 * asks the database once; whatever ends or changes a way in drops all of it in this process, and others notice within FRESH_MS.
 */

export interface Known {
  actor: Actor;
  /** Moment after which it counts no more; null = never. */
  expiresAt: string | null;
  /** When its use was last written down, where that is done. */
  usedAt: string | null;
  /** Origins of an API token. */
  origins?: readonly string[];
  /** Of a session: its user has a second factor. */
  hasFactor?: boolean;
}

const MEMORY = Symbol('access.known');
const FRESH_MS = 5000;
const MOST = 10_000;

interface Memory {
  byHash: Map<string, { known: Known | null; readAt: number }>;
}

function memory(): Memory {
  return roomMemory(MEMORY, () => ({ byHash: new Map() }));
}

/** What stands behind a token; `find` is asked where it is not known freshly. Undefined for what has ended or never was. */
export async function knownBy(
  token: string,
  find: (hash: string) => Promise<Known | undefined>,
): Promise<Known | undefined> {
  const { byHash } = memory();
  const hash = tokenHash(token);
  const at = now();
  let held = byHash.get(hash);
  if (held === undefined || at.getTime() - held.readAt >= FRESH_MS) {
    if (byHash.size >= MOST) byHash.clear();
    held = { known: (await find(hash)) ?? null, readAt: at.getTime() };
    byHash.set(hash, held);
  }
  if (held.known === null || (held.known.expiresAt !== null && held.known.expiresAt <= moment(at)))
    return undefined;
  return held.known;
}

/** Forgets who is behind any token, once the running unit is committed. */
export function dropKnown(): void {
  const { byHash } = memory();
  afterCommit(() => byHash.clear());
}

/** Forgets it now: for who hears from another process that a way in has ended. */
export function forgetKnown(): void {
  memory().byHash.clear();
}

interface UserPart {
  userId: string;
  givenName: string;
  familyName: string;
  language: Language;
  roles: string;
  teams: string;
}

const USER_COLUMNS = [
  'users.id as userId',
  'users.given_name',
  'users.family_name',
  'users.language',
  'users.roles',
  'users.teams',
];

function actorFrom(row: UserPart): Actor {
  const user = {
    ...row,
    id: row.userId,
    roles: JSON.parse(row.roles) as string[],
    teams: JSON.parse(row.teams) as string[],
  };
  return actorOf(user, setting('timeZone'));
}

export async function findSession(hash: string): Promise<Known | undefined> {
  const row = (await db()('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .leftJoin('second_factors', 'second_factors.user_id', 'users.id')
    .where('sessions.token_hash', hash)
    .whereNull('sessions.ended_at')
    .whereNull('users.closed_at')
    .first(
      'sessions.id',
      'sessions.seen_at',
      'sessions.expires_at',
      'second_factors.confirmed_at as factorSince',
      ...USER_COLUMNS,
    )) as
    | (UserPart & { id: string; seenAt: string; expiresAt: string; factorSince: string | null })
    | undefined;
  if (row === undefined) return undefined;
  return {
    actor: { ...actorFrom(row), via: `session:${row.id}` },
    expiresAt: row.expiresAt,
    usedAt: row.seenAt,
    hasFactor: row.factorSince !== null,
  };
}

export async function findApiToken(hash: string): Promise<Known | undefined> {
  const row = (await db()('api_tokens')
    .join('users', 'users.id', 'api_tokens.user_id')
    .where('api_tokens.token_hash', hash)
    .whereNull('api_tokens.closed_at')
    .whereNull('users.closed_at')
    .first(
      'api_tokens.id',
      'api_tokens.scopes',
      'api_tokens.origins',
      'api_tokens.expires_at',
      'api_tokens.used_at',
      ...USER_COLUMNS,
    )) as
    | (UserPart & {
        id: string;
        scopes: string;
        origins: string;
        expiresAt: string | null;
        usedAt: string | null;
      })
    | undefined;
  if (row === undefined) return undefined;
  const limits = { scopes: JSON.parse(row.scopes) as string[] };
  return {
    actor: { ...actorFrom(row), kind: 'token', via: `token:${row.id}`, limits },
    expiresAt: row.expiresAt,
    usedAt: row.usedAt,
    origins: JSON.parse(row.origins) as string[],
  };
}

interface WidgetRow extends UserPart {
  id: string;
  boundUserId: string | null;
  elements: string;
  records: string | null;
  origin: string;
  expiresAt: string;
  makerName: string;
}

/**
 * A widget token acts for its user. Without one it borrows the roles of whoever owns the API token, but no person: nothing may
 * be written, and nothing is its own.
 */
export async function findWidgetToken(hash: string): Promise<Known | undefined> {
  const row = (await db()('widget_tokens')
    .join('api_tokens', 'api_tokens.id', 'widget_tokens.api_token_id')
    .join('users as owners', 'owners.id', 'api_tokens.user_id')
    .joinRaw('JOIN users ON users.id = coalesce(widget_tokens.user_id, api_tokens.user_id)')
    .where('widget_tokens.token_hash', hash)
    .whereNull('api_tokens.closed_at')
    .whereNull('owners.closed_at')
    .whereNull('users.closed_at')
    .first(
      'widget_tokens.id',
      'widget_tokens.user_id as boundUserId',
      'widget_tokens.elements',
      'widget_tokens.records',
      'widget_tokens.origin',
      'widget_tokens.expires_at',
      'api_tokens.name as makerName',
      ...USER_COLUMNS,
    )) as WidgetRow | undefined;
  if (row === undefined) return undefined;
  const actor = actorFrom(row);
  const limits = {
    elements: JSON.parse(row.elements) as string[],
    origin: row.origin,
    ...(row.records === null ? {} : { records: JSON.parse(row.records) as string[] }),
  };
  return {
    actor: {
      ...actor,
      kind: 'widget',
      userId: row.boundUserId,
      name: row.boundUserId === null ? row.makerName : actor.name,
      via: `widget:${row.id}`,
      limits,
    },
    expiresAt: row.expiresAt,
    usedAt: null,
  };
}
