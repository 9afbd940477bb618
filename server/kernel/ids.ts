import { randomBytes } from 'node:crypto';

/**
 * Ids are ULIDs (26 characters of Crockford's base 32: 48 bits of time, 80 bits of chance), monotonic inside a process,
 * so that rows made together sort in the order they were made. Ids are never cursors for news: commit order differs.
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let lastTime = -1;
let lastRandom = new Uint8Array(10);
/** Chance in store: asking for ten bytes costs as much as asking for thousands, and mail asks at every millisecond. */
const STORE_BYTES = 4096;
let store = new Uint8Array(0);
let used = 0;

/** A new id for a moment (milliseconds since 1970, now by default). */
export function newId(at: number = Date.now()): string {
  if (at <= lastTime) {
    increment(lastRandom);
  } else {
    lastTime = at;
    lastRandom = tenRandomBytes();
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

function tenRandomBytes(): Uint8Array<ArrayBuffer> {
  if (used + 10 > store.length) {
    store = new Uint8Array(randomBytes(STORE_BYTES));
    used = 0;
  }
  used += 10;
  // A copy: it is counted upwards.
  return store.slice(used - 10, used);
}

/** Twice five bytes as eight letters each: 40 bits are exact in a number. */
function randomPart(bytes: Uint8Array): string {
  return lettersOf(bytes, 0) + lettersOf(bytes, 5);
}

function lettersOf(bytes: Uint8Array, from: number): string {
  let rest = 0;
  for (let at = from; at < from + 5; at++) rest = rest * 256 + (bytes[at] ?? 0);
  let text = '';
  for (let n = 0; n < 8; n++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
