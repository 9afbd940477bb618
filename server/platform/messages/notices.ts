import { createHash } from 'node:crypto';
import { z } from 'zod';
import { putBlob } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { say } from '#kernel/i18n.ts';
import { newId } from '#kernel/ids.ts';
import { job } from '#kernel/jobs.ts';
import type { Language } from '#kernel/schema.ts';
import { mainMailDomain, setting } from '#platform/settings/api.ts';
import { renderReport } from './channels/mail/report.ts';
import { fileMessages, type MessageDraft } from './filing.ts';
import { messageIdOf } from './identity.ts';
import { Attempt, Message, Recipient } from './model.ts';
import { waitAfter } from './queue/ladder.ts';
import './settings.ts';

/**
 * Word in the thread that a mail of ours did not arrive, or is late: filed like a bounce from outside, in the thread of the mail
 * it is about, with the other server's words.
 */
export const noticeJob = job({
  name: 'messages.notice',
  says: 'Files a note in the thread of a mail that was refused or is late.',
  takes: z.object({ recipientId: z.string(), kind: z.enum(['delay', 'bounce']) }),
  async does({ recipientId, kind }) {
    const recipient = (await Recipient.query().findById(recipientId)) as Recipient | undefined;
    const message = (
      recipient === undefined ? undefined : await Message.query().findById(recipient.messageId)
    ) as Message | undefined;
    const last = (await Attempt.query()
      .where({ recipientId })
      .whereNot({ outcome: 'sending' })
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .first()) as Attempt | undefined;
    if (recipient === undefined || message === undefined || last === undefined || message.mailboxId === null)
      return;
    await work('messages.notice', () => fileNotice(kind, message, recipient, last));
  },
});

type Kind = 'delay' | 'bounce';

interface Notice {
  id: string;
  kind: Kind;
  subject: string;
  text: string;
  from: { name: string; address: string };
  /** RFC 3463 */
  status: string;
}

async function fileNotice(kind: Kind, message: Message, recipient: Recipient, last: Attempt): Promise<void> {
  // A job may run twice: one notice of a kind for a recipient.
  const sameHash = createHash('sha256').update(`${kind} ${recipient.id}`).digest('hex');
  if ((await Message.query().where({ threadId: message.threadId, sameHash }).first()) !== undefined) return;
  const notice = await wordsOf(kind, message, recipient, last);
  const messageId = await messageIdOf(notice.id, mainMailDomain());
  const raw = await putBlob(reportOf(notice, messageId, message, recipient, last));
  const at = moment(now());
  const draft: MessageDraft = {
    id: notice.id,
    direction: 'in',
    kind,
    mailboxId: message.mailboxId,
    threadId: message.threadId,
    registered: false,
    subject: notice.subject,
    parties: [
      { role: 'from', ...notice.from },
      { role: 'to', name: message.fromName, address: message.fromAddress },
    ],
    text: notice.text,
    html: null,
    messageId,
    inReplyTo: message.messageId,
    referenceIds: [message.messageId],
    rawBlobId: raw.id,
    size: raw.size,
    sha256: raw.sha256,
    sameHash,
    at,
    receivedAt: at,
    bounces:
      kind === 'bounce' ? [{ recipient: recipient.address, status: notice.status, ...reasonOf(last) }] : [],
    answersId: message.id,
  };
  for (const filer of house().registry.all('filers'))
    draft.threadId = await filer.place({
      id: notice.id,
      message: draft,
      cards: new Map(),
      about: [],
      threadId: message.threadId,
      hasAttachments: false,
    });
  await fileMessages([draft]);
}

async function wordsOf(kind: Kind, message: Message, recipient: Recipient, last: Attempt): Promise<Notice> {
  const language = await languageOf(message);
  const values = {
    subject: message.subject,
    address: recipient.address,
    tries: recipient.attempts,
    host: last.host,
    reply: last.reply,
    until: untilWhen(recipient, language),
  };
  return {
    id: newId(),
    kind,
    subject: say(language, `messages.notice.${kind}.subject`, values),
    text: say(language, `messages.notice.${kind}.text`, values),
    from: { name: say(language, 'messages.notice.from'), address: `postmaster@${mainMailDomain()}` },
    status: last.enhancedCode ?? (kind === 'bounce' ? '5.0.0' : '4.0.0'),
  };
}

function reportOf(
  notice: Notice,
  messageId: string,
  message: Message,
  recipient: Recipient,
  last: Attempt,
): Buffer {
  return renderReport({
    messageId,
    date: now(),
    from: notice.from,
    to: message.fromAddress,
    subject: notice.subject,
    text: notice.text,
    action: notice.kind === 'bounce' ? 'failed' : 'delayed',
    recipient: recipient.address,
    status: notice.status,
    host: last.host,
    reply: last.reply,
    lastAttempt: new Date(last.at),
    about: message.messageId,
  });
}

/** In the writer's language; the house's where nobody wrote it. */
async function languageOf(message: Message): Promise<Language> {
  const writer =
    message.authorId === null
      ? undefined
      : ((await db()('users').where({ id: message.authorId }).first('language')) as
          | { language: Language | null }
          | undefined);
  return writer?.language ?? setting('language');
}

/** When the last try is, as a day for people. */
function untilWhen(recipient: Recipient, language: Language): string {
  const ladder = setting('sendingLadder');
  let minutes = 0;
  for (let tries = recipient.attempts; waitAfter(tries, ladder) !== null; tries++)
    minutes += waitAfter(tries, ladder) as number;
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: setting('timeZone'),
  }).format(new Date(now().getTime() + minutes * 60_000));
}

/** Reason and state of a refusal in the dialogue, by its enhanced code (RFC 3463, 3). */
function reasonOf(last: Attempt): { reason: string; hard: boolean; state: string } {
  const hard = last.outcome === 'failed';
  const [, subject = '0', detail = '0'] = (last.enhancedCode ?? '').split('.');
  const known = REASONS[`${subject}.${detail}`] ?? REASONS[subject];
  return { ...(known ?? { reason: hard ? 'undefined' : 'expired', state: 'unknown' }), hard };
}

/** After the table of docs/decisions (bounces): only what is `address-dead` says that nobody is there. */
const REASONS: Record<string, { reason: string; state: string }> = {
  '1.1': { reason: 'userunknown', state: 'address-dead' },
  '1.2': { reason: 'hostunknown', state: 'address-dead' },
  '1.6': { reason: 'hasmoved', state: 'address-dead' },
  '1.10': { reason: 'notaccept', state: 'unknown' },
  '2.1': { reason: 'suspend', state: 'unknown' },
  '2.2': { reason: 'mailboxfull', state: 'mailbox-full' },
  '2.3': { reason: 'exceedlimit', state: 'mailbox-full' },
  '3.4': { reason: 'mesgtoobig', state: 'policy' },
  '7.1': { reason: 'rejected', state: 'blocked' },
  '7': { reason: 'policyviolation', state: 'policy' },
};
