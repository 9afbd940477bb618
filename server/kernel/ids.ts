import { randomBytes } from 'node:crypto';

/**
 * Ids are ULIDs (26 characters of Crockford's base 32: 48 bits of time, 80 bits of chance), monotonic inside a process,
 * so that rows made together sort in the order they were made. Ids are never cursors for news: commit order differs.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let lastTime = -1;
let lastRandom = new Uint8Array(10);

/** A new id for a moment (milliseconds since 1970, now by default). */
export function newId(at: number = Date.now()): string {
  if (at <= lastTime) {
    increment(lastRandom);
  } else {
    lastTime = at;
    lastRandom = new Uint8Array(randomBytes(10));
    lastRandom[0] = (lastRandom[0] ?? 0) & 0x7f; // room to count upwards without overflow
  }
  return timePart(lastTime) + randomPart(lastRandom);
}

/** Milliseconds since 1970 at which an id was made. */
export function momentOf(id: string): number {
  let value = 0;
  for (const letter of id.slice(0, 10)) value = value * 32 + ALPHABET.indexOf(letter);
  return value;
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(value);
}

function increment(bytes: Uint8Array): void {
  for (let i = bytes.length - 1; i >= 0; i--) {
    const next = ((bytes[i] ?? 0) + 1) & 0xff;
    bytes[i] = next;
    if (next !== 0) return;
  }
}

function timePart(at: number): string {
  let text = '';
  let rest = at;
  for (let i = 0; i < 10; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomPart(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < 16; i++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}
