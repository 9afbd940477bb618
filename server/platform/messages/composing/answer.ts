import type { Actor } from '#kernel/actor.ts';
import { Fault } from '#kernel/errors.ts';
import { say } from '#kernel/i18n.ts';
import { allow } from '#platform/access/policy.ts';
import { documentsOf } from '#platform/files/api.ts';
import { isReplyAddress } from '../identity.ts';
import { Message, type Party } from '../model.ts';
import { type SenderIdentity, senderFor, sendersOf } from '../parts.ts';
import { answerSubject, forwardSubject } from '../subject.ts';
import { escaped, htmlOf } from './body.ts';

/** A composer already filled: an answer, an answer to all, a forward. Sending it as it stands is right. */
export interface Draft {
  from: { entity: 'mailbox'; id: string; label: string } | null;
  to: { name: string; address: string }[];
  cc: { name: string; address: string }[];
  subject: string;
  /** Signature and quoted original, as they belong below what is typed. */
  text: string;
  html: string;
  attachments: { id: string; name: string; type: string; size: number }[];
  inReplyTo: string | null;
  forwardOf: string | null;
  thread: { entity: 'thread'; id: string } | null;
}

export async function draftAnswer(id: string, all: boolean, actor: Actor): Promise<Draft> {
  const message = await visibleMessage(id, actor);
  const sender = await senderOfAnswer(message, actor);
  const { to, cc } = await addresseesOfAnswer(message, all, sender?.address ?? '');
  return {
    ...(await around(message, sender, quote(message, actor))),
    to,
    cc,
    subject: answerSubject(message.subject, actor.language),
    attachments: [],
    inReplyTo: message.id,
    forwardOf: null,
  };
}

export async function draftForward(id: string, actor: Actor): Promise<Draft> {
  const message = await visibleMessage(id, actor);
  const documents = (await documentsOf('message', [message.id])).get(message.id) ?? [];
  return {
    ...(await around(message, await senderOfAnswer(message, actor), passedOn(message, actor))),
    to: [],
    cc: [],
    subject: forwardSubject(message.subject, actor.language),
    attachments: documents
      .filter((each) => !each.inline)
      .map(({ id: document, name, type, size }) => ({ id: document, name, type, size })),
    inReplyTo: null,
    forwardOf: message.id,
  };
}

/** A mail that was called back, to be written on. */
export async function draftAgain(id: string, actor: Actor): Promise<Draft> {
  const message = await visibleMessage(id, actor);
  if (message.direction !== 'out')
    throw Fault.conflict('message.notOurs', 'Only a mail of this house can be written again.');
  const documents = (await documentsOf('message', [message.id])).get(message.id) ?? [];
  const sender = await senderOfAnswer(message, actor);
  return {
    from: senderReference(sender),
    to: named(message, 'to'),
    cc: named(message, 'cc'),
    subject: message.subject,
    text: message.text,
    html: message.html ?? htmlOf(message.text),
    attachments: documents
      .filter((each) => !each.inline)
      .map(({ id: document, name, type, size }) => ({ id: document, name, type, size })),
    inReplyTo: message.answersId,
    forwardOf: message.forwardsId,
    thread: threadReference(message),
  };
}

interface Quoted {
  text: string;
  html: string;
}

async function around(
  message: Message,
  sender: SenderIdentity | null,
  quoted: Quoted,
): Promise<Pick<Draft, 'from' | 'text' | 'html' | 'thread'>> {
  const signature = sender?.signature.trim() ?? '';
  const signed = signature === '' ? '' : `\n\n-- \n${signature}`;
  const signedHtml =
    signature === ''
      ? ''
      : `<div class="lobi-signature">-- <br>${escaped(signature).replaceAll('\n', '<br>')}</div>`;
  return {
    from: senderReference(sender),
    text: `${signed}\n\n${quoted.text}`,
    html: `<p></p>${signedHtml}${quoted.html}`,
    thread: threadReference(message),
  };
}

function quote(message: Message, actor: Actor): Quoted {
  const intro = say(actor.language, 'messages.wrote', {
    at: moment(message.at, actor),
    who: whole(fromOf(message)),
  });
  const lines = message.text.replace(/\s+$/, '').split('\n');
  return {
    text: `${intro}\n${lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n')}\n`,
    html: `<div class="lobi-quote"><p>${escaped(intro)}</p><blockquote type="cite">${message.html ?? htmlOf(message.text)}</blockquote></div>`,
  };
}

function passedOn(message: Message, actor: Actor): Quoted {
  const { language } = actor;
  const head = [
    [say(language, 'messages.from'), whole(fromOf(message))],
    [say(language, 'messages.date'), moment(message.at, actor)],
    [say(language, 'messages.subject'), message.subject],
    [say(language, 'messages.to'), named(message, 'to').map(whole).join(', ')],
    [say(language, 'messages.cc'), named(message, 'cc').map(whole).join(', ')],
  ].filter(([, value]) => value !== '');
  const title = say(language, 'messages.forwarded');
  const rows = head.map(([word, value]) => `<b>${escaped(word as string)}:</b> ${escaped(value as string)}`);
  return {
    text: `---------- ${title} ----------\n${head.map(([word, value]) => `${word}: ${value}`).join('\n')}\n\n${message.text}\n`,
    html: `<div class="lobi-quote"><p>---------- ${escaped(title)} ----------<br>${rows.join('<br>')}</p>${message.html ?? htmlOf(message.text)}</div>`,
  };
}

/**
 * To Reply-To where the sender names one; an answer to our own mail goes to whom that went. Nobody stands twice, and not we:
 * neither by our address nor by one we made for answers. A colleague's mail is answered to the colleague.
 */
async function addresseesOfAnswer(
  message: Message,
  all: boolean,
  own: string,
): Promise<Pick<Draft, 'to' | 'cc'>> {
  const seen = new Set([own.toLowerCase()]);
  for (const { address } of message.parties)
    if (await isReplyAddress(address)) seen.add(address.toLowerCase());
  const once = (parties: { name: string; address: string }[]) =>
    parties.filter(({ address }) => {
      const key = address.toLowerCase();
      if (key === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  const replyTo = named(message, 'reply-to').filter(({ address }) => !seen.has(address.toLowerCase()));
  const back =
    message.direction === 'out' ? named(message, 'to') : replyTo.length > 0 ? replyTo : [fromOf(message)];
  const first = once(back);
  // Who answers a mail to themselves means just that.
  const to = first.length > 0 ? first : back.slice(0, 1);
  if (!all) return { to, cc: [] };
  const others = message.direction === 'out' ? [] : named(message, 'to');
  return { to, cc: once([...others, ...named(message, 'cc')]) };
}

async function visibleMessage(id: string, actor: Actor): Promise<Message> {
  await allow(actor, 'see', 'message', { id });
  const message = (await Message.query().findById(id)) as Message | undefined;
  if (message === undefined) throw Fault.missing('message', id);
  return message;
}

/** The mailbox it came to or left from, where the actor may send as it; else the actor's first. */
async function senderOfAnswer(message: Message, actor: Actor): Promise<SenderIdentity | null> {
  const same = message.mailboxId === null ? null : await senderFor(message.mailboxId, actor);
  return same ?? (await sendersOf(actor))[0] ?? null;
}

function senderReference(sender: SenderIdentity | null): Draft['from'] {
  return sender === null ? null : { entity: 'mailbox', id: sender.mailboxId, label: sender.name };
}

function threadReference(message: Message): Draft['thread'] {
  return message.threadId === null ? null : { entity: 'thread', id: message.threadId };
}

function fromOf(message: Message): { name: string; address: string } {
  return { name: message.fromName, address: message.fromAddress };
}

function named(message: Message, role: Party['role']): { name: string; address: string }[] {
  return message.parties
    .filter((party) => party.role === role)
    .map(({ name, address }) => ({ name, address }));
}

function whole({ name, address }: { name: string; address: string }): string {
  return name === '' || name === address ? address : `${name} <${address}>`;
}

function moment(at: string, actor: Actor): string {
  return new Intl.DateTimeFormat(actor.language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: actor.zone,
  }).format(new Date(at));
}
