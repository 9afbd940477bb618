import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { command } from '#kernel/command.ts';
import { db, wakeAfterCommit } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { inputOf } from '#platform/catalog/values.ts';
import { documentsOf, ownDocuments } from '#platform/files/api.ts';
import { turnDispatch } from '#platform/messages/dispatches.ts';
import { senderFor, sendersOf } from '#platform/messages/parts.ts';
import { setting } from '#platform/settings/api.ts';
import { type Audience, Letter } from './model.ts';

const id = z.string().max(26);
const version = z.int().min(1).optional();
type Sent = Record<string, unknown>;

export const addLetter = command({
  name: 'letter.add',
  says: 'Begins a letter to many; nothing leaves before it is sent.',
  takes: inputOf('letter'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'letter');
    const mailboxId = await mailboxOf(sent.mailbox, actor);
    const letter = await insert(Letter, {
      channel: 'mail',
      purpose: 'commercial',
      subject: '',
      text: null,
      html: null,
      language: setting('language'),
      salutation: 'formal',
      reference: null,
      distributionNote: false,
      audience: { cards: [] },
      leftOut: [],
      pace: null,
      sendAt: null,
      startsAt: null,
      sentBy: null,
      askedAt: null,
      frozenAt: null,
      registerNumber: null,
      question: null,
      sentence: null,
      fault: null,
      ...written(sent),
      mailboxId: mailboxId ?? (await sendersOf(actor))[0]?.mailboxId ?? null,
      authorId: actor.userId,
      state: 'draft',
      closedAt: null,
      closedBy: null,
    });
    await attach(letter.id, sent.attachments, actor);
    return letter;
  },
});

export const changeLetter = command({
  name: 'letter.change',
  says: 'Changes a letter that was not sent yet.',
  takes: inputOf('letter', { partial: true, also: { id, version } }),
  async does({ id: which, version: from, ...sent }, { actor }) {
    await allow(actor, 'change', 'letter', { id: which as string });
    const before = await letterBy(which as string);
    assertDraft(before);
    const mailboxId = await mailboxOf(sent.mailbox, actor);
    await attach(before.id, sent.attachments, actor);
    return update(
      Letter,
      before.id,
      { ...written(sent), ...(mailboxId === undefined ? {} : { mailboxId }) },
      from === undefined ? {} : { version: from as number },
    );
  },
});

export const closeLetter = command({
  name: 'letter.close',
  says: 'Puts a draft away, or takes a sent letter out of the list; what was sent stays.',
  takes: z.object({ id, version }),
  async does({ id: which, version: from }, { actor, at }) {
    await allow(actor, 'close', 'letter', { id: which });
    const before = await letterBy(which);
    if (before.closedAt !== null) return before;
    if (before.state === 'freezing' || before.state === 'going')
      throw Fault.conflict('letter.going', 'This letter is on its way. Stop it first.');
    const closed = { closedAt: at, closedBy: actor.userId };
    return update(Letter, which, closed, from === undefined ? {} : { version: from });
  },
});

export const restoreLetter = command({
  name: 'letter.restore',
  says: 'Brings back a letter that was put away.',
  takes: z.object({ id }),
  async does({ id: which }, { actor }) {
    await allow(actor, 'restore', 'letter', { id: which });
    await letterBy(which);
    return update(Letter, which, { closedAt: null, closedBy: null });
  },
});

/** So long a letter can be called back before the first mail leaves. */
export const UNDO_SECONDS = 10;

export const sendLetter = command({
  name: 'letter.send',
  says: 'Sends a letter: its audience is frozen as it stands now, then it leaves, at once or at a later moment.',
  takes: z.object({ id, version, sendAt: z.iso.datetime({ offset: true }).nullish() }),
  async does({ id: which, version: from, sendAt }, { actor, at }) {
    await allow(actor, 'send', 'letter', { id: which });
    const letter = await letterBy(which);
    assertDraft(letter);
    if (letter.mailboxId === null || (await senderFor(letter.mailboxId, actor)) === null)
      throw Fault.forbidden('message.sender', 'You may not send as this mailbox.', {
        errors: [{ path: 'mailbox', code: 'message.sender', detail: 'not one of your mailboxes' }],
      });
    if (letter.subject.trim() === '')
      throw Fault.invalidAt('subject', 'letter.subject', 'A letter to many needs a subject.');
    if ((letter.text ?? '').trim() === '' && (letter.html ?? '').trim() === '')
      throw Fault.invalidAt('text', 'letter.text', 'There is no text yet.');
    const later = sendAt == null ? null : new Date(sendAt);
    if (later !== null && later.getTime() - now().getTime() > 366 * 86_400_000)
      throw Fault.invalidAt('sendAt', 'message.sendAt', 'must be within a year');
    const sent = await update(
      Letter,
      which,
      {
        state: 'freezing',
        askedAt: at,
        sentBy: actor.userId,
        sendAt: later?.toISOString() ?? null,
        fault: null,
      },
      from === undefined ? {} : { version: from },
    );
    await db()('letters').where({ id: which }).update({ dueAt: at, attempts: 0 });
    wakeAfterCommit('letters');
    return sent;
  },
});

export const pauseLetter = command({
  name: 'letter.pause',
  says: 'Holds a letter: what is under way ends, nothing new leaves until it goes on.',
  takes: z.object({ id }),
  async does({ id: which }, { actor }) {
    await allow(actor, 'send', 'letter', { id: which });
    if (!(await turnDispatch(which, ['going'], 'paused')))
      throw Fault.conflict('letter.notGoing', 'This letter is not being sent.');
    return update(Letter, which, { state: 'paused' });
  },
});

export const resumeLetter = command({
  name: 'letter.resume',
  says: 'Lets a letter that was held go on.',
  takes: z.object({ id }),
  async does({ id: which }, { actor }) {
    await allow(actor, 'send', 'letter', { id: which });
    if (!(await turnDispatch(which, ['paused'], 'going')))
      throw Fault.conflict('letter.notPaused', 'This letter is not held.');
    return update(Letter, which, { state: 'going' });
  },
});

export const stopLetter = command({
  name: 'letter.stop',
  says: 'Stops a letter: who was not reached yet gets nothing. Its number stays.',
  takes: z.object({ id }),
  async does({ id: which }, { actor }) {
    await allow(actor, 'send', 'letter', { id: which });
    const letter = await letterBy(which);
    const stopped = await turnDispatch(which, ['freezing', 'going', 'paused'], 'stopped');
    // Before its message stands there is no dispatch yet: the freezing looks at the letter before it lets anybody go.
    if (!stopped && letter.state !== 'freezing')
      throw Fault.conflict('letter.notGoing', 'This letter is not being sent.');
    wakeAfterCommit('letters');
    return update(Letter, which, { state: 'stopped' });
  },
});

export async function letterBy(which: string): Promise<Letter> {
  const found = await Letter.query().findById(which);
  if (found === undefined) throw Fault.missing('letter', which);
  return found;
}

function assertDraft({ state }: Letter): void {
  if (state !== 'draft' && state !== 'failed')
    throw Fault.conflict(
      'letter.sent',
      'This letter was sent already: what was sent is never changed. Copy it to write on.',
    );
}

async function mailboxOf(sent: unknown, actor: Actor): Promise<string | null | undefined> {
  if (sent === undefined) return undefined;
  const given = (sent as { id?: string } | null)?.id ?? null;
  if (given !== null && (await senderFor(given, actor)) === null)
    throw Fault.invalidAt('mailbox', 'message.sender', 'You may not send as this mailbox.');
  return given;
}

/** Columns of what was sent: what is left out stays as it is. */
function written(sent: Sent): Sent {
  const row: Sent = {};
  for (const key of ['subject', 'text', 'html', 'purpose', 'language', 'distributionNote', 'pace', 'leftOut'])
    if (sent[key] !== undefined) row[key] = sent[key];
  for (const [key, empty] of [
    ['subject', ''],
    ['distributionNote', false],
    ['leftOut', []],
  ] as const)
    if (row[key] === null) row[key] = empty;
  if (row.purpose === null) row.purpose = 'commercial';
  if (row.language === null) row.language = setting('language');
  if (typeof row.pace === 'number' && (row.pace < 1 || !Number.isInteger(row.pace)))
    throw Fault.invalidAt('pace', 'letter.pace', 'must be a whole number of mails a minute, 1 or more');
  if (/[\p{Cc}\u2028\u2029]/u.test(String(row.subject ?? '')))
    throw Fault.invalidAt('subject', 'letter.subject', 'has a line break or a control character');
  if (sent.audience !== undefined) row.audience = (sent.audience as Audience | null) ?? { cards: [] };
  if (sent.salutation !== undefined) row.salutation = wordsOf(sent.salutation, 'formal', '');
  if (sent.reference !== undefined) row.reference = wordsOf(sent.reference, '', null);
  return row;
}

function wordsOf<T>(given: unknown, whenTrue: string, whenFalse: T): string | T {
  if (typeof given === 'string') return given;
  return given === true ? whenTrue : whenFalse;
}

/** The documents of a letter are those that were named: uploads of the writer, or documents it may see. */
async function attach(letterId: string, sent: unknown, actor: Actor): Promise<void> {
  if (sent === undefined) return;
  const wanted = [...new Set((sent as string[] | null) ?? [])];
  const standing = (await documentsOf('letter', [letterId])).get(letterId) ?? [];
  const added = wanted.filter((each) => !standing.some((document) => document.id === each));
  for (const [at, each] of added.entries()) {
    const row = (await db()('documents').where({ id: each }).first('owner_entity', 'brought_by')) as
      | { ownerEntity: string | null; broughtBy: string | null }
      | undefined;
    if (row === undefined || row.ownerEntity !== null || row.broughtBy !== actor.userId)
      throw Fault.invalidAt(`attachments.${at}`, 'message.attachment', 'There is no such upload of yours.');
  }
  await ownDocuments(added, { entity: 'letter', id: letterId });
  const gone = standing.filter((document) => !wanted.includes(document.id)).map((document) => document.id);
  if (gone.length > 0) await db()('documents').whereIn('id', gone).delete();
}

export const LETTER_COMMANDS = [
  ...[addLetter, changeLetter, closeLetter, restoreLetter],
  ...[sendLetter, pauseLetter, resumeLetter, stopLetter],
];
