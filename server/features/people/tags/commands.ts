import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { update } from '#kernel/model.ts';
import { fold } from '#kernel/text/fold.ts';
import { allow } from '#platform/access/policy.ts';
import type { BulkAction } from '../bulk/action.ts';
import { startBulkChange } from '../bulk/commands.ts';
import { cardId, ofVersion } from '../commands/persons.ts';
import { tidied } from '../name.ts';
import { Tag } from './tag.ts';

/** What is changed here is changed on every card that has the tag, as a change of many that can be followed. */

export const changeTag = command({
  name: 'tag.change',
  says: 'Calls a tag otherwise, on every card that has it, or gives it a colour.',
  takes: z.strictObject({
    id: cardId,
    version: ofVersion,
    name: z.string().trim().min(1).max(100).optional(),
    colour: z.int().min(1).max(12).nullish(),
  }),
  async does({ id, version, name, colour }, { actor }) {
    await allow(actor, 'change', 'tag', { id });
    const before = await tagBy(id);
    const called = name === undefined ? before.name : tidied(name);
    const nameFolded = fold(called);
    const other = await Tag.query().findOne({ nameFolded }).whereNot({ id });
    if (other !== undefined)
      throw Fault.invalidAt('name', 'taken', `"${other.name}" is a tag already: merge the two instead`);
    const values = { name: called, nameFolded, ...(colour === undefined ? {} : { colour }) };
    const after = await update(Tag, id, values, version === undefined ? {} : { version });
    if (called !== before.name)
      await onEveryCard(before.name, { do: 'retag', from: before.name, to: called }, actor);
    return after;
  },
});

export const mergeTag = command({
  name: 'tag.merge',
  says: 'Puts another tag in place of this one, on every card that has it.',
  takes: z.strictObject({ id: cardId, into: cardId }),
  async does({ id, into }, { actor, at }) {
    await allow(actor, 'merge', 'tag', { id });
    if (id === into) throw Fault.invalidAt('into', 'self', 'a tag is not merged into itself');
    const target = await Tag.query().findById(into);
    if (target === undefined || target.closedAt !== null)
      throw Fault.invalidAt('into', 'missing', 'there is no such tag');
    const before = await tagBy(id);
    await onEveryCard(before.name, { do: 'retag', from: before.name, to: target.name }, actor);
    await update(Tag, id, { closedAt: at, closedBy: actor.userId });
    return target;
  },
});

export const closeTag = command({
  name: 'tag.close',
  says: 'Takes a tag away, from every card that has it.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'tag', { id });
    const before = await tagBy(id);
    if (before.closedAt !== null) return before;
    await onEveryCard(before.name, { do: 'untag', tags: [before.name] }, actor);
    return update(
      Tag,
      id,
      { closedAt: at, closedBy: actor.userId },
      version === undefined ? {} : { version },
    );
  },
});

async function tagBy(id: string): Promise<Tag> {
  const found = await Tag.query().findById(id);
  if (found === undefined) throw Fault.missing('tag', id);
  return found;
}

async function onEveryCard(tag: string, action: BulkAction, actor: Actor): Promise<void> {
  for (const cards of ['person', 'organisation'] as const)
    await startBulkChange({ of: cards, question: { where: { field: 'tags', is: tag } }, action }, actor);
}
