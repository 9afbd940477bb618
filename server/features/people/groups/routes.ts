import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { Fault } from '#kernel/errors.ts';
import { type Route, route } from '#kernel/http/route.ts';
import { allow } from '#platform/access/policy.ts';
import { resource } from '#platform/records/resource.ts';
import { addGroup, changeGroup, closeGroup, groupBy, restoreGroup } from './commands.ts';
import { groupEntity, MOST_BY_HAND } from './group.ts';
import { explain, lookAt, type Question, sentencesOfQuestion } from './question.ts';

const ids = z.array(z.string().max(26)).max(MOST_BY_HAND).default([]);
/** A question that has no name yet; or a group's id. */
const asked = z.union([
  z.strictObject({ group: z.string().max(26) }),
  z.strictObject({
    of: z.enum(['person', 'organisation']),
    where: z.record(z.string(), z.unknown()).nullable().default(null),
    asOf: z.iso.date().nullable().default(null),
    pinned: ids,
    excluded: ids,
  }),
]);

async function questionOf(given: z.output<typeof asked>, actor: Actor): Promise<Question> {
  if (!('group' in given)) return given;
  await allow(actor, 'see', 'group', { id: given.group });
  return groupBy(given.group);
}

const SAMPLE = 20;

const preview = route({
  method: 'POST',
  path: '/api/groups/preview',
  says: 'Asks a group that is being built: how many belong to it, the first of them, and the question as a sentence.',
  takes: { body: asked },
  gives: z.object({
    count: z.number(),
    sample: z.array(z.object({ entity: z.string(), id: z.string(), label: z.string() })),
    sentence: z.object({ tr: z.string(), pl: z.string(), en: z.string() }),
  }),
  status: 200,
  async handle({ actor, body }) {
    const question = await questionOf(body, actor);
    await allow(actor, 'see', question.of);
    const sentence = await sentencesOfQuestion(question, actor);
    return { ...(await lookAt(question, actor, SAMPLE)), sentence };
  },
});

const why = route({
  method: 'POST',
  path: '/api/groups/explain',
  says: 'Why a card is in a group or out of it: each condition, and whether it holds.',
  takes: { body: z.strictObject({ question: asked, card: z.string().max(26) }) },
  status: 200,
  async handle({ actor, body }) {
    const question = await questionOf(body.question, actor);
    await allow(actor, 'see', question.of, { id: body.card });
    const explained = await explain(question, body.card, actor);
    if (explained.by === 'closed' && explained.finding === null) throw Fault.missing(question.of, body.card);
    return explained;
  },
});

export const GROUP_ROUTES: readonly Route[] = [
  preview,
  why,
  ...resource({
    entity: groupEntity,
    add: addGroup,
    change: changeGroup,
    close: closeGroup,
    restore: restoreGroup,
  }),
];
