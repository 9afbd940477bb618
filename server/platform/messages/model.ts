import { Row } from '#kernel/model.ts';

/** Somebody named in a message's header. Addresses are kept as written; they are compared in lower case. */
export interface Party {
  role: 'from' | 'sender' | 'reply-to' | 'to' | 'cc' | 'bcc';
  name: string;
  address: string;
}

/** What a step of the pipeline or of sending decided, in words that can be shown. */
export interface MessageNote {
  step: string;
  says: string;
}

/** One recipient of whom a report says that a mail did not arrive (docs/decisions: 20 bounce). */
export interface BounceReport {
  recipient: string;
  /** RFC 3463, for example `5.1.1`. */
  status: string;
  /** `userunknown`, `mailboxfull`, `blocked`, … */
  reason: string;
  hard: boolean;
  /** `address-dead`, `mailbox-full`, `blocked`, `policy`, `unknown`. */
  state: string;
}

export type MessageKind = 'mail' | 'bounce' | 'auto-reply' | 'delay' | 'feedback';
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
export type AttemptOutcome = 'sending' | 'sent' | 'later' | 'failed' | 'unknown';

/** Anything sent or received on any channel: the registered original. */
export class Message extends Row {
  static override tableName = 'messages';
  static override entity = 'message';
  static override json = ['parties', 'referenceIds', 'verdicts', 'notes', 'bounces'];

  declare direction: 'in' | 'out';
  declare channel: string;
  declare kind: MessageKind;
  declare mailboxId: string | null;
  declare threadId: string | null;
  declare registerNumber: string | null;
  declare subject: string;
  declare fromName: string;
  declare fromAddress: string;
  declare parties: Party[];
  declare text: string;
  declare html: string | null;
  declare snippet: string;
  declare messageId: string;
  declare inReplyTo: string | null;
  declare referenceIds: string[];
  declare rawBlobId: string | null;
  declare size: number;
  declare sha256: string;
  declare sameHash: string;
  declare at: string;
  declare receivedAt: string | null;
  declare sentAt: string | null;
  declare verdicts: Record<string, unknown>;
  declare notes: MessageNote[];
  declare bounces: BounceReport[];
  declare authorId: string | null;
  declare answersId: string | null;
  declare forwardsId: string | null;
  declare sendAt: string | null;
  /** Called back before the first attempt: its register number is void and stays visible. */
  declare stoppedAt: string | null;
  declare stoppedBy: string | null;
}

/** One addressee with the address and the fate frozen; one envelope each. */
export class Recipient extends Row {
  static override tableName = 'recipients';
  static override entity = 'recipient';
  static override booleans = ['bulk'];

  declare messageId: string;
  declare channel: string;
  declare role: 'to' | 'cc' | 'bcc';
  declare name: string;
  declare address: string;
  /** Domain it goes to. */
  declare destination: string;
  declare cardEntity: string | null;
  declare cardId: string | null;
  declare state: RecipientState;
  declare reason: string | null;
  declare token: string;
  declare rawBlobId: string | null;
  declare bulk: boolean;
  declare sentAt: string | null;
  declare dueAt: string;
  declare lockedBy: string | null;
  declare lockedAt: string | null;
  declare attempts: number;
}

/** One try to deliver to one recipient, with the other side's words. */
export class Attempt extends Row {
  static override tableName = 'attempts';
  static override entity = 'attempt';

  declare recipientId: string;
  declare at: string;
  declare outcome: AttemptOutcome;
  declare host: string;
  declare reply: string;
  declare enhancedCode: string | null;
  declare tls: string;
  declare tookMs: number | null;
}

/** What may not be sent to an address any more, and why; checked when a recipient is claimed. */
export class Suppression extends Row {
  static override tableName = 'suppressions';
  static override entity = 'suppression';

  declare address: string;
  declare channel: string;
  declare reason: string;
  declare evidence: string;
  declare at: string;
}
