import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { type ApiToken, nameOf, type Team, User } from './model.ts';
import { canMany } from './policy.ts';
import { isAdministrator } from './rights.ts';

/** Users, teams and tokens as they are sent. Roles are shown to administrators and to the user itself. */

const SORT_KEYS = { tr: 'sortTr', pl: 'sortPl', en: 'sortEn' } as const;

export interface WireUser {
  id: string;
  entity: 'user';
  [field: string]: unknown;
}

export async function presentUsers(users: readonly User[], actor: Actor): Promise<WireUser[]> {
  const rights = await canMany(actor, 'user', users);
  const names = await teamNames(users.flatMap((user) => user.teams));
  const all = isAdministrator(actor);
  return users.map((user) => ({
    id: user.id,
    entity: 'user',
    version: user.version,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    email: user.email,
    givenName: user.givenName,
    familyName: user.familyName,
    language: user.language,
    ...(all || user.id === actor.userId ? { roles: user.roles } : {}),
    teams: user.teams.map((id) => ({ entity: 'team', id, label: names.get(id) ?? '' })),
    closedAt: user.closedAt,
    ...(all ? { hasPassword: user.passwordHash !== null } : {}),
    can: rights.get(user.id) ?? {},
  }));
}

export async function presentUser(user: User, actor: Actor): Promise<WireUser> {
  const [shown] = await presentUsers([user], actor);
  return shown as WireUser;
}

export async function presentTeams(teams: readonly Team[], actor: Actor): Promise<unknown[]> {
  const rights = await canMany(actor, 'team', teams);
  const users = await User.query().whereNull('closedAt').orderBy(SORT_KEYS[actor.language]).orderBy('id');
  return teams.map((team) => ({
    id: team.id,
    entity: 'team',
    version: team.version,
    createdAt: team.createdAt,
    updatedAt: team.updatedAt,
    name: team.name,
    members: users
      .filter((user) => user.teams.includes(team.id))
      .map((user) => ({ entity: 'user', id: user.id, label: nameOf(user) })),
    closedAt: team.closedAt,
    can: rights.get(team.id) ?? {},
  }));
}

export function presentToken(token: ApiToken): Record<string, unknown> {
  return {
    id: token.id,
    entity: 'token',
    version: token.version,
    createdAt: token.createdAt,
    name: token.name,
    user: { entity: 'user', id: token.userId },
    scopes: token.scopes,
    origins: token.origins,
    expiresAt: token.expiresAt,
    usedAt: token.usedAt,
  };
}

async function teamNames(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = (await db()('teams')
    .whereIn('id', [...new Set(ids)])
    .select('id', 'name')) as { id: string; name: string }[];
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** A user changed meanwhile by somebody else is shown in the refusal as it is shown everywhere. */
export async function presentingCurrent<T>(change: Promise<T>, id: string, actor: Actor): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'conflict' || error.facts.current === undefined)
      throw error;
    const standing = (await User.query().findById(id)) as User;
    throw new Fault('conflict', error.code, error.message, {
      ...error.facts,
      current: await presentUser(standing, actor),
    });
  }
}
