import type { Language } from '#kernel/schema.ts';
import type { Dispatched } from '#platform/messages/dispatches.ts';
import type { SigningKey } from '#platform/messages/dkim/sign.ts';
import { messageIdOf, newReturnToken, replyAddress } from '#platform/messages/identity.ts';
import type { SenderIdentity } from '#platform/messages/parts.ts';
import { type Composed, languageOf, spokenTo, wordsOf } from '../composing.ts';
import type { Letter } from '../model.ts';
import { unsubscribeWays } from '../unsubscribe.ts';
import type { Decided } from './decide.ts';
import { domainOf, type Filed } from './file-letter.ts';

/** What every mail of a letter is written with. */
export interface Writer extends Filed {
  letter: Letter;
  sender: SenderIdentity;
  composed: Composed;
  /** Blobs of what mails share, by language. */
  frames: ReadonlyMap<Language, string>;
  keys: readonly SigningKey[];
}

/** One recipient, written out. */
export async function recipientOf(writer: Writer, decided: Decided): Promise<Dispatched> {
  const { card, address, skipped, number } = decided;
  const basis = {
    why: card.ground.why,
    consent: card.ground.consent,
    organisation: card.position?.organisation ?? null,
    title: card.position?.title ?? null,
    left: card.left,
  };
  const known = { name: card.name, card: { entity: card.entity, id: card.id }, basis };
  if (skipped !== null || address === null)
    return {
      ...known,
      number: 0,
      address: address?.address ?? '',
      destination: address?.domain ?? '',
      skipped: skipped ?? 'no-address',
      mail: null,
    };
  const token = newReturnToken();
  return {
    ...known,
    number,
    address: address.address,
    destination: address.domain,
    skipped: null,
    token,
    mail: await mailFor(writer, decided, token),
  };
}

async function mailFor(writer: Writer, { card, address, number }: Decided, token: string) {
  const { letter, sender, composed, frames, keys, registerNumber, threadId, at } = writer;
  const language = languageOf(letter, card);
  const to = address as NonNullable<Decided['address']>;
  const ways = unsubscribeWays(token, sender.address);
  const before = letter.reference === null || letter.reference === '' ? registerNumber : letter.reference;
  const facts = { reference: `${before}/${number}`, unsubscribe: ways.shown };
  const spoken = spokenTo(composed, wordsOf(letter, card, to.address, facts));
  const reply = threadId === null ? undefined : await replyAddress(threadId, sender.address);
  return composed.sheets[language].frame.mail(
    {
      from: { name: sender.name, address: sender.address },
      to: { name: to.name, address: to.address },
      replyTo: reply === undefined ? null : { name: sender.name, address: reply },
      subject: spoken.subject,
      messageId: await messageIdOf(letter.id, domainOf(sender), number),
      date: new Date(letter.sendAt !== null && letter.sendAt > at ? letter.sendAt : at),
      headers: ways.headers,
      words: spoken.words,
    },
    frames.get(language) as string,
    keys,
  );
}
