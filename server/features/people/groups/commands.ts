import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import type { Sent } from '../commands/card-values.ts';
import { cardId, ofVersion } from '../commands/persons.ts';
import { organisationName } from '../name.ts';
import { Group } from './group.ts';
import { meaningOfQuestion, type Question } from './question.ts';

export const addGroup = command({
  name: 'group.add',
  says: 'Saves a question over cards under a name; it is asked anew whenever the group is used.',
  takes: inputOf('group'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'group');
    const question = await checked(sent, null, actor);
    return insert(Group, {
      ...organisationName(String(sent.name)),
      ...question,
      shared: sent.shared === true,
      ownerId: actor.userId,
      closedAt: null,
      closedBy: null,
    });
  },
});

export const changeGroup = command({
  name: 'group.change',
  says: 'Changes the name of a group, its conditions, or who is in or out by hand.',
  takes: inputOf('group', { partial: true, also: { id: cardId, version: ofVersion } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', 'group', { id: id as string });
    const before = await groupBy(id as string);
    const question = await checked(sent, before, actor);
    return update(
      Group,
      before.id,
      {
        ...(sent.name === undefined ? {} : organisationName(String(sent.name))),
        ...question,
        ...(sent.shared === undefined ? {} : { shared: sent.shared === true }),
      },
      version === undefined ? {} : { version: version as number },
    );
  },
});

export const closeGroup = command({
  name: 'group.close',
  says: 'Puts a group away; letters that used it keep what they were sent with.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'group', { id });
    const before = await groupBy(id);
    if (before.closedAt !== null) return before;
    return update(
      Group,
      id,
      { closedAt: at, closedBy: actor.userId },
      version === undefined ? {} : { version },
    );
  },
});

export const restoreGroup = command({
  name: 'group.restore',
  says: 'Brings back a group that was put away.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'group', { id });
    await groupBy(id);
    return update(Group, id, { closedAt: null, closedBy: null });
  },
});

export async function groupBy(id: string): Promise<Group> {
  const found = await Group.query().findById(id);
  if (found === undefined) throw Fault.missing('group', id);
  return found;
}

/** What was sent over what stands; the conditions must be such as can be asked. */
async function checked(sent: Sent, standing: Group | null, actor: Actor) {
  rowValues((await catalog()).entity('group'), sent);
  const ids = (given: unknown, before: readonly string[]) =>
    given === undefined ? [...before] : [...new Set((given as string[] | null) ?? [])];
  const question = {
    of: (sent.of ?? standing?.of ?? 'person') as Question['of'],
    where: sent.where === undefined ? (standing?.where ?? null) : (sent.where as Question['where']),
    asOf: sent.asOf === undefined ? (standing?.asOf ?? null) : (sent.asOf as string | null),
    pinned: ids(sent.pinned, standing?.pinned ?? []),
    excluded: ids(sent.excluded, standing?.excluded ?? []),
  };
  if (standing !== null && question.of !== standing.of)
    throw Fault.invalidAt('of', 'group.of', 'cannot be changed; make another group');
  const both = question.pinned.find((id) => question.excluded.includes(id));
  if (both !== undefined)
    throw Fault.invalidAt('excluded', 'group.both', `${both} cannot be always in and never in`);
  await meaningOfQuestion(question, actor);
  return question;
}

export const GROUP_COMMANDS = [addGroup, changeGroup, closeGroup, restoreGroup];
