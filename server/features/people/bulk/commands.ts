import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { enqueue } from '#kernel/jobs.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { inputOf } from '#platform/catalog/values.ts';
import { checkNode } from '#platform/query/check.ts';
import { checkReferences, companyDay } from '../commands/card-values.ts';
import type { CardEntity } from '../model/card.ts';
import { type BulkAction, bulkAction, fieldsAfter } from './action.ts';
import { BulkChange, type BulkQuestion, bulkQuestion } from './change.ts';
import { bulkJob } from './job.ts';

export const addBulkChange = command({
  name: 'bulkChange.add',
  says: 'Changes many cards at once: those named, or all that a question finds when it begins.',
  takes: z.strictObject({
    of: z.enum(['person', 'organisation']),
    cards: bulkQuestion,
    action: bulkAction,
  }),
  async does({ of, cards, action }, { actor }) {
    await allow(actor, 'change', of);
    await checkQuestion(of, cards);
    await checkAction(of, action, actor);
    return startBulkChange({ of, question: cards, action }, actor);
  },
});

export const undoBulkChange = command({
  name: 'bulkChange.undo',
  says: 'Turns a change of many cards back, except where somebody has changed the same since.',
  takes: z.object({ id: z.string().length(26) }),
  async does({ id }, { actor }) {
    await allow(actor, 'undo', 'bulkChange', { id });
    const before = (await BulkChange.query().findById(id)) as BulkChange;
    if (before.state === 'undoing' || before.state === 'undone') return before;
    // What still waits is not begun: the way back starts where it has come to.
    const after = await update(BulkChange, id, { state: 'undoing', finishedAt: null });
    await enqueue(bulkJob, { id }, { key: `bulk:${id}:undo` });
    return after;
  },
});

/** For rooms of people that change many cards by themselves (a tag that is called otherwise). In a unit of work. */
export async function startBulkChange(
  asked: { of: CardEntity; question: BulkQuestion; action: BulkAction },
  actor: Actor,
): Promise<BulkChange> {
  const made = await insert(BulkChange, {
    ...asked,
    userId: actor.userId,
    limits: actor.limits ?? null,
    state: 'gathering',
    cursor: null,
    total: 0,
    done: 0,
    changed: 0,
    refused: 0,
    undone: 0,
    finishedAt: null,
  });
  const ids = [...new Set(asked.question.ids ?? [])];
  for (let from = 0; from < ids.length; from += 100)
    await db()('bulk_change_cards').insert(
      ids.slice(from, from + 100).map((cardId) => ({ changeId: made.id, cardId, state: 'waiting' })),
    );
  if (ids.length > 0)
    Object.assign(made, await update(BulkChange, made.id, { state: 'running', total: ids.length }));
  await enqueue(bulkJob, { id: made.id }, { key: `bulk:${made.id}:0` });
  return made;
}

async function checkQuestion(of: CardEntity, { ids, where, q }: BulkQuestion): Promise<void> {
  if (ids !== undefined && (where != null || q != null))
    throw Fault.invalidAt('cards', 'one', 'name cards by id, or ask a question: not both');
  if (where == null) return;
  const known = await catalog();
  checkNode(where, known.entity(of), { catalog: known });
}

/** What every card would refuse is refused at once, at its place in the action. */
async function checkAction(of: CardEntity, action: BulkAction, actor: Actor): Promise<void> {
  const nobody = { tags: [], kinds: [], criteria: {}, representativeId: null, teamId: null };
  const fields = fieldsAfter(action, nobody, companyDay());
  const entity = (await catalog()).entity(of);
  const unknown = Object.keys(fields).find((key) => !entity.fields.some((field) => field.key === key));
  if (unknown !== undefined)
    throw Fault.invalidAt('action.set', 'missing', `a ${of} has no "${unknown}"; see /api/criteria-sets`);
  const parsed = inputOf(of, { partial: true }).safeParse(fields);
  if (!parsed.success)
    throw Fault.invalidAt('action', 'unfit', parsed.error.issues[0]?.message ?? 'cannot be used');
  await checkReferences(entity, parsed.data, actor);
  if (action.do !== 'classify') return;
  const node = await db()('criteria')
    .where({ setKey: action.set, key: action.key })
    .whereNull('closed_at')
    .first('id');
  if (node === undefined)
    throw Fault.invalidAt(
      'action.key',
      'criterion',
      `there is no "${action.key}" in ${action.set}; see /api/criteria`,
    );
}
