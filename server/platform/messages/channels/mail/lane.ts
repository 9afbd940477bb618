import type { Delivery, Outcome } from '../channel.ts';
import { ConnectionError } from './conversation.ts';
import { type Answer, Dialogue } from './dialogue.ts';
import type { LaneLimits, Timeouts } from './options.ts';
import { RefusedError, type Session } from './session.ts';

/**
 * All that goes to one place: mails in order, a few connections that are kept open while there is work. A place that cannot
 * be reached is left alone for a while; what waits for it is told so at once.
 */

/** Where there is nobody to talk to: the outcome for those who wait. */
export type NoWay = Pick<Outcome, 'outcome' | 'host' | 'reply' | 'enhancedCode'>;

export interface LaneParts {
  limits: LaneLimits;
  /** Recipients per minute; null = as many as it takes. */
  perMinute(): number | null;
  timeouts: Timeouts;
  /** Opens a session with one of the servers of this place, or says why there is none. Never throws for the network. */
  connect(): Promise<Session | NoWay>;
}

interface Job {
  delivery: Delivery;
  /** Was on a connection that ended before it began. */
  again: boolean;
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
}

export class Lane {
  readonly #parts: LaneParts;
  #jobs: Job[] = [];
  #connections = 0;
  #idle = new Set<(job: Job | null) => void>();
  #closing = false;
  #dialogues = new Set<Dialogue>();
  /** Connections the other side lets us have. */
  #allowed: number;
  coolUntil = 0;
  #allowance: { minute: number; left: number } | null = null;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#allowed = parts.limits.connections;
  }

  get quiet(): boolean {
    return this.#jobs.length === 0 && this.#connections === 0;
  }

  /** How many recipients may be under way here now. */
  capacity(): number {
    const { limits, perMinute } = this.#parts;
    if (this.#closing || Date.now() < this.coolUntil) return 0;
    const most = limits.connections * limits.depth;
    const rate = perMinute();
    return rate === null ? most : Math.min(most, this.#left(rate));
  }

  deliver(delivery: Delivery): Promise<Outcome> {
    const rate = this.#parts.perMinute();
    if (rate !== null) this.#spend(rate);
    return new Promise((resolve, reject) => {
      this.#jobs.push({ delivery, again: false, resolve, reject });
      this.#staff();
    });
  }

  /** Lets what is under way end within `graceMs`, then breaks it off. */
  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    for (const wake of this.#idle) wake(null);
    this.#refuseAll({ outcome: 'later', host: '', reply: 'The house was closing.', enhancedCode: null });
    const until = Date.now() + graceMs;
    while (this.#dialogues.size > 0 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    for (const dialogue of this.#dialogues)
      dialogue.session.conversation.end(new ConnectionError('The house was closing.'));
  }

  /** Gives work to an idle connection, or opens another one. */
  #staff(): void {
    while (this.#jobs.length > 0 && this.#idle.size > 0) {
      const [wake] = this.#idle;
      wake?.(this.#jobs.shift() as Job);
    }
    if (this.#jobs.length > 0 && this.#connections < this.#allowed && !this.#closing) {
      this.#connections++;
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    try {
      const session = await this.#parts.connect();
      if ('conversation' in session) await this.#serve(new Dialogue(session, this.#parts.timeouts));
      else this.#unreachable(session);
    } catch (error) {
      for (const job of this.#jobs.splice(0)) job.reject(error as Error);
    } finally {
      this.#connections--;
      this.#staff();
    }
  }

  async #serve(dialogue: Dialogue): Promise<void> {
    this.#dialogues.add(dialogue);
    let ahead: Job | null = null;
    const next = () => {
      const job = this.#jobs[0];
      if (
        job === undefined ||
        dialogue.mails >= this.#parts.limits.mailsPerConnection ||
        !dialogue.fits(job.delivery)
      )
        return null;
      ahead = this.#jobs.shift() as Job;
      return ahead.delivery;
    };
    try {
      while (dialogue.open && !this.#closing && dialogue.mails < this.#parts.limits.mailsPerConnection) {
        const job: Job | null = ahead ?? (await this.#nextJob(dialogue));
        ahead = null;
        if (job === null) break;
        await this.#one(dialogue, job, next);
      }
    } finally {
      if (ahead !== null) this.#jobs.unshift(ahead);
      if (this.#closing)
        this.#refuseAll({ outcome: 'later', host: '', reply: 'The house was closing.', enhancedCode: null });
      await dialogue.quit();
      this.#dialogues.delete(dialogue);
    }
  }

  async #one(dialogue: Dialogue, job: Job, next: () => Delivery | null): Promise<void> {
    try {
      const { again, ...outcome }: Answer = await dialogue.deliver(job.delivery, next);
      if (again === true && !job.again && !this.#closing) {
        job.again = true;
        this.#jobs.unshift(job);
      } else job.resolve(outcome);
    } catch (error) {
      job.reject(error as Error);
    }
  }

  async #nextJob(dialogue: Dialogue): Promise<Job | null> {
    const standing = this.#jobs.shift();
    if (standing !== undefined) return standing;
    return new Promise((resolve) => {
      const settle = (job: Job | null) => {
        clearTimeout(timer);
        clearInterval(watch);
        this.#idle.delete(settle);
        resolve(job);
      };
      const timer = setTimeout(() => settle(null), this.#parts.timeouts.idle);
      // A server may hang up on an idle connection at any time.
      const watch = setInterval(() => {
        if (!dialogue.open) settle(null);
      }, 250);
      this.#idle.add(settle);
    });
  }

  #unreachable(noWay: NoWay): void {
    if (this.#connections > 1) {
      // Others are connected: the server only wants no more of us.
      this.#allowed = Math.max(1, this.#connections - 1);
      return;
    }
    this.coolUntil = Date.now() + this.#parts.timeouts.coolDown;
    this.#allowed = this.#parts.limits.connections;
    this.#refuseAll(noWay);
  }

  #refuseAll(noWay: NoWay): void {
    for (const job of this.#jobs.splice(0)) job.resolve({ ...noWay, tls: 'none', tookMs: 0 });
  }

  #left(perMinute: number): number {
    const minute = Math.floor(Date.now() / 60_000);
    if (this.#allowance === null || this.#allowance.minute !== minute)
      this.#allowance = { minute, left: perMinute };
    return this.#allowance.left;
  }

  #spend(perMinute: number): void {
    this.#left(perMinute);
    if (this.#allowance !== null) this.#allowance.left--;
  }
}

/** What stood in the way of a session, as the outcome for those who wait. */
export function noWay(host: string, error: unknown): NoWay {
  if (error instanceof RefusedError)
    return { outcome: 'later', host, reply: error.reply.verbatim, enhancedCode: error.reply.enhancedCode };
  return { outcome: 'later', host, reply: (error as Error).message, enhancedCode: '4.4.1' };
}
