import type { Actor } from '#kernel/actor.ts';
import { Row } from '#kernel/model.ts';
import type { Language } from '#kernel/schema.ts';
import { fold } from '#kernel/text/fold.ts';
import { sortKey } from '#kernel/text/sort-key.ts';
import type { Rights } from './rights.ts';

export class User extends Row {
  static override tableName = 'users';
  static override entity = 'user';
  static override json = ['roles', 'teams'];
  static override unaudited = ['passwordHash'];

  declare email: string;
  declare givenName: string;
  declare familyName: string;
  declare givenNameFolded: string;
  declare familyNameFolded: string;
  declare sortTr: string;
  declare sortPl: string;
  declare sortEn: string;
  declare searchText: string;
  declare language: Language;
  declare roles: string[];
  declare teams: string[];
  declare passwordHash: string | null;
  declare passwordChangedAt: string | null;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export class Team extends Row {
  static override tableName = 'teams';
  static override entity = 'team';

  declare name: string;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export class Role extends Row {
  static override tableName = 'roles';
  static override entity = 'role';
  static override json = ['rights'];
  static override booleans = ['builtIn'];

  declare key: string;
  declare name: string | null;
  declare builtIn: boolean;
  declare rights: Rights;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export class Session extends Row {
  static override tableName = 'sessions';
  static override entity = 'session';
  static override unaudited = ['tokenHash'];

  declare userId: string;
  declare tokenHash: string;
  declare seenAt: string;
  declare expiresAt: string;
  declare endedAt: string | null;
  declare fromAddress: string;
  declare agent: string;
}

export class ApiToken extends Row {
  static override tableName = 'api_tokens';
  static override entity = 'token';
  static override json = ['scopes', 'origins'];
  static override unaudited = ['tokenHash'];

  declare userId: string;
  declare name: string;
  declare tokenHash: string;
  declare scopes: string[];
  declare origins: string[];
  declare expiresAt: string | null;
  declare usedAt: string | null;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

export class HandOver extends Row {
  static override tableName = 'hand_overs';
  static override entity = 'handOver';
  static override booleans = ['closes'];

  declare fromUserId: string;
  declare toUserId: string;
  declare untilOn: string | null;
  declare closes: boolean;
  declare reason: string;
  declare askedBy: string | null;
  declare state: 'moving' | 'standing' | 'returning' | 'returned';
  declare movedAt: string | null;
  declare returnedAt: string | null;
}

export function nameOf(user: { givenName: string; familyName: string }): string {
  return `${user.givenName} ${user.familyName}`.trim();
}

/** Addresses are compared in lower case, by no person's alphabet: `I` is never `ı` here. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

type Derived = Pick<
  User,
  'givenNameFolded' | 'familyNameFolded' | 'sortTr' | 'sortPl' | 'sortEn' | 'searchText'
>;

/** What follows from a user's names and address. */
export function derivedOf(user: { givenName: string; familyName: string; email: string }): Derived {
  const filed = `${user.familyName} ${user.givenName}`;
  return {
    givenNameFolded: fold(user.givenName),
    familyNameFolded: fold(user.familyName),
    sortTr: sortKey(filed, 'tr'),
    sortPl: sortKey(filed, 'pl'),
    sortEn: sortKey(filed, 'en'),
    searchText: fold(`${nameOf(user)} ${user.email}`),
  };
}

/** The actor a user is, without the way it comes by. */
export function actorOf(
  user: Pick<User, 'id' | 'givenName' | 'familyName' | 'roles' | 'teams' | 'language'>,
  zone: string,
): Actor {
  return {
    kind: 'user',
    userId: user.id,
    name: nameOf(user),
    roles: user.roles,
    teams: user.teams,
    language: user.language,
    zone,
  };
}

/** Open users with the role `administrator`. */
export async function administrators(): Promise<User[]> {
  const users = await User.query().whereNull('closedAt').where('roles', 'like', '%"administrator"%');
  return users.filter((user) => user.roles.includes('administrator'));
}
