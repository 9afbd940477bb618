import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { run } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { say } from '#kernel/i18n.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { addRole, changeRole, closeRole, holdersOf, roleFields } from '../commands/roles.ts';
import { Role } from '../model.ts';
import { givenVerbs, offeredClasses, offeredEntities } from '../offered.ts';
import { allow, canMany, hasVerb } from '../policy.ts';
import { freshenRights, isAdministrator } from '../rights.ts';

const params = z.object({ id: z.string() });

async function present(roles: readonly Role[], actor: Actor): Promise<unknown[]> {
  await freshenRights();
  await catalog();
  const rights = await canMany(actor, 'role', roles);
  const all = isAdministrator(actor);
  return Promise.all(
    roles.map(async (role) => ({
      id: role.id,
      entity: 'role',
      version: role.version,
      createdAt: role.createdAt,
      updatedAt: role.updatedAt,
      key: role.key,
      name: role.name ?? say(actor.language, `role.${role.key}`),
      builtIn: role.builtIn,
      rights: role.rights,
      ...(all ? { verbs: givenVerbs(role.rights, role.key), users: await holdersOf(role.key) } : {}),
      can: role.builtIn ? {} : (rights.get(role.id) ?? {}),
    })),
  );
}

async function one(id: string, actor: Actor): Promise<unknown> {
  await allow(actor, 'see', 'role', { id });
  const role = await Role.query().findById(id).whereNull('closedAt');
  if (role === undefined) throw Fault.missing('role', id);
  return (await present([role], actor))[0];
}

export const roleRoutes = [
  route({
    method: 'GET',
    path: '/api/roles',
    says: 'Roles with what they may do.',
    async handle({ actor }) {
      if (!hasVerb(actor, 'see', 'role'))
        throw Fault.forbidden('role.forbidden', 'Your role does not allow this.');
      const roles = await Role.query().whereNull('closedAt').orderBy('builtIn', 'desc').orderBy('key');
      return { items: await present(roles, actor), next: null };
    },
  }),
  route({
    method: 'GET',
    path: '/api/roles/:id',
    says: 'One role.',
    takes: { params },
    handle: ({ params: { id }, actor }) => one(id, actor),
  }),
  route({
    method: 'POST',
    path: '/api/roles',
    says: 'Makes a role; a copy of another one is made with its rights.',
    takes: { body: roleFields },
    async handle({ body, actor }) {
      return one((await run(addRole, body, actor)).id, actor);
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/roles/:id',
    says: 'Changes a role that people made; it counts at once, also for whoever is signed in.',
    takes: { params, body: roleFields.partial() },
    async handle({ params: { id }, body, ifMatch, actor }) {
      await one(id, actor);
      await run(changeRole, { ...body, id, version: ifMatch }, actor);
      return one(id, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/roles/:id',
    says: 'Closes a role that nobody has any more.',
    takes: { params },
    status: 204,
    async handle({ params: { id }, ifMatch, actor }) {
      await one(id, actor);
      await run(closeRole, { id, version: ifMatch }, actor);
    },
  }),
  route({
    method: 'GET',
    path: '/api/rights',
    says: 'What a role can be given: verbs by entity, and classes of fields. For administrators.',
    async handle({ actor }) {
      if (!isAdministrator(actor)) throw Fault.forbidden('role.forbidden', 'Only administrators make roles.');
      await catalog();
      return { entities: offeredEntities(), classes: offeredClasses() };
    },
  }),
];
