import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { insert, update } from '#kernel/model.ts';
import { actorOf, nameOf, User } from '#platform/access/model.ts';
import { allow, can } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { setting } from '#platform/settings/api.ts';
import { addLines, dropLines, rewriteLines } from '#platform/timeline/api.ts';
import './events.ts';
import { Comment, commented, LONGEST, MOST_MENTIONS } from './model.ts';

const id = z.string().length(26);
const text = z.string().trim().min(1, 'must not be empty').max(LONGEST);
const mentions = z.array(id).max(MOST_MENTIONS);

interface RecordRef {
  entity: string;
  id: string;
}

export const addComment = command({
  name: 'comment.add',
  says: 'Says something about a record to colleagues, and calls upon those who are mentioned.',
  takes: z.strictObject({
    about: z.object({ entity: z.string().max(60), id }),
    text,
    mentions: mentions.nullish(),
  }),
  async does({ about, text: said, mentions: called }, { actor, at }) {
    await allow(actor, 'add', 'comment');
    const { userId } = actor;
    if (userId === null)
      throw Fault.forbidden('comment.forbidden', 'A comment has an author: sign in as a user.');
    if (!commented().includes(about.entity))
      throw Fault.invalidAt('about', 'unfit', `can be one of: ${commented().join(', ')}`);
    if (!(await can(actor, 'see', about.entity, about)) || !(await isThere(about)))
      throw Fault.invalidAt(
        'about',
        'missing',
        `there is no such ${about.entity}, or it is not yours to see`,
      );
    const ids = await checked(called ?? [], about);
    const made = await insert(Comment, {
      aboutEntity: about.entity,
      aboutId: about.id,
      authorId: userId,
      text: said,
      mentions: ids,
      closedAt: null,
      closedBy: null,
    });
    await putOnHistory(made, actor.name, at);
    await tell(made, ids);
    return made;
  },
});

export const changeComment = command({
  name: 'comment.change',
  says: 'Changes what one said; who is mentioned only now is called upon.',
  takes: z.strictObject({
    id,
    version: z.int().min(1).optional(),
    text: text.optional(),
    mentions: mentions.nullish(),
  }),
  async does({ id: which, version, text: said, mentions: called }, { actor }) {
    await allow(actor, 'change', 'comment', { id: which });
    const before = await commentBy(which);
    const about = { entity: before.aboutEntity, id: before.aboutId };
    const ids = called == null ? before.mentions : await checked(called, about);
    const values = { text: said ?? before.text, mentions: ids };
    const after = await update(Comment, which, values, version === undefined ? {} : { version });
    if (after.version === before.version) return after;
    await rewriteLines({ entity: 'comment', id: which }, lineOf(after.text));
    await tell(
      after,
      ids.filter((each) => !before.mentions.includes(each)),
    );
    return after;
  },
});

export const closeComment = command({
  name: 'comment.close',
  says: 'Takes a comment away, from the history of the card too.',
  takes: z.object({ id, version: z.int().min(1).optional() }),
  async does({ id: which, version }, { actor, at }) {
    await allow(actor, 'close', 'comment', { id: which });
    const before = await commentBy(which);
    if (before.closedAt !== null) return before;
    await dropLines({ entity: 'comment', id: which });
    const values = { closedAt: at, closedBy: actor.userId };
    return update(Comment, which, values, version === undefined ? {} : { version });
  },
});

export const restoreComment = command({
  name: 'comment.restore',
  says: 'Brings back a comment that was taken away.',
  takes: z.object({ id }),
  async does({ id: which }, { actor }) {
    await allow(actor, 'restore', 'comment', { id: which });
    const before = await commentBy(which);
    if (before.closedAt === null) return before;
    const after = await update(Comment, which, { closedAt: null, closedBy: null });
    const author = await User.query().findById(after.authorId);
    await putOnHistory(after, author === undefined ? '' : nameOf(author), after.createdAt);
    return after;
  },
});

async function commentBy(which: string): Promise<Comment> {
  const found = await Comment.query().findById(which);
  if (found === undefined) throw Fault.missing('comment', which);
  return found;
}

async function isThere({ entity, id: which }: RecordRef): Promise<boolean> {
  const { table } = (await catalog()).entity(entity);
  return (await db()(table).where({ id: which }).first('id')) !== undefined;
}

/** Colleagues can be called upon who are there and may see what is spoken of. Throws Fault `invalid` with the place. */
async function checked(called: readonly string[], about: RecordRef): Promise<string[]> {
  const ids = [...new Set(called)];
  const users = await User.query().whereIn('id', ids).whereNull('closedAt');
  for (const [at, each] of ids.entries()) {
    const user = users.find((known) => known.id === each);
    if (user === undefined) throw Fault.invalidAt(`mentions.${at}`, 'missing', 'there is no such colleague');
    const colleague: Actor = actorOf(user, setting('timeZone'));
    if (!(await can(colleague, 'see', about.entity, about)))
      throw Fault.invalidAt(
        `mentions.${at}`,
        'unseen',
        `${nameOf(user)} may not see this ${about.entity}; give access first, or write without the mention`,
      );
  }
  return ids;
}

async function putOnHistory(comment: Comment, who: string, at: string): Promise<void> {
  const about = { entity: comment.aboutEntity, id: comment.aboutId };
  if ((await catalog()).entity(about.entity).card !== true) return;
  await addLines([
    {
      card: about,
      record: { entity: 'comment', id: comment.id },
      at,
      kind: 'comment',
      who,
      sameAs: `comment:${comment.id}`,
      ...lineOf(comment.text),
    },
  ]);
}

/** The first line is what the history shows; all of it is what opens. */
function lineOf(said: string): { title: string; snippet: string } {
  const [first = '', ...more] = said.split('\n');
  return { title: first, snippet: more.join(' ').trim() };
}

async function tell(comment: Comment, called: string[]): Promise<void> {
  const about = { entity: comment.aboutEntity, id: comment.aboutId };
  const { id: which, authorId } = comment;
  await emit(
    'comment.written',
    { id: which, about, mentions: called.filter((each) => each !== authorId), authorId },
    { entity: 'comment', id: which },
  );
}
