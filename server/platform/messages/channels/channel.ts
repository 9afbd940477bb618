import type { AttemptOutcome } from '../model.ts';

/**
 * What a way out of the house is. The queue claims recipients, writes a `sending` attempt, hands each to its channel and
 * writes down what came of it; the channel knows its protocol and nothing of the database.
 */
export interface Channel {
  /** As in `messages.channel`: `mail`. */
  name: string;
  says: string;
  /** Destinations that share connections have one lane. */
  laneOf(destination: string): string;
  /**
   * How many recipients may be under way in a lane: handed over and not yet written down. It bounds what may be repeated after
   * a crash; 0 = leave it alone now.
   */
  capacity(destination: string): number;
  /** The same over all lanes. */
  most(): number;
  /** Delivers one; never throws for what the other side does. */
  deliver(what: Delivery): Promise<Outcome>;
  /** Ends: waits a little for what is under way, then breaks it off. */
  close(): Promise<void>;
}

export interface Delivery {
  recipientId: string;
  /** Domain of the address. */
  destination: string;
  envelopeFrom: string;
  envelopeTo: string;
  /** Bytes of the mail, as stored. */
  size: number;
  bytes(): Promise<Buffer>;
  /** Asked right before the step that cannot be undone; false: another process took over, leave it. */
  mayGo(): Promise<boolean>;
}

/** What came of one try. */
export interface Outcome {
  /** `unknown`: it may have arrived; nobody can tell. */
  outcome: Exclude<AttemptOutcome, 'sending'>;
  /** Server it was about: `mx1.firm.example [192.0.2.1]:25`. */
  host: string;
  /** The other server's words, verbatim; ours where it said nothing. */
  reply: string;
  /** RFC 3463, where one was given. */
  enhancedCode: string | null;
  /** `none`, or protocol and cipher. */
  tls: string;
  tookMs: number;
}
