import type { Room } from './mail-scan.ts';

/** How much strangers may take of the house. */
export interface Limits {
  /** Largest mail, in bytes. */
  mailBytes: number;
  /** Bytes of mails under way, over all connections. */
  heldBytes: number;
  connections: number;
  connectionsPerAddress: number;
  /** New connections of one address within a minute. */
  connectionsPerMinute: number;
  recipients: number;
  /** Unknown recipients in one connection before it is ended: guessing addresses. */
  unknownRecipients: number;
  /** Received lines of a mail before it counts as a loop (RFC 5321 section 6.3). */
  hops: number;
  commandBytes: number;
  /** Silence that is borne (RFC 5321 section 4.5.3.2.7: five minutes), and under a crowd. */
  idleMs: number;
  idleInCrowdMs: number;
  /** Longest time for the bytes of one mail. */
  mailMs: number;
  /** Time that open sessions get when the door closes. */
  closeMs: number;
}

export const LIMITS: Limits = {
  mailBytes: 50 * 1024 * 1024,
  heldBytes: 256 * 1024 * 1024,
  connections: 1000,
  connectionsPerAddress: 100,
  connectionsPerMinute: 600,
  recipients: 100,
  unknownRecipients: 20,
  hops: 50,
  commandBytes: 4096,
  idleMs: 300_000,
  idleInCrowdMs: 20_000,
  mailMs: 15 * 60_000,
  closeMs: 5000,
};

/** Keeps the bytes of mails under way within a bound: the mails that ask for more when it is reached are put off. */
export class HeldBytes implements Room {
  #held = 0;
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }
  take(bytes: number): boolean {
    if (this.#held + bytes > this.#most) return false;
    this.#held += bytes;
    return true;
  }
  free(bytes: number): void {
    this.#held -= bytes;
  }
}

const MINUTE_MS = 60_000;

/** Counts connections per address. The machine itself is trusted: a relay in front of the house comes from there. */
export class Visitors {
  readonly #limits: Limits;
  readonly #open = new Map<string, number>();
  #recent = new Map<string, number>();
  #minute = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Why this address may not come in now; undefined where it may. Counts it. */
  enters(address: string): string | undefined {
    const open = (this.#open.get(address) ?? 0) + 1;
    this.#open.set(address, open);
    if (isLoopback(address)) return undefined;
    if (open > this.#limits.connectionsPerAddress) return '4.7.0 Too many connections from your address';
    const minute = Math.floor(performance.now() / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#recent = new Map();
    }
    const recent = (this.#recent.get(address) ?? 0) + 1;
    this.#recent.set(address, recent);
    return recent > this.#limits.connectionsPerMinute
      ? '4.7.0 Too many connections in this minute'
      : undefined;
  }

  leaves(address: string): void {
    const open = (this.#open.get(address) ?? 1) - 1;
    if (open <= 0) this.#open.delete(address);
    else this.#open.set(address, open);
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
