import { createHash } from 'node:crypto';
import { moment } from '#kernel/clock.ts';
import { house, now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import type { Language } from '#kernel/schema.ts';
import { mainMailDomain, setting } from '#platform/settings/api.ts';
import { AddressError, checkedAddress, type MailAddress } from './channels/mail/address.ts';
import { type NamedAddress, renderMail } from './channels/mail/render.ts';
import { textOf } from './composing/body.ts';
import { freeze } from './composing/freeze.ts';
import type { ToFreeze } from './composing/prepare.ts';
import { signingKeys } from './dkim/keys.ts';
import { signedMail } from './dkim/sign.ts';
import { messageIdOf } from './identity.ts';
import { sameHashOf, splitRaw } from './raw-mail.ts';

/** A mail of the house itself to one person: an invitation, a forgotten password. No register number, no thread. */
export interface HouseMail {
  to: string | { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  language?: Language;
}

/**
 * Sends it through the own queue, in a unit of work; from postmaster of the first mail domain, which is always accepted. Its
 * links are secrets: what stands in lists is the subject alone. Where the address cannot be, the log says so.
 */
export async function sendHouseMail(mail: HouseMail): Promise<void> {
  const addressee = readableAddress(mail);
  if (addressee === null) return;
  const id = newId();
  const from = {
    name: setting('company').replace(/\p{Cc}+/gu, ' '),
    address: `postmaster@${mainMailDomain()}`,
  };
  const subject = mail.subject.replace(/\p{Cc}+/gu, ' ');
  const messageId = await messageIdOf(id, mainMailDomain());
  const at = moment(now());
  const rendered = await renderMail({
    from,
    to: [addressee],
    cc: [],
    subject,
    messageId,
    inReplyTo: null,
    references: [],
    date: new Date(at),
    text: mail.text === '' ? textOf(mail.html) : mail.text,
    html: mail.html,
    attachments: [],
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  const bytes = await signedMail(rendered, await signingKeys(mainMailDomain()), now());
  const draft = draftOf({ id, subject, messageId, at, bytes, from, addressee });
  await freeze({
    id,
    bytes,
    addressees: [{ ...addressee, role: 'to', card: null }],
    attachments: [],
    cards: new Map(),
    about: [],
    threadId: null,
    dueAt: at,
    draft,
  });
}

function readableAddress({ to }: HouseMail): MailAddress | null {
  try {
    return typeof to === 'string' ? checkedAddress('', to) : checkedAddress(to.name, to.address);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    house().log.warn({ err: error.message }, 'a mail of the house has no address that could be right');
    return null;
  }
}

interface Facts {
  id: string;
  subject: string;
  messageId: string;
  at: string;
  bytes: Buffer;
  from: NamedAddress;
  addressee: MailAddress;
}

function draftOf({ id, subject, messageId, at, bytes, from, addressee }: Facts): ToFreeze['draft'] {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    id,
    direction: 'out',
    kind: 'mail',
    mailboxId: null,
    registered: false,
    subject,
    parties: [
      { role: 'from', ...from },
      { role: 'to', name: addressee.name, address: addressee.address },
    ],
    text: '',
    html: null,
    messageId,
    size: bytes.length,
    sha256,
    sameHash: sameHashOf(splitRaw(bytes)),
    at,
    sentAt: at,
  };
}
