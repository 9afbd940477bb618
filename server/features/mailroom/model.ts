import { Row } from '#kernel/model.ts';

/** An address of the firm that people share or own. */
export class Mailbox extends Row {
  static override tableName = 'mailboxes';
  static override entity = 'mailbox';

  /** Lower case. */
  declare address: string;
  declare name: string;
  declare kind: 'group' | 'personal';
  /** Plain text under a new mail. */
  declare signature: string;
  declare closedAt: string | null;
  declare closedBy: string | null;
}

/** Messages that answer each other. */
export class Thread extends Row {
  static override tableName = 'threads';
  static override entity = 'thread';
  static override booleans = ['hasAttachments'];

  declare subject: string;
  /** Folded, without answer prefixes. */
  declare subjectKey: string;
  declare firstAt: string;
  declare lastAt: string;
  declare lastInAt: string | null;
  declare lastOutAt: string | null;
  /** First mail from outside that nobody has answered. */
  declare awaitingSince: string | null;
  declare messageCount: number;
  declare snippet: string;
  declare who: string;
  declare hasAttachments: boolean;
  declare closedAt: string | null;
  declare closedBy: string | null;
  declare assigneeId: string | null;
  /** The thread it became part of when their link was found; its id answers with that one. */
  declare mergedInto: string | null;
}
