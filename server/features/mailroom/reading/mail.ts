import type { MessageKind, Party } from '#platform/messages/model.ts';
import type { MailReport } from './report.ts';

/** A sentence for people: the key of its text (`mailroom.note.…`) with what stands in it. The thread that reads knows no language. */
export interface Said {
  key: string;
  facts: Record<string, string>;
}

/** What was read of a mail: plain values, so that they cross from the thread that reads. */
export interface ReadMail {
  subject: string;
  parties: Party[];
  /** Without brackets; '' where there is none. */
  messageId: string;
  inReplyTo: string[];
  /** Oldest first. */
  references: string[];
  /** The header's own Date, ISO; null where there is none that can be read. */
  date: string | null;
  text: string;
  html: string | null;
  /** Where the quoted part of the text begins. */
  quotedAt: number | null;
  snippet: string;
  attachments: ReadAttachment[];
  kind: MessageKind;
  /** Why it is of that kind; null for plain mail. */
  kindSays: Said | null;
  report: MailReport | null;
  /** Values of a few header lines, for whoever decides later: `dkim-signature`, `list-id`, … */
  headers: [name: string, value: string][];
  /** Pictures of the web that wait for the reader. */
  remotePictures: number;
  /** Hash of body, Date and From: with mailbox and Message-ID it tells the same message. */
  sameHash: string;
  /** What could not be read. */
  faults: Said[];
}

export interface ReadAttachment {
  /** Its number among the attachments of the message, from 0. */
  part: number;
  name: string;
  type: string;
  /** Bytes, decoded. */
  size: number;
  /** Hex. */
  sha256: string;
  /** Without brackets. */
  contentId: string | null;
  /** Shown inside the text. */
  inline: boolean;
}
