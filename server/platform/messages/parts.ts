import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import type { MessageDraft } from './filing.ts';

/**
 * What other rooms declare to the post office. It never asks for a card or a mailbox by name: it is handed addresses, the
 * identity to send as, and a place in a thread.
 */
declare module '#kernel/room.ts' {
  interface Room {
    /** Who may send as which mailbox. */
    senders?: readonly SenderBook[];
    /** Addresses of cards. */
    addressBooks?: readonly AddressBook[];
    /** Puts what the post office makes into its thread and on its cards. */
    filers?: readonly Filer[];
    /** Takes mail to the house's own addresses without the way through the network. */
    receivers?: readonly Receiver[];
  }
}

/** A mailbox as a sender. */
export interface SenderIdentity {
  mailboxId: string;
  address: string;
  /** Shown beside the address: the mailbox's name. */
  name: string;
  /** Plain text under a new mail; may be empty. */
  signature: string;
}

export interface SenderBook {
  /** The mailbox, where this actor may send as it; null where there is none or it may not. */
  senderFor(mailboxId: string, actor: Actor): Promise<SenderIdentity | null>;
  /** The mailboxes this actor may send as, own ones first. */
  sendersOf(actor: Actor): Promise<SenderIdentity[]>;
}

export interface CardRef {
  entity: string;
  id: string;
}

/** The address to which mail for a card goes. */
export interface CardAddress extends CardRef {
  name: string;
  address: string;
}

export interface AddressBook {
  /** Entities it knows: `person`, `organisation`. */
  entities: readonly string[];
  /** Primary mail address of a card the actor may see; null where it has none or may not be seen. */
  addressOf(card: CardRef, actor: Actor): Promise<CardAddress | null>;
  /** Cards on which these addresses (lower case) stand, for whoever's eyes: it links, it does not show. */
  cardsAt(addresses: readonly string[]): Promise<Map<string, CardRef[]>>;
}

/** What a filer is told of a message the post office is about to file. */
export interface ToFile {
  id: string;
  message: MessageDraft;
  /** Cards of the addressees, by lower-case address. */
  cards: ReadonlyMap<string, readonly CardRef[]>;
  /** Further cards the writer said it is about. */
  about: readonly CardRef[];
  /** Thread of the message it answers, passes on or reports on, or an id for a new one; null where none was chosen. */
  threadId: string | null;
  /** Documents beside its text. */
  hasAttachments: boolean;
}

export interface Filer {
  /** In the unit that files the message, before its row stands: writes thread and abouts, gives the thread's id. */
  place(what: ToFile): Promise<string>;
}

export interface LocalMail {
  recipientId: string;
  envelopeFrom: string;
  envelopeTo: string;
  rawBlobId: string;
}

export interface Receiver {
  /** Of these addresses (lower case), those that the house receives itself. */
  ours(addresses: readonly string[]): Promise<ReadonlySet<string>>;
  /** Takes them in the running unit, as the mail door would: arrivals over the same blobs. */
  receive(mails: readonly LocalMail[]): Promise<void>;
}

export async function senderFor(mailboxId: string, actor: Actor): Promise<SenderIdentity | null> {
  for (const book of house().registry.all('senders')) {
    const found = await book.senderFor(mailboxId, actor);
    if (found !== null) return found;
  }
  return null;
}

export async function sendersOf(actor: Actor): Promise<SenderIdentity[]> {
  const found: SenderIdentity[] = [];
  for (const book of house().registry.all('senders')) found.push(...(await book.sendersOf(actor)));
  return found;
}

/** Primary address of a card, from the book that knows its entity. */
export async function addressOf(card: CardRef, actor: Actor): Promise<CardAddress | null> {
  const book = house()
    .registry.all('addressBooks')
    .find((each) => each.entities.includes(card.entity));
  return book === undefined ? null : book.addressOf(card, actor);
}

/** Cards of addresses, over all books. */
export async function cardsAt(addresses: readonly string[]): Promise<Map<string, CardRef[]>> {
  const found = new Map<string, CardRef[]>();
  for (const book of house().registry.all('addressBooks'))
    for (const [address, cards] of await book.cardsAt(addresses))
      found.set(address, [...(found.get(address) ?? []), ...cards]);
  return found;
}
