import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { columnOf } from '#kernel/db/names.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { fold, likeEscaped } from '#kernel/text/fold.ts';
import {
  addUser,
  changeUser,
  closeUser,
  restoreUser,
  setPassword,
  userBy,
  userFields,
} from '../commands/users.ts';
import { User } from '../model.ts';
import { flag, paging, readCursor, writeCursor } from '../paging.ts';
import { acceptPassword, checkPassword } from '../passwords.ts';
import { allow, applyScope } from '../policy.ts';
import { isAdministrator } from '../rights.ts';
import { takeTurn } from '../throttle.ts';
import { presentingCurrent, presentUser, presentUsers, type WireUser } from '../wire.ts';

const params = z.object({ id: z.string() });
const password = z.string().max(1000);
const list = z.object({
  ...paging,
  /** Part of a name or address. */
  q: z.string().max(200).optional(),
  closed: flag.optional(),
  count: flag.optional(),
  team: z.string().optional(),
  role: z.string().optional(),
});

const SORT_KEYS = { tr: 'sortTr', pl: 'sortPl', en: 'sortEn' } as const;

async function listUsers(query: z.output<typeof list>, actor: Actor): Promise<unknown> {
  const sort = SORT_KEYS[actor.language];
  const asked = () => {
    const rows = User.query();
    applyScope(rows as never, actor, 'user');
    if (query.closed !== true) rows.whereNull('closedAt');
    for (const word of fold(query.q ?? '').split(/\s+/))
      if (word !== '') rows.whereRaw("search_text LIKE ? ESCAPE '\\'", [`%${likeEscaped(word)}%`]);
    if (query.team !== undefined) rows.where('teams', 'like', `%"${likeEscaped(query.team)}"%`);
    if (query.role !== undefined && isAdministrator(actor))
      rows.where('roles', 'like', `%"${likeEscaped(query.role)}"%`);
    return rows;
  };
  const rows = asked()
    .orderBy(sort)
    .orderBy('id')
    .limit(query.limit + 1);
  const after = readCursor(query.cursor, 2);
  if (after !== null) rows.whereRaw(`(${columnOf(sort)}, id) > (?, ?)`, after);
  const found = await rows;
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await presentUsers(page, actor),
    next: found.length > page.length && last !== undefined ? writeCursor([last[sort], last.id]) : null,
    ...(query.count === true ? { count: await asked().resultSize() } : {}),
  };
}

async function show(id: string, actor: Actor): Promise<WireUser> {
  await allow(actor, 'see', 'user', { id });
  return presentUser(await userBy(id), actor);
}

/** Changing the own password asks for the standing one: an unlocked screen is not yet a way in for ever. */
async function requireStanding(user: User, current: string | undefined, actor: Actor): Promise<void> {
  if (user.id !== actor.userId || user.passwordHash === null) return;
  await takeTurn([{ kind: 'standing', of: user.id, most: 10, userId: user.id }]);
  if (!(await checkPassword(current ?? '', user.passwordHash)))
    throw Fault.invalidAt('current', 'password.wrong', 'This is not your present password.');
}

export const userRoutes = [
  route({
    method: 'GET',
    path: '/api/users',
    says: 'Users by name; with `q` those whose name or address holds it.',
    takes: { query: list },
    handle: ({ query, actor }) => listUsers(query, actor),
  }),
  route({
    method: 'GET',
    path: '/api/users/:id',
    says: 'One user.',
    takes: { params },
    handle: ({ params: { id }, actor }) => show(id, actor),
  }),
  route({
    method: 'POST',
    path: '/api/users',
    says: 'Gives a colleague a way in. Without a password an invitation is mailed, unless `invited` is false.',
    takes: { body: userFields.extend({ password: password.optional(), invited: z.boolean().optional() }) },
    async handle({ body: { password: chosen, ...fields }, actor }) {
      await allow(actor, 'add', 'user');
      const hashed = chosen === undefined ? {} : { passwordHash: await acceptPassword(chosen, fields.email) };
      return presentUser(await run(addUser, { ...fields, ...hashed }, actor), actor);
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/users/:id',
    says: 'Changes a user; people may change their own names and language.',
    takes: { params, body: userFields.partial() },
    async handle({ params: { id }, body, ifMatch, actor }) {
      await show(id, actor);
      return presentUser(
        await presentingCurrent(run(changeUser, { ...body, id, version: ifMatch }, actor), id, actor),
        actor,
      );
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/users/:id',
    says: 'Closes a user: the way in ends, what the user did stays.',
    takes: { params },
    status: 200,
    async handle({ params: { id }, ifMatch, actor }) {
      await show(id, actor);
      return presentUser(
        await presentingCurrent(run(closeUser, { id, version: ifMatch }, actor), id, actor),
        actor,
      );
    },
  }),
  route({
    method: 'POST',
    path: '/api/users/:id/restore',
    says: 'Opens a closed user again.',
    takes: { params },
    status: 200,
    async handle({ params: { id }, actor }) {
      await show(id, actor);
      return presentUser(await run(restoreUser, { id }, actor), actor);
    },
  }),
  route({
    method: 'POST',
    path: '/api/users/:id/password',
    says: 'Sets a password; the own one with `current`. Other sessions of the user end.',
    takes: { params, body: z.object({ password, current: password.optional() }) },
    status: 204,
    async handle({ params: { id }, body, actor }) {
      await allow(actor, 'setPassword', 'user', { id });
      const user = await userBy(id);
      await requireStanding(user, body.current, actor);
      await run(setPassword, { id, passwordHash: await acceptPassword(body.password, user.email) }, actor);
    },
  }),
];
