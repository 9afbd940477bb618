import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { insert, update } from '#kernel/model.ts';
import { setting } from '#platform/settings/api.ts';
import { dropOrigins } from '../cors.ts';
import { dropKnown } from '../known.ts';
import { ApiToken, administrators, derivedOf, emailKey, User } from '../model.ts';
import { allow } from '../policy.ts';
import { holdingsOf } from '../portfolio.ts';
import { isAdministrator } from '../rights.ts';
import { invite } from './passwords.ts';
import { endWaysIn } from './sessions.ts';

const id = z.string().length(26);
const name = z.string().trim().max(100);
const language = z.enum(['tr', 'pl', 'en']);
/** Ids, or references as they were read. */
const teams = z.array(z.union([id, z.object({ id }).transform((reference) => reference.id)])).max(50);
/** Also of a host without a dot (`it@localhost`), and with letters of any alphabet (RFC 6531). */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u;
const email = z
  .string()
  .transform(emailKey)
  .pipe(z.string().max(320).regex(ADDRESS, 'must be an address, for example ayse.yilmaz@firm.example'));

export const userFields = z.object({
  email,
  givenName: name.min(1),
  familyName: name,
  language: language.optional(),
  roles: z.array(z.string().max(60)).max(20).optional(),
  teams: teams.optional(),
});

/** `argon2id$…`: passwords are hashed before a command, see passwords.ts. */
const hash = z.string().startsWith('argon2id$').max(300);

export const addUser = command({
  name: 'user.add',
  says: 'Gives a colleague a way in; without a password an invitation goes out by mail.',
  takes: userFields.extend({ passwordHash: hash.optional(), invited: z.boolean().default(true) }),
  async does({ passwordHash, invited, ...fields }, { at, actor }) {
    await allow(actor, 'add', 'user');
    await refuseTaken(fields.email);
    await refuseUnknown(fields.roles, fields.teams);
    const user = await insert(User, {
      ...fields,
      ...derivedOf(fields),
      language: fields.language ?? setting('language'),
      roles: fields.roles ?? ['user'],
      teams: fields.teams ?? [],
      passwordHash: passwordHash ?? null,
      passwordChangedAt: passwordHash === undefined ? null : at,
      closedAt: null,
      closedBy: null,
    });
    if (passwordHash === undefined && invited) await invite(user);
    return user;
  },
});

/** What everybody may change of the own entry; the rest is the administrators'. */
const OWN = new Set(['givenName', 'familyName', 'language']);

export const changeUser = command({
  name: 'user.change',
  says: 'Changes a user: names, address, language, roles, teams.',
  takes: userFields.partial().extend({ id, version: z.int().optional() }),
  async does({ id: userId, version, ...fields }, { actor }) {
    await allow(actor, 'change', 'user', { id: userId });
    refuseForeignFields(actor, fields);
    const before = await userBy(userId);
    if (fields.email !== undefined && fields.email !== before.email) await refuseTaken(fields.email);
    await refuseUnknown(fields.roles, fields.teams);
    if (fields.roles !== undefined && !fields.roles.includes('administrator'))
      await refuseWithoutAdministrator(before);
    const derived = derivedOf({
      givenName: fields.givenName ?? before.givenName,
      familyName: fields.familyName ?? before.familyName,
      email: fields.email ?? before.email,
    });
    const after = await update(
      User,
      userId,
      { ...fields, ...derived },
      version === undefined ? {} : { version },
    );
    dropKnown();
    if (fields.roles !== undefined || fields.teams !== undefined)
      await emit('access.changed', { userId }, { entity: 'user', id: userId });
    return after;
  },
});

export const closeUser = command({
  name: 'user.close',
  says: 'Closes a user: every session and token ends; what the user did stays.',
  takes: z.object({ id, version: z.int().optional() }),
  async does({ id: userId, version }, { actor, at }) {
    await allow(actor, 'close', 'user', { id: userId });
    const before = await userBy(userId);
    if (before.closedAt !== null) return before;
    await refuseWithoutAdministrator(before);
    await refuseHolding(userId);
    const after = await update(
      User,
      userId,
      { closedAt: at, closedBy: actor.userId },
      version === undefined ? {} : { version },
    );
    await endWaysIn(userId, at);
    const tokens = await ApiToken.query().where({ userId }).whereNull('closedAt');
    for (const token of tokens) await update(ApiToken, token.id, { closedAt: at, closedBy: actor.userId });
    await emit('access.ended', { userId }, { entity: 'user', id: userId });
    dropOrigins();
    return after;
  },
});

export const restoreUser = command({
  name: 'user.restore',
  says: 'Opens a closed user again; tokens stay ended.',
  takes: z.object({ id }),
  async does({ id: userId }, { actor }) {
    await allow(actor, 'restore', 'user', { id: userId });
    dropKnown();
    return update(User, userId, { closedAt: null, closedBy: null });
  },
});

export const setPassword = command({
  name: 'user.setPassword',
  says: 'Gives a user a new password; the user’s other sessions end.',
  takes: z.object({ id, passwordHash: hash }),
  async does({ id: userId, passwordHash }, { actor, at }) {
    await allow(actor, 'setPassword', 'user', { id: userId });
    // A token that leaks must not become a way in for a person.
    if (actor.kind !== 'user' && actor.kind !== 'system')
      throw Fault.forbidden('user.forbidden', 'Passwords are changed by people, not by tokens.');
    await userBy(userId);
    const after = await update(User, userId, { passwordHash, passwordChangedAt: at });
    await endWaysIn(userId, at, actor.via);
    return after;
  },
});

export async function userBy(id_: string): Promise<User> {
  const user = await User.query().findById(id_);
  if (user === undefined) throw Fault.missing('user', id_);
  return user;
}

async function refuseTaken(address: string): Promise<void> {
  const standing = await User.query().findOne({ email: address });
  if (standing !== undefined)
    throw Fault.invalidAt(
      'email',
      'user.taken',
      `${standing.closedAt === null ? 'A user' : 'A closed user'} has this address already.`,
    );
}

async function refuseUnknown(roles: string[] | undefined, teamIds: string[] | undefined): Promise<void> {
  const known =
    roles === undefined
      ? []
      : (
          (await db()('roles').whereIn('key', roles).whereNull('closed_at').select('key')) as {
            key: string;
          }[]
        ).map((row) => row.key);
  const role = roles?.find((key) => !known.includes(key));
  if (role !== undefined) throw Fault.invalidAt('roles', 'role.unknown', `There is no role "${role}".`);
  const standing =
    teamIds === undefined
      ? []
      : ((await db()('teams').whereIn('id', teamIds).select('id')) as { id: string }[]).map((row) => row.id);
  const team = teamIds?.find((each) => !standing.includes(each));
  if (team !== undefined) throw Fault.invalidAt('teams', 'team.unknown', `There is no team ${team}.`);
}

/** What would be nobody's is handed to a successor first. */
async function refuseHolding(userId: string): Promise<void> {
  const holdings = (await holdingsOf(userId)).filter((each) => each.keeps > 0);
  if (holdings.length > 0)
    throw Fault.conflict(
      'user.holds',
      'This user still holds cards, mailboxes or correspondence. Hand them to a successor first.',
      { holdings },
    );
}

/** Somebody must be able to open the doors again. */
export async function refuseWithoutAdministrator(user: User): Promise<void> {
  if (!user.roles.includes('administrator')) return;
  const others = (await administrators()).filter((each) => each.id !== user.id);
  if (others.length === 0)
    throw Fault.conflict('user.lastAdministrator', 'This is the last administrator. Make another one first.');
}

function refuseForeignFields(actor: Actor, fields: Record<string, unknown>): void {
  if (isAdministrator(actor)) return;
  const foreign = Object.keys(fields).find((key) => fields[key] !== undefined && !OWN.has(key));
  if (foreign !== undefined)
    throw Fault.forbidden('user.forbidden', `Only administrators may change "${foreign}".`);
}
