import { createHash, type Hash } from 'node:crypto';
import { giveBack, lend } from './lent-bytes.ts';

/**
 * Reads the bytes after DATA as RFC 5321 section 4.5.2 says: the mail ends at CR LF . CR LF and nowhere else, a dot that begins
 * a line is doubled. Bytes are put together as they come, in a lent buffer; what is too big or holds a bare CR or LF is read to
 * its end and kept no more.
 */

const LF = 0x0a;
const CR = 0x0d;
const DOT = 0x2e;

/** `oversize`: beyond the limit; `bare`: a CR or LF of its own; `crowded`: the house holds too many bytes just now. */
export type MailFault = 'oversize' | 'bare' | 'crowded';

/** Bytes of mails under way, over all connections. */
export interface Room {
  /** False where there is no room for so many more. */
  take(bytes: number): boolean;
  free(bytes: number): void;
}

export class MailScan {
  /** Why it cannot be taken; the first reason stands. */
  fault: MailFault | undefined;
  /** Bytes of content so far, kept or not. */
  size = 0;
  readonly startedAt = performance.now();
  readonly #limit: number;
  readonly #room: Room;
  /** The first `#kept` bytes of it are the mail. */
  #bytes: Buffer | undefined;
  #kept = 0;
  readonly #hash: Hash = createHash('sha256');
  /** Bytes that only the next chunk explains: `CR`, `.`, `. CR` at the end of a chunk. */
  #tail: Buffer | undefined;
  #atLineStart = true;

  /** `limit` in bytes. */
  constructor(limit: number, room: Room) {
    this.#limit = limit;
    this.#room = room;
  }

  /** Takes a chunk. Gives what follows the mail once it has ended. */
  feed(chunk: Buffer): Buffer | undefined {
    const bytes = this.#tail === undefined ? chunk : Buffer.concat([this.#tail, chunk]);
    this.#tail = undefined;
    let from = 0;
    let at = 0;
    let nextCr = bytes.indexOf(CR);
    for (;;) {
      if (this.#atLineStart && bytes[at] === DOT) {
        const second = bytes[at + 1];
        if (second === undefined || (second === CR && bytes[at + 2] === undefined))
          return this.#hold(bytes, from, at);
        this.#keep(bytes, from, at);
        if (second === CR && bytes[at + 2] === LF) return bytes.subarray(at + 3);
        from = at + 1;
        at = from;
      }
      const lf = bytes.indexOf(LF, at);
      if (lf === -1) return this.#endOfChunk(bytes, from, at, nextCr);
      if (nextCr !== -1 && nextCr < at) nextCr = bytes.indexOf(CR, at);
      this.#atLineStart = bytes[lf - 1] === CR;
      if (nextCr !== lf - 1) this.#refuse('bare');
      at = lf + 1;
    }
  }

  /** The mail's bytes with their SHA-256 in hex; they are another mail's after `drop`. */
  take(): { raw: Buffer; sha256: string } {
    const raw = this.#bytes?.subarray(0, this.#kept) ?? Buffer.alloc(0);
    return { raw, sha256: this.#hash.digest('hex') };
  }

  /** Gives the memory back: after the commit, or when the connection is gone. */
  drop(): void {
    if (this.#bytes !== undefined) giveBack(this.#bytes);
    this.#bytes = undefined;
    this.#room.free(this.#kept);
    this.#kept = 0;
  }

  #endOfChunk(bytes: Buffer, from: number, at: number, knownCr: number): undefined {
    const cr = knownCr !== -1 && knownCr < at ? bytes.indexOf(CR, at) : knownCr;
    const last = bytes.length - 1;
    if (cr !== -1 && cr < last) this.#refuse('bare');
    if (at <= last && bytes[last] === CR)
      return this.#hold(bytes, from, last, at === last && this.#atLineStart);
    if (at <= last) this.#atLineStart = false;
    this.#keep(bytes, from, bytes.length);
    return undefined;
  }

  #hold(
    bytes: Buffer,
    from: number,
    at: number,
    atLineStart = this.#atLineStart && bytes[at] === DOT,
  ): undefined {
    this.#keep(bytes, from, at);
    this.#tail = bytes.subarray(at);
    this.#atLineStart = atLineStart;
    return undefined;
  }

  #keep(bytes: Buffer, from: number, until: number): void {
    const length = until - from;
    if (length <= 0) return;
    this.size += length;
    if (this.fault !== undefined) return;
    if (this.size > this.#limit) return this.#refuse('oversize');
    if (!this.#room.take(length)) return this.#refuse('crowded');
    const part = bytes.subarray(from, until);
    this.#put(part);
    this.#hash.update(part);
  }

  #put(part: Buffer): void {
    const size = this.#kept + part.length;
    if (this.#bytes === undefined) this.#bytes = lend(size);
    else if (size > this.#bytes.length) {
      const larger = lend(size);
      this.#bytes.copy(larger, 0, 0, this.#kept);
      giveBack(this.#bytes);
      this.#bytes = larger;
    }
    part.copy(this.#bytes, this.#kept);
    this.#kept = size;
  }

  #refuse(fault: MailFault): void {
    this.fault ??= fault;
    this.drop();
  }
}
