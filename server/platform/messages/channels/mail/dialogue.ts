import type { Delivery, Outcome } from '../channel.ts';
import { ConnectionError } from './conversation.ts';
import { wireBytes } from './dots.ts';
import type { Timeouts } from './options.ts';
import { ProtocolError, type SmtpReply } from './replies.ts';
import type { Session } from './session.ts';

/**
 * One mail after the other on one session (RFC 5321; RFC 2920). Steps:
 * 1. MAIL, RCPT and DATA go out together where the server pipelines, and their answers are read in order;
 * 2. after 354, and only then, the claim is checked once more and the bytes go out;
 * 3. with the last dot, the envelope of the next mail goes out, so that a mail costs one way there and back;
 * 4. the answer to the dot is the outcome. Nothing but 2xx there is "sent". Where the connection ends between the dot and its
 *    answer, nobody can tell: `unknown`.
 */

/** A mail of at most this many bytes goes out in one piece. */
const SMALL_BYTES = 64 * 1024;

interface Opened {
  delivery: Delivery;
  startedAt: number;
  envelope: Promise<Envelope>;
}

/** Answers to MAIL, RCPT and DATA; `data` is null where it was not asked. */
interface Envelope {
  refusal: SmtpReply | null;
  data: SmtpReply | null;
}

/** `again`: this connection had served others and ended before the mail began; it may be tried on a new one at once. */
export type Answer = Outcome & { again?: boolean };

export class Dialogue {
  readonly session: Session;
  readonly #timeouts: Timeouts;
  #opened: Opened | null = null;
  /** A transaction stands open on the server: RSET before the next. */
  #dirty = false;
  /** Mails this connection was used for. */
  mails = 0;

  constructor(session: Session, timeouts: Timeouts) {
    this.session = session;
    this.#timeouts = timeouts;
  }

  get open(): boolean {
    return this.session.conversation.open;
  }

  /** Whether the server takes a mail of this size at all (RFC 1870). */
  fits(delivery: Delivery): boolean {
    return this.session.size === null || delivery.size <= this.session.size;
  }

  /**
   * Delivers one. `next` is asked for the mail whose envelope may go out ahead; that one must be delivered next. Rejects only
   * where our own bytes are at fault.
   */
  async deliver(delivery: Delivery, next: () => Delivery | null): Promise<Answer> {
    if (!this.fits(delivery)) return this.#tooLarge(delivery);
    const opened = this.#opened?.delivery === delivery ? this.#opened : this.#begin(delivery);
    this.#opened = null;
    const used = this.mails++ > 0;
    const state = { given: false };
    try {
      const { refusal, data } = await opened.envelope;
      if (refusal !== null) {
        this.#afterRefusal(refusal, data);
        return { ...this.#told(opened, verdict(refusal), refusal), again: used && refusal.code === 421 };
      }
      const bytes = await delivery.bytes();
      if (!(await delivery.mayGo())) {
        this.session.conversation.end();
        return this.#told(
          opened,
          'unknown',
          'The claim was over before the mail went out; another process has it.',
        );
      }
      const answer = await this.#give(bytes, next, state);
      if (answer.code === 421) this.session.conversation.end();
      return this.#told(opened, verdict(answer), answer);
    } catch (error) {
      this.session.conversation.end();
      if (!(error instanceof ConnectionError) && !(error instanceof ProtocolError)) throw error;
      if (!state.given) return { ...this.#told(opened, 'later', error.message), again: used };
      return this.#told(
        opened,
        'unknown',
        `${error.message} The mail had been given; its answer is missing.`,
      );
    }
  }

  async quit(): Promise<void> {
    const { conversation } = this.session;
    if (!conversation.open) return;
    try {
      conversation.say('QUIT\r\n');
      await conversation.reply(Math.min(this.#timeouts.command, 2000));
    } catch {
      // It is over either way.
    }
    conversation.end();
  }

  #told(opened: Opened, outcome: Outcome['outcome'], words: SmtpReply | string): Outcome {
    return {
      outcome,
      host: this.session.host,
      reply: typeof words === 'string' ? words : words.verbatim,
      enhancedCode: typeof words === 'string' ? null : words.enhancedCode,
      tls: this.session.conversation.tls,
      tookMs: Math.round(performance.now() - opened.startedAt),
    };
  }

  #tooLarge(delivery: Delivery): Outcome {
    const { host, size, conversation } = this.session;
    const reply = `The server takes ${size} bytes at most; this mail has ${delivery.size}.`;
    return { outcome: 'failed', host, reply, enhancedCode: '5.3.4', tls: conversation.tls, tookMs: 0 };
  }

  #begin(delivery: Delivery): Opened {
    const size = this.session.takesSize ? ` SIZE=${delivery.size}` : '';
    const lines = [
      ...(this.#dirty ? ['RSET\r\n'] : []),
      `MAIL FROM:<${delivery.envelopeFrom}>${size}\r\n`,
      `RCPT TO:<${delivery.envelopeTo}>\r\n`,
      'DATA\r\n',
    ];
    this.#dirty = false;
    const envelope = this.session.pipelining ? this.#pipelined(lines) : this.#stepwise(lines);
    envelope.catch(() => {});
    return { delivery, startedAt: performance.now(), envelope };
  }

  async #pipelined(lines: string[]): Promise<Envelope> {
    const { conversation } = this.session;
    conversation.say(lines.join(''));
    const replies = await Promise.all(lines.map(() => conversation.reply(this.#timeouts.command)));
    const data = replies.at(-1) as SmtpReply;
    const refusal =
      replies.slice(0, -1).find((reply) => !accepted(reply)) ?? (data.code === 354 ? null : data);
    return { refusal, data };
  }

  async #stepwise(lines: string[]): Promise<Envelope> {
    const { conversation } = this.session;
    for (const line of lines.slice(0, -1)) {
      conversation.say(line);
      const reply = await conversation.reply(this.#timeouts.command);
      if (!accepted(reply)) return { refusal: reply, data: null };
    }
    conversation.say(lines.at(-1) as string);
    const data = await conversation.reply(this.#timeouts.command);
    return { refusal: data.code === 354 ? null : data, data };
  }

  /** A server that wants data although it refused the envelope is left: it would take an empty mail for nobody. */
  #afterRefusal(refusal: SmtpReply, data: SmtpReply | null): void {
    this.#dirty = true;
    if (data?.code === 354 || refusal.code === 421) this.session.conversation.end();
  }

  async #give(bytes: Buffer, next: () => Delivery | null, state: { given: boolean }): Promise<SmtpReply> {
    const { conversation, pipelining } = this.session;
    const pieces = wireBytes(bytes);
    const small = bytes.length <= SMALL_BYTES;
    const answer = conversation.reply(small ? this.#timeouts.end : this.#timeouts.whole);
    if (!small) {
      const early = await this.#giveMuch(pieces, answer);
      if (early !== null) return early;
    }
    conversation.together(() => {
      if (small) conversation.say(...pieces);
      state.given = true;
      const following = pipelining ? next() : null;
      if (following !== null) this.#opened = this.#begin(following);
    });
    return understood(await answer);
  }

  /** A server may refuse in the middle, which ends the connection; one that accepts in the middle lies. */
  async #giveMuch(pieces: Buffer[], answer: Promise<SmtpReply>): Promise<SmtpReply | null> {
    const { conversation } = this.session;
    const written = conversation.sayMuch(pieces, this.#timeouts.stall).then(() => null);
    written.catch(() => {});
    const early = await Promise.race([written, answer]);
    if (early === null) return null;
    conversation.end();
    if (early.code < 400)
      throw new ProtocolError(`The server answered before it had the mail: ${early.verbatim}`);
    return early;
  }
}

function accepted(reply: SmtpReply): boolean {
  return reply.code >= 200 && reply.code < 300;
}

function understood(reply: SmtpReply): SmtpReply {
  if (accepted(reply) || reply.code >= 400) return reply;
  throw new ProtocolError(`The server answered the mail with ${reply.verbatim}`);
}

/** 5xx is for good, except where it is about us and not about the mail: sign-in and TLS that the smart host asks for. */
function verdict(reply: SmtpReply): Outcome['outcome'] {
  if (accepted(reply)) return 'sent';
  const aboutUs = reply.code === 503 || reply.code === 530 || reply.code === 535 || reply.code === 538;
  return reply.code >= 500 && !aboutUs ? 'failed' : 'later';
}
