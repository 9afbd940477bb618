import { say } from '#kernel/i18n.ts';
import type { BounceReport, MessageKind, MessageNote } from '#platform/messages/model.ts';
import { setting } from '#platform/settings/api.ts';
import type { Envelope } from '../accept.ts';
import type { ReadMail, Said } from '../reading/mail.ts';

/** An arrival with what was read of it: what the steps look at and none of them changes. */
export interface ReadArrival {
  id: string;
  createdAt: string;
  envelope: Envelope;
  door: string;
  rawBlobId: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  mail: ReadMail;
  /** SPF, DKIM, DMARC. */
  verdicts: Record<string, unknown>;
}

/** One mailbox that a mail came to; each gets a message of its own. */
export interface Target {
  /** Id of the message that is filed there. */
  messageId: string;
  mailboxId: string;
  /** Made at the end where it does not exist yet. */
  opens: { address: string; name: string; kind: 'group' | 'personal'; memberId: string | null } | null;
  /** The message that this one repeats; then nothing is filed. */
  duplicateOf: string | null;
}

export interface CardMatch {
  entity: string;
  id: string;
  name: string;
  /** `from`, `to`, `cc`, `employer`. */
  role: string;
  by: string;
  evidence: string;
}

/** A recipient of ours whose fate a report tells. */
export interface Reported {
  recipientId: string;
  messageId: string;
  report: BounceReport;
}

/**
 * What is decided about an arrival, step by step. Steps set intents here and leave a note why; the last step writes. A draft is
 * made anew for every try, since a transaction may run twice.
 */
export interface Draft {
  readonly arrival: ReadArrival;
  targets: Target[];
  kind: MessageKind;
  registered: boolean;
  thread: { id: string; isNew: boolean; by: string; evidence: string } | null;
  /** Threads that turn out to be the same correspondence. */
  joins: string[];
  /** Message-IDs that it names and that have not come (yet). */
  awaits: { headerId: string; how: 'reply' | 'reference' }[];
  cards: CardMatch[];
  /** Message that it answers or reports on. */
  answersId: string | null;
  reported: Reported[];
  notes: MessageNote[];
}

export function newDraft(arrival: ReadArrival): Draft {
  return {
    arrival,
    targets: [],
    kind: arrival.mail.kind,
    registered: false,
    thread: null,
    joins: [],
    awaits: [],
    cards: [],
    answersId: null,
    reported: [],
    notes: arrival.mail.faults.map((said) => noteOf('read', said)),
  };
}

/** Whether anything of it is filed. */
export function isNews(draft: Draft): boolean {
  return draft.targets.some((target) => target.duplicateOf === null);
}

/** A step of the pipeline: it looks up for the whole batch at once, then decides draft by draft, in the order of arrival. */
export interface Step<Found = unknown> {
  name: string;
  says: string;
  /** Reads what the decisions need; one query for many drafts. In the unit of work that files. */
  looks(drafts: readonly Draft[]): Promise<Found>;
  /** Sets intents; may note down in `found` what the next drafts of the batch must know. */
  decides(draft: Draft, found: Found): void;
}

export function step<Found>(definition: Step<Found>): Step {
  return definition as unknown as Step;
}

/** A note in the language of the house: it is kept as it was said. */
export function noteOf(name: string, { key, facts }: Said): MessageNote {
  return { step: name, says: say(setting('language'), `mailroom.note.${key}`, facts) };
}
