/** Messages and threads as the API gives them, and how they are said in a line. */
import type { Ref, Row } from '../kernel/refs.ts';

/** Somebody named in a header. `card` where the address stands on one that the reader may see. */
export interface Party {
  name?: string | null;
  address: string;
  card?: Ref | null;
}

export interface Attachment {
  id: string;
  name: string;
  size: number;
  type: string;
  /** For pictures in the text: "cid:…" names it without its brackets. */
  contentId?: string | null;
  /** Shown in the text, so not among the files. */
  inline?: boolean;
}

export interface Attempt {
  at: string;
  outcome: 'sending' | 'sent' | 'later' | 'failed' | 'unknown';
  host?: string | null;
  reply?: string | null;
}

export type RecipientState =
  | 'held'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'bounced'
  | 'failed'
  | 'skipped'
  | 'stopped'
  | 'unknown';

export interface Recipient extends Row {
  name?: string | null;
  address: string;
  card?: Ref | null;
  state: RecipientState;
  reason?: string | null;
  attempts: Attempt[];
}

/** Why a message stands where it stands: by what it was matched, and the evidence in words. */
export interface Match {
  by: string;
  /** `from`, `to`, `employer`…; `thread`: by what it found its correspondence, which a note says in words. */
  role?: string;
  evidence: string;
  card?: Ref | null;
}

export type Verdict = 'verified' | 'unverified' | 'failed';

export interface Message extends Row {
  direction: 'in' | 'out';
  kind: string;
  subject: string;
  registerNumber?: string | null;
  from: Party;
  to?: Party[];
  cc?: Party[];
  bcc?: Party[];
  replyTo?: Party[];
  thread?: Ref | null;
  mailbox?: Ref | null;
  about?: Ref[];
  at?: string;
  receivedAt?: string | null;
  sentAt?: string | null;
  sendAt?: string | null;
  stoppedAt?: string | null;
  /** Why all of it is held back: `setup`, `restored`, `demo`; null where it leaves or has left. */
  held?: string | null;
  author?: Ref | null;
  snippet?: string | null;
  text?: string | null;
  html?: string | null;
  verdict?: Verdict | null;
  attachments?: Attachment[];
  matches?: Match[];
  notes?: { step: string; says: string }[];
  bounces?: { recipient: string; status: string; reason: string; hard: boolean; state: string }[];
  /** Of this mail's pictures that are not in it, how many are held back, and whether they may be fetched. */
  pictures?: { blocked: number; allowed: boolean; always: boolean } | null;
}

export interface Thread extends Row {
  subject: string;
  assignee?: Ref | null;
  about?: Ref[];
  state?: string | null;
  messageCount?: number;
  lastAt?: string | null;
}

/** The moment a message counts by: when it came, or when it went. */
export function momentOf(message: Message): string {
  return message.at ?? message.receivedAt ?? message.sentAt ?? message.createdAt ?? '';
}

/** 'Şule Işık', or the address where no name is known. */
export function nameOfParty(party: Party | null | undefined): string {
  return party?.card?.label || party?.name || party?.address || '';
}

/** Who stands at the line's beginning: the sender; on our side the colleague who wrote. */
export function writerOf(message: Message): string {
  return message.direction === 'out' && message.author?.label
    ? message.author.label
    : nameOfParty(message.from);
}

/** The first words for a folded line. */
export function firstWords(message: Message): string {
  return (message.snippet ?? message.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** 'A, B and 3 more' is for the reader; this is who they are: everybody in To, then Cc. */
export function addressees(message: Message): Party[] {
  return [...(message.to ?? []), ...(message.cc ?? [])];
}

const sizes = ['B', 'KB', 'MB', 'GB'];

/** 1234567 → '1.2 MB', '1,2 MB' in Turkish and Polish. */
export function sizeOf(bytes: number, lang: string): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < sizes.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && size < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(size)} ${sizes[unit]}`;
}

/** One sign for a mail that goes to several: the worst that asks for eyes, else how far it came. */
export function fateOf(recipients: Recipient[]): RecipientState {
  const order: RecipientState[] = [
    'failed',
    'bounced',
    'unknown',
    'held',
    'sending',
    'queued',
    'skipped',
    'stopped',
    'sent',
  ];
  return order.find((state) => recipients.some((recipient) => recipient.state === state)) ?? 'queued';
}

/** 'Şule Işık <s.isik@ozturkgida.example>' */
export function fullParty(party: Party): string {
  const name = nameOfParty(party);
  return name === party.address ? party.address : `${name} <${party.address}>`;
}
