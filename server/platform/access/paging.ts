import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';

/** Lists of this room: few rows, one order, a cursor that names the last row. */

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

/** A flag in an address: `true`, `1`. */
export const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

export function readCursor(cursor: string | undefined, parts: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(read) && read.length === parts && read.every((part) => typeof part === 'string'))
      return read as string[];
  } catch {
    // Falls through to the same answer as a cursor of another list.
  }
  throw Fault.invalidAt('cursor', 'cursor.invalid', 'This is not a cursor of this list; begin without one.');
}

export function writeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}
