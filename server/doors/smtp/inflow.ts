import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import type { MailScan } from './mail-scan.ts';

/**
 * What comes in on one connection: lines of commands, or the bytes of a mail.
 *
 * It takes the place of smtp-server's own parser, which lets bare LF end a command, splits a mail at every stuffed dot with
 * a turn of the event loop each, and hands the bytes through a stream although they are only collected.
 */

type Done = (error?: Error | null) => void;

/** Commands dispatched in one go before others get their turn. */
const AT_ONCE = 100;
const LF = 0x0a;
const CR = 0x0d;

export class Inflow extends SMTPStream {
  /** Told once when bytes come before the greeting was written. */
  onEarlyTalk: (() => void) | undefined;
  /** Told when a command line ends without CR LF: then nothing more is read. */
  onBareLine: (() => void) | undefined;
  #scan: MailScan | undefined;
  #ended: ((scan: MailScan) => void) | undefined;
  #resume: (() => void) | undefined;
  #line: Buffer = Buffer.alloc(0);

  /** From now on the bytes are a mail. `ended` gets it; nothing more is read until `continue`. */
  beginMail(scan: MailScan, ended: (scan: MailScan) => void): void {
    this.#scan = scan;
    this.#ended = ended;
    this._dataMode = true;
  }

  /** The mail under way, for the door's limits. */
  get mail(): MailScan | undefined {
    return this.#scan;
  }

  override continue(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding | 'buffer', next: Done): void {
    if (this.onEarlyTalk !== undefined) {
      this.isClosed = true;
      this.onEarlyTalk();
    }
    if (this.isClosed || chunk.length === 0) return next();
    if (this._dataMode) this.#readMail(chunk, next);
    else this.#readLines(chunk, next);
  }

  override _flushData(): void {
    // A command without an end is no command.
  }

  #readMail(chunk: Buffer, next: Done): void {
    const scan = this.#scan as MailScan;
    const rest = scan.feed(chunk);
    if (rest === undefined) return next();
    this._dataMode = false;
    this.#scan = undefined;
    this.#resume = () => this._write(rest, 'buffer', next);
    this.#ended?.(scan);
  }

  /** Dispatches line by line; the next one waits until the command before it is done. */
  #readLines(chunk: Buffer, next: Done): void {
    const bytes = this.#line.length === 0 ? chunk : Buffer.concat([this.#line, chunk]);
    this.#line = Buffer.alloc(0);
    let at = 0;
    let inRow = 0;
    let busy = false;
    let again = false;
    const step = (): void => {
      // Commands may finish at once: loop instead of growing the stack.
      again = true;
      if (busy) return;
      busy = true;
      try {
        while (again) {
          again = false;
          if (this.isClosed) return next();
          if (this._dataMode) return this._write(bytes.subarray(at), 'buffer', next);
          const end = bytes.indexOf(LF, at);
          if (end === -1) return this.#keep(bytes.subarray(at), next);
          const line = bytes.subarray(at, end);
          at = end + 1;
          if (!this.#mayRun(line, next)) return;
          this.oncommand(line.subarray(0, -1), step);
          if (again && ++inRow >= AT_ONCE) {
            inRow = 0;
            again = false;
            setImmediate(step);
          }
        }
      } finally {
        busy = false;
      }
    };
    step();
  }

  #mayRun(line: Buffer, next: Done): boolean {
    if (line.length > this._maxCommandLength) {
      next(this._commandTooLong());
      return false;
    }
    // A bare LF, or a CR inside: what one server takes for one line is two for another (SMTP smuggling).
    if (line.indexOf(CR) !== line.length - 1) {
      this.isClosed = true;
      this.onBareLine?.();
      next();
      return false;
    }
    return true;
  }

  #keep(rest: Buffer, next: Done): void {
    if (rest.length > this._maxCommandLength) return next(this._commandTooLong());
    this.#line = rest;
    next();
  }
}
