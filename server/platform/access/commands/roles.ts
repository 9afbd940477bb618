import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import { insert, update } from '#kernel/model.ts';
import { fold } from '#kernel/text/fold.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { checkNode } from '#platform/query/check.ts';
import type { Node } from '#platform/query/tree.ts';
import { Role, User } from '../model.ts';
import { offeredClasses, offeredEntities } from '../offered.ts';
import { allow } from '../policy.ts';
import { BUILT_IN_RIGHTS, dropRights, type Rights } from '../rights.ts';

/** Roles that people make. The built-in ones stay as the version means them; they are copied, not changed. */

const id = z.string().length(26);
const version = z.int().optional();
const name = z.string().trim().min(1).max(100);

/** Every built-in role can be a pattern but the administrator's: whoever shall do everything gets that one itself. */
const patterns = Object.keys(BUILT_IN_RIGHTS).filter((key) => key !== 'administrator');

const rightsFields = z.object({
  cards: z.enum(['all', 'team', 'own']),
  like: z.enum(patterns as [string, ...string[]]).default('limited'),
  entities: z.record(z.string().max(60), z.array(z.string().max(60)).max(60)),
  also: z.record(z.string().max(60), z.unknown()).default({}),
  fields: z.record(z.string().max(60), z.enum(['none', 'see'])).default({}),
  secondFactor: z.boolean().default(false),
});

export const roleFields = z.object({ name, rights: rightsFields });

export const addRole = command({
  name: 'role.add',
  says: 'Makes a role: what its users may do with which records and fields.',
  takes: roleFields,
  async does(fields, { actor }) {
    await allow(actor, 'add', 'role');
    await refuseTaken(fields.name);
    const rights = await acceptRights(fields.rights);
    const role = await insert(Role, {
      name: fields.name,
      key: await freeKey(fields.name),
      builtIn: false,
      rights,
      closedAt: null,
      closedBy: null,
    });
    dropRights();
    return role;
  },
});

export const changeRole = command({
  name: 'role.change',
  says: 'Changes a role; whoever has it notices at once.',
  takes: roleFields.partial().extend({ id, version }),
  async does({ id: roleId, version: from, ...fields }, { actor }) {
    await allow(actor, 'change', 'role', { id: roleId });
    await ownRole(roleId);
    if (fields.name !== undefined) await refuseTaken(fields.name, roleId);
    const rights = fields.rights === undefined ? {} : { rights: await acceptRights(fields.rights) };
    const changes = { ...(fields.name === undefined ? {} : { name: fields.name }), ...rights };
    const role = await update(Role, roleId, changes, from === undefined ? {} : { version: from });
    dropRights();
    return role;
  },
});

export const closeRole = command({
  name: 'role.close',
  says: 'Closes a role that nobody has any more.',
  takes: z.object({ id, version }),
  async does({ id: roleId, version: from }, { actor, at }) {
    await allow(actor, 'close', 'role', { id: roleId });
    const role = await ownRole(roleId);
    const held = await holdersOf(role.key);
    if (held > 0)
      throw Fault.conflict('role.held', `${held} users still have this role. Give them another one first.`, {
        count: held,
      });
    const closed = await update(
      Role,
      roleId,
      { closedAt: at, closedBy: actor.userId },
      from === undefined ? {} : { version: from },
    );
    dropRights();
    return closed;
  },
});

/** How many open users have a role. */
export async function holdersOf(key: string): Promise<number> {
  const users = await User.query().whereNull('closedAt').where('roles', 'like', `%"${key}"%`).select('roles');
  return users.filter((user) => user.roles.includes(key)).length;
}

async function ownRole(roleId: string): Promise<Role> {
  const role = await Role.query().findById(roleId).whereNull('closedAt');
  if (role === undefined) throw Fault.missing('role', roleId);
  if (role.builtIn)
    throw Fault.conflict('role.builtIn', 'Built-in roles stay as they are. Copy it, and change the copy.');
  return role;
}

/** As it is stored. Throws Fault `invalid` with the place of what no room knows, or no tree can be. */
async function acceptRights(sent: z.output<typeof rightsFields>): Promise<Rights> {
  const offered = new Map(offeredEntities().map((each) => [each.entity, each]));
  for (const [entity, verbs] of Object.entries(sent.entities)) {
    const known = offered.get(entity);
    if (known === undefined)
      throw Fault.invalidAt(
        `rights.entities.${entity}`,
        'role.entity',
        `A role cannot be given "${entity}"; it can be given ${[...offered.keys()].join(', ')}.`,
      );
    const verb = verbs.find((each) => !known.verbs.includes(each));
    if (verb !== undefined)
      throw Fault.invalidAt(
        `rights.entities.${entity}`,
        'role.verb',
        `"${verb}" cannot be done with ${entity}; there are ${known.verbs.join(', ')}.`,
      );
  }
  await catalog();
  const classes = offeredClasses().map((each) => each.name);
  const unknown = Object.keys(sent.fields).find((each) => !classes.includes(each));
  if (unknown !== undefined)
    throw Fault.invalidAt('rights.fields', 'role.class', `There is no class of fields "${unknown}".`);
  return { ...sent, like: sent.like as Rights['like'], also: acceptTrees(sent.also) };
}

function acceptTrees(sent: Record<string, unknown>): Record<string, Node> {
  for (const [entity, tree] of Object.entries(sent)) {
    if (house().registry.entities.get(entity)?.card !== true)
      throw Fault.invalidAt(
        `rights.also.${entity}`,
        'role.card',
        'Only cards are reached by what they are like.',
      );
    checkNode(tree, house().registry.entity(entity));
  }
  return sent as Record<string, Node>;
}

async function refuseTaken(wished: string, by?: string): Promise<void> {
  const standing = await Role.query().findOne({ name: wished }).whereNull('closedAt');
  if (standing !== undefined && standing.id !== by)
    throw Fault.invalidAt('name', 'role.taken', 'A role has this name already.');
}

/** `Satış vekili` → `satis-vekili`; users name their roles by it, so closed ones keep theirs. */
async function freeKey(wished: string): Promise<string> {
  const plain = fold(wished)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  const taken = new Set(((await db()('roles').select('key')) as { key: string }[]).map((row) => row.key));
  for (const built of Object.keys(BUILT_IN_RIGHTS)) taken.add(built);
  const base = plain === '' ? 'role' : plain;
  for (let at = 1; ; at++) {
    const key = at === 1 ? base : `${base}-${at}`;
    if (!taken.has(key)) return key;
  }
}
