/**
 * Buffers for mails under way, lent and given back. A mail of 100 KB in buffers of its own is memory that outlives the collector's
 * young generation, and has it look through the whole heap several times a second; what comes from the network is copied out of its
 * piece at once, so that the piece dies young.
 */

const LEAST = 16 * 1024;
/** Larger ones are rare, and are left to the collector. */
const LARGEST_KEPT = 1024 * 1024;
const MOST_KEPT = 16 * 1024 * 1024;

const free = new Map<number, Buffer[]>();
let kept = 0;

/** A buffer of at least so many bytes; what stands in it is somebody else's. */
export function lend(bytes: number): Buffer {
  let size = LEAST;
  while (size < bytes) size *= 2;
  const lent = free.get(size)?.pop();
  if (lent === undefined) return Buffer.allocUnsafeSlow(size);
  kept -= size;
  return lent;
}

/** Takes a lent buffer back; nobody may look into it from now on. */
export function giveBack(lent: Buffer): void {
  const size = lent.length;
  if (size > LARGEST_KEPT || kept + size > MOST_KEPT) return;
  const others = free.get(size);
  if (others === undefined) free.set(size, [lent]);
  else others.push(lent);
  kept += size;
}
