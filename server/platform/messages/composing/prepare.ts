import { createHash } from 'node:crypto';
import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { Fault } from '#kernel/errors.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { allow } from '#platform/access/policy.ts';
import { type MailAttachment, renderMail } from '../channels/mail/render.ts';
import { signingKeys } from '../dkim/keys.ts';
import { signedMail } from '../dkim/sign.ts';
import type { MessageDraft } from '../filing.ts';
import { messageIdOf, replyAddress } from '../identity.ts';
import { Message } from '../model.ts';
import { type CardRef, cardsAt, type SenderIdentity, senderFor, sendersOf } from '../parts.ts';
import { sameHashOf, splitRaw } from '../raw-mail.ts';
import { type Addressed, resolveAddressees } from './addressees.ts';
import { assertSize, openAttachments, picturesOf } from './attachments.ts';
import { htmlOf, outgoingHtml, page, textOf } from './body.ts';
import type { Sending } from './input.ts';

/**
 * Everything a mail needs before the writer is taken: rights, addresses, documents, and the exact bytes, rendered once. What is
 * frozen here is what goes out, whatever happens to cards and documents meanwhile.
 */
export interface Prepared extends ToFreeze {
  sender: SenderIdentity;
}

/** What is written of a mail. */
export interface ToFreeze {
  id: string;
  draft: Omit<MessageDraft, 'rawBlobId' | 'threadId'>;
  bytes: Buffer;
  addressees: Addressed[];
  attachments: MailAttachment[];
  cards: Map<string, CardRef[]>;
  about: CardRef[];
  /** Thread of the mail it answers or passes on, or a new one; null for mails of the house itself. */
  threadId: string | null;
  /** Moment of the first try. */
  dueAt: string;
}

/** Longest chain of References that is sent along; the first one and the newest stay. */
const MOST_REFERENCES = 30;

/** Throws Faults for whatever the writer can put right. */
export async function prepareSending(sending: Sending, actor: Actor): Promise<Prepared> {
  const original = await originalOf(sending, actor);
  const sender = await chooseSender(sending.from ?? null, original, actor);
  const addressees = await resolveAddressees(sending, actor);
  const about = await readAbout(sending.about, actor);
  const body = await bodyOf(sending, actor, domainOf(sender));
  const id = newId();
  // Chosen here, since the bytes name it.
  const threadId = original?.threadId ?? newId();
  const written: Written = {
    id,
    replyTo: await replyAddress(threadId, sender.address),
    messageId: await messageIdOf(id, domainOf(sender)),
    dueAt: dueMoment(sending.sendAt ?? null),
    answered: sending.inReplyTo == null ? null : original,
    sender,
    addressees,
    body,
  };
  const bytes = await bytesOf(written, sending, actor.language);
  return {
    id,
    bytes,
    addressees,
    about,
    sender,
    attachments: body.attachments,
    cards: await cardsAt(addressees.map((each) => each.address.toLowerCase())),
    threadId,
    dueAt: written.dueAt,
    draft: draftOf(written, sending, actor, bytes),
  };
}

/** What is known before the bytes are. */
interface Written {
  id: string;
  messageId: string;
  /** Where answers go, where that is not the sender's address. */
  replyTo: string | undefined;
  dueAt: string;
  answered: Message | null;
  sender: SenderIdentity;
  addressees: Addressed[];
  body: Body;
}

/** Rendered and signed once: these bytes are what goes out, and what is kept. */
async function bytesOf(
  { messageId, replyTo, dueAt, answered, sender, addressees, body }: Written,
  sending: Sending,
  language: string,
): Promise<Buffer> {
  const rendered = await renderMail({
    from: sender,
    replyTo: replyTo === undefined ? undefined : { name: sender.name, address: replyTo },
    to: addressees.filter((each) => each.role === 'to'),
    cc: addressees.filter((each) => each.role === 'cc'),
    subject: sending.subject,
    messageId,
    inReplyTo: answered === null ? null : cleanId(answered.messageId),
    references: referencesTo(answered),
    date: new Date(dueAt),
    text: body.text,
    html: page(body.html, language),
    attachments: body.attachments,
  });
  return signedMail(rendered, await signingKeys(domainOf(sender)), now());
}

function draftOf(written: Written, sending: Sending, actor: Actor, bytes: Buffer): ToFreeze['draft'] {
  const { id, messageId, dueAt, answered, sender, addressees, body } = written;
  return {
    id,
    direction: 'out',
    kind: 'mail',
    mailboxId: sender.mailboxId,
    registered: true,
    subject: sending.subject,
    parties: [
      { role: 'from', name: sender.name, address: sender.address },
      ...addressees.map(({ role, name, address }) => ({ role, name, address })),
    ],
    text: body.text,
    html: body.html,
    messageId,
    inReplyTo: answered?.messageId ?? null,
    referenceIds: referencesTo(answered),
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sameHash: sameHashOf(splitRaw(bytes)),
    at: dueAt,
    sentAt: dueAt,
    authorId: actor.userId,
    answersId: sending.inReplyTo ?? null,
    forwardsId: sending.forwardOf ?? null,
    sendAt: sending.sendAt == null ? null : dueAt,
  };
}

function domainOf({ address }: SenderIdentity): string {
  return address.split('@').at(-1) as string;
}

async function originalOf(sending: Sending, actor: Actor): Promise<Message | null> {
  const id = sending.inReplyTo ?? sending.forwardOf;
  if (id == null) return null;
  await allow(actor, 'see', 'message', { id });
  return ((await Message.query().findById(id)) as Message | undefined) ?? null;
}

async function chooseSender(
  given: string | null,
  original: Message | null,
  actor: Actor,
): Promise<SenderIdentity> {
  if (given !== null) {
    const sender = await senderFor(given, actor);
    if (sender === null)
      throw Fault.forbidden('message.sender', 'You may not send as this mailbox.', {
        errors: [{ path: 'from', code: 'message.sender', detail: 'not one of your mailboxes' }],
      });
    return sender;
  }
  const answering = original?.mailboxId == null ? null : await senderFor(original.mailboxId, actor);
  const sender = answering ?? (await sendersOf(actor))[0];
  if (sender === undefined)
    throw Fault.forbidden(
      'message.noMailbox',
      'There is no mailbox that you may send from. An administrator can make you a member of one.',
    );
  return sender;
}

async function readAbout(given: readonly string[], actor: Actor): Promise<CardRef[]> {
  const cards: CardRef[] = [];
  for (const text of given) {
    const [entity = '', id = ''] = text.split(':');
    await allow(actor, 'see', entity, { id });
    cards.push({ entity, id });
  }
  return cards;
}

interface Body {
  text: string;
  html: string;
  attachments: MailAttachment[];
}

async function bodyOf(sending: Sending, actor: Actor, domain: string): Promise<Body> {
  const attached = await openAttachments(sending.attachments, actor);
  if (sending.html == null) {
    const text = lines(sending.text ?? '');
    return { text, html: htmlOf(text), attachments: attached };
  }
  const pictures = await picturesOf(sending.html, sending, actor, domain);
  const html = outgoingHtml(sending.html, (src) => pictures.get(src)?.contentId ?? null);
  const shown = [...pictures.values()].filter((each) => html.includes(`cid:${each.contentId}`));
  const attachments = [...shown, ...attached];
  assertSize(attachments.reduce((sum, each) => sum + each.bytes.length, 0));
  return { text: lines(sending.text ?? textOf(html)), html, attachments };
}

/** One way to end a line, and no control characters that a reader would stumble over. */
function lines(text: string): string {
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
}

/** Moment of the first try: now, or the later one that was asked for (a year ahead at most). */
function dueMoment(sendAt: string | null): string {
  const at = now().getTime();
  if (sendAt === null) return moment(at);
  const wanted = new Date(sendAt).getTime();
  if (wanted - at > 366 * 86_400_000)
    throw Fault.invalidAt('sendAt', 'message.sendAt', 'must be within a year');
  return moment(Math.max(wanted, at));
}

function referencesTo(original: Message | null): string[] {
  if (original === null) return [];
  const chain = [...original.referenceIds, original.messageId].map(cleanId).filter((id) => id !== null);
  const once = [...new Set(chain)];
  return once.length <= MOST_REFERENCES ? once : [once[0] as string, ...once.slice(1 - MOST_REFERENCES)];
}

/** A stranger's Message-ID as it may stand in a header of ours; null where it may not. */
function cleanId(messageId: string): string | null {
  return /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/.test(messageId) ? messageId : null;
}
