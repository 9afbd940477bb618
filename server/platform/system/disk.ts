import { statfs } from 'node:fs/promises';
import { house, roomMemory } from '#kernel/house.ts';

/**
 * Disk nearly full: sending stops before receiving, since a 250 from outside must be recorded; receiving answers 452 before
 * the database itself would fail. Both go on by themselves (docs/decisions/0008).
 */
export type DiskState = 'ok' | 'low' | 'full';

/** Below this sending stops. */
const LOW_BYTES = 512 * 1024 * 1024;
/** Below this receiving stops. */
const FULL_BYTES = 128 * 1024 * 1024;
const FRESH_MS = 2000;

interface Memory {
  state: DiskState;
  free: number;
  at: number;
  /** For tests: bytes that are said to be free. */
  pretended: number | null;
}

const KEY = Symbol('system.disk');
const memory = () =>
  roomMemory<Memory>(KEY, () => ({ state: 'ok', free: Number.POSITIVE_INFINITY, at: 0, pretended: null }));

/** State of the disk under the data folder, at most two seconds old. */
export async function diskState(): Promise<DiskState> {
  const held = memory();
  if (performance.now() - held.at > FRESH_MS || held.at === 0) {
    held.at = performance.now();
    held.free = held.pretended ?? (await freeBytes());
    held.state = held.free < FULL_BYTES ? 'full' : held.free < LOW_BYTES ? 'low' : 'ok';
  }
  return held.state;
}

/** Bytes free, as last seen. */
export function freeDisk(): number {
  return memory().free;
}

/** Lets a test say how much is free; null goes back to the truth. */
export function pretendFreeDisk(bytes: number | null): void {
  const held = memory();
  held.pretended = bytes;
  held.at = 0;
}

async function freeBytes(): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(house().config.data);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
