import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { ProtocolError, ReplyReader, type SmtpReply } from './replies.ts';

/**
 * A socket on which each reply belongs to something that was said. A reply nobody waits for ends the conversation: it is how
 * a server would say "accepted" before it has seen the mail, and how bytes would be slipped in before TLS (CVE-2011-0411).
 */

/** Network trouble, in words for the attempt. */
export class ConnectionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConnectionError';
  }
}

/** What is written at once of a large mail, so that a server that stops reading is noticed. */
const WRITE_BYTES = 64 * 1024;

interface Waiting {
  resolve(reply: SmtpReply): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

export interface Target {
  address: string;
  port: number;
  /** Name for TLS. */
  servername: string;
}

export interface TlsWishes {
  /** Whether a certificate that does not fit ends the conversation. */
  verify: boolean;
}

export class Conversation {
  #socket: Socket;
  #reader = new ReplyReader();
  #waiting: Waiting[] = [];
  #ended: Error | null = null;
  readonly target: Target;
  tls = 'none';

  private constructor(socket: Socket, target: Target) {
    this.#socket = socket;
    this.target = target;
    this.#listen();
  }

  /** Connects, with TLS from the first byte where `tls` is given. Rejects with ConnectionError. */
  static async open(target: Target, timeoutMs: number, tls?: TlsWishes): Promise<Conversation> {
    const socket = connectTcp({ host: target.address, port: target.port, noDelay: true });
    try {
      await happens(socket, 'connect', timeoutMs, `connect to ${target.address}:${target.port}`);
      if (tls === undefined) return new Conversation(socket, target);
      const secured = await secure(socket, target, timeoutMs, tls);
      const conversation = new Conversation(secured, target);
      conversation.tls = describeTls(secured);
      return conversation;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  get open(): boolean {
    return this.#ended === null;
  }

  get localAddress(): string {
    return this.#socket.localAddress ?? '127.0.0.1';
  }

  /** Writes pieces as one. Throws what ended the conversation. */
  say(...pieces: (string | Buffer)[]): void {
    if (this.#ended !== null) throw this.#ended;
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    this.#socket.uncork();
  }

  /** What is said in `saying` leaves together. */
  together(saying: () => void): void {
    const socket = this.#socket;
    socket.cork();
    try {
      saying();
    } finally {
      socket.uncork();
    }
  }

  /** Writes much, at the pace at which it is taken. Rejects where not a byte is taken for `stallMs`. */
  async sayMuch(pieces: readonly Buffer[], stallMs: number): Promise<void> {
    for (const piece of pieces) {
      for (let from = 0; from < piece.length; from += WRITE_BYTES) {
        if (this.#ended !== null) throw this.#ended;
        if (!this.#socket.write(piece.subarray(from, from + WRITE_BYTES))) await this.#drained(stallMs);
      }
    }
  }

  /** The next reply that nobody else waits for yet. Rejects with ConnectionError or ProtocolError. */
  reply(timeoutMs: number): Promise<SmtpReply> {
    const waits = new Promise<SmtpReply>((resolve, reject) => {
      if (this.#ended !== null) return reject(this.#ended);
      const timer = setTimeout(
        () => this.end(new ConnectionError(`No answer within ${timeoutMs / 1000} s.`)),
        timeoutMs,
      );
      this.#waiting.push({ resolve, reject, timer });
    });
    // Whoever pipelines waits for one reply after the other: the later ones must not count as unheard.
    waits.catch(() => {});
    return waits;
  }

  /** Goes on in TLS; everything said so far is forgotten (RFC 3207, 4.2). */
  async startTls(timeoutMs: number, wishes: TlsWishes): Promise<void> {
    if (this.#ended !== null) throw this.#ended;
    if (this.#reader.halfRead || this.#waiting.length > 0)
      throw new ProtocolError('The server talked before TLS began.');
    this.#socket.removeAllListeners();
    const secured = await secure(this.#socket, this.target, timeoutMs, wishes);
    this.#socket = secured;
    this.#reader = new ReplyReader();
    this.tls = describeTls(secured);
    this.#listen();
  }

  end(error: Error = new ConnectionError('The connection was closed here.')): void {
    if (this.#ended !== null) return;
    this.#ended = error;
    this.#socket.destroy();
    for (const waiting of this.#waiting.splice(0)) {
      clearTimeout(waiting.timer);
      waiting.reject(error);
    }
  }

  #drained(stallMs: number): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null) => {
        clearTimeout(timer);
        socket.off('drain', onDrain).off('close', onClose);
        if (error === null) resolve();
        else reject(error);
      };
      const onDrain = () => settle(null);
      const onClose = () => settle(this.#ended ?? new ConnectionError('The server closed the connection.'));
      const timer = setTimeout(
        () => this.end(new ConnectionError(`The server took no byte for ${stallMs / 1000} s.`)),
        stallMs,
      );
      socket.once('drain', onDrain).once('close', onClose);
    });
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.end(new ConnectionError(`The connection broke (${error.code ?? error.message}).`)),
    );
    socket.on('close', () => this.end(new ConnectionError('The server closed the connection.')));
  }

  #hear(chunk: Buffer): void {
    try {
      for (const reply of this.#reader.read(chunk)) {
        const waiting = this.#waiting.shift();
        if (waiting === undefined) {
          const words = reply.verbatim.slice(0, 500);
          this.end(
            reply.code === 421
              ? new ConnectionError(`The server closed the connection: ${words}`)
              : new ProtocolError(`The server answered what was not asked: ${words}`),
          );
          return;
        }
        clearTimeout(waiting.timer);
        waiting.resolve(reply);
      }
    } catch (error) {
      this.end(error as Error);
    }
  }
}

async function secure(
  socket: Socket,
  target: Target,
  timeoutMs: number,
  wishes: TlsWishes,
): Promise<TLSSocket> {
  const secured = connectTls({
    socket,
    servername: /^[\d.]+$|:/.test(target.servername) ? undefined : target.servername,
    rejectUnauthorized: wishes.verify,
    minVersion: 'TLSv1.2',
  });
  await happens(secured, 'secureConnect', timeoutMs, 'TLS');
  return secured;
}

/** `TLSv1.3 TLS_AES_256_GCM_SHA384, certificate verified`, or why it was not. */
function describeTls(socket: TLSSocket): string {
  const cipher = socket.getCipher();
  const certificate = socket.authorized
    ? 'certificate verified'
    : `certificate not verified (${String(socket.authorizationError)})`;
  return `${socket.getProtocol() ?? 'TLS'} ${cipher.standardName}, ${certificate}`;
}

function happens(socket: Socket, event: string, timeoutMs: number, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: ConnectionError) => {
      clearTimeout(timer);
      socket.off(event, onEvent).off('error', onError).off('close', onClose);
      if (error === undefined) resolve();
      else {
        socket.on('error', () => {});
        socket.destroy();
        reject(error);
      }
    };
    const onEvent = () => settle();
    const onError = (error: NodeJS.ErrnoException) =>
      settle(new ConnectionError(`${what} failed (${error.code ?? error.message}).`));
    const onClose = () => settle(new ConnectionError(`${what} failed (closed).`));
    const timer = setTimeout(
      () => settle(new ConnectionError(`${what} took longer than ${timeoutMs / 1000} s.`)),
      timeoutMs,
    );
    socket.once(event, onEvent).once('error', onError).once('close', onClose);
  });
}
