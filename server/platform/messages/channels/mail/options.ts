import { roomMemory } from '#kernel/house.ts';
import { isOutside } from './inside.ts';
import { type Resolver, systemResolver } from './resolver.ts';

/** How mail goes out. What people set stands in the room's settings; the rest is here, and a test may bend it. */
export interface MailOptions {
  resolver: Resolver;
  /** Whether an address found in DNS may be connected to. */
  mayConnect(address: string): boolean;
  /** Port of the servers of other domains. */
  mxPort: number;
  /** Towards the smart host, and towards each server of another domain. */
  relay: LaneLimits;
  direct: LaneLimits;
  /** Most recipients under way at once, over all destinations. */
  most: number;
  timeouts: Timeouts;
}

export interface LaneLimits {
  connections: number;
  /** Recipients handed over per connection before their results are written down. */
  depth: number;
  /** A connection is given up after so many mails, as some servers want it. */
  mailsPerConnection: number;
}

/** Milliseconds. Together they stay below the lease of a claim. */
export interface Timeouts {
  connect: number;
  greeting: number;
  command: number;
  /** Without a byte taken while the mail is written. */
  stall: number;
  /** From the last dot to the answer. */
  end: number;
  /** One mail from beginning to end, whatever the server plays. */
  whole: number;
  /** A connection without work is kept this long. */
  idle: number;
  /** A server that could not be reached is left alone this long. */
  coolDown: number;
}

export const PRESETS: Omit<MailOptions, 'resolver' | 'mayConnect'> = {
  mxPort: 25,
  relay: { connections: 8, depth: 16, mailsPerConnection: 2000 },
  direct: { connections: 3, depth: 4, mailsPerConnection: 100 },
  most: 400,
  timeouts: {
    connect: 30_000,
    greeting: 60_000,
    command: 120_000,
    stall: 120_000,
    end: 300_000,
    whole: 900_000,
    idle: 5_000,
    coolDown: 30_000,
  },
};

const OPTIONS = Symbol('messages.mailOptions');

export function mailOptions(): MailOptions {
  return roomMemory<MailOptions>(OPTIONS, () => ({
    ...PRESETS,
    resolver: systemResolver,
    mayConnect: isOutside,
  }));
}

/** For tests: other servers, shorter waits. */
export function bendMailOptions(
  changes: Partial<Omit<MailOptions, 'timeouts'>> & { timeouts?: Partial<Timeouts> },
): void {
  const options = mailOptions();
  Object.assign(options, changes, { timeouts: { ...options.timeouts, ...changes.timeouts } });
}
