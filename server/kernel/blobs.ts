import { createHash } from 'node:crypto';
import { moment } from './clock.ts';
import { db, requireUnit } from './db/unit.ts';
import { Fault } from './errors.ts';
import { now } from './house.ts';
import { newId } from './ids.ts';

/**
 * Bytes rest in the database, in the transaction of the row that names them: one file to back up, nothing to lose between two
 * stores. On the way in they are stored plain with their SHA-256; the first part stands in the row itself, so that a small
 * mail is one insert; the rest follows in chunks. A worker compresses and shares equal bytes later.
 */

/** One part: below the limits of both engines and small enough to stream. */
export const CHUNK_BYTES = 512 * 1024;

export interface BlobRef {
  id: string;
  /** Hex. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/** A row for `blobs` and its further chunks, for callers that insert many at once. */
export function blobRows(bytes: Buffer, id = newId()): { row: Record<string, unknown>; chunks: Record<string, unknown>[]; ref: BlobRef } {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const chunks: Record<string, unknown>[] = [];
  for (let from = CHUNK_BYTES, n = 1; from < bytes.length; from += CHUNK_BYTES, n++)
    chunks.push({ blobId: id, n, bytes: bytes.subarray(from, from + CHUNK_BYTES) });
  const row = { id, sha256, size: bytes.length, encoding: 'plain', createdAt: moment(now()), head: bytes.subarray(0, CHUNK_BYTES) };
  return { row, chunks, ref: { id, sha256, size: bytes.length } };
}

/** Stores bytes in the running unit of work. */
export async function putBlob(bytes: Buffer): Promise<BlobRef> {
  const { row, chunks, ref } = blobRows(bytes);
  const { trx } = requireUnit();
  await trx('blobs').insert(row);
  for (const chunk of chunks) await trx('blob_chunks').insert(chunk);
  return ref;
}

interface BlobRow {
  id: string;
  sha256: string;
  size: number;
  encoding: string;
  head: Buffer;
}

/** The bytes of a blob. Throws Fault `missing`; `broken` where they do not have the hash they came with. */
export async function readBlob(id: string): Promise<Buffer> {
  const row = (await db()('blobs').where({ id }).first('id', 'sha256', 'size', 'encoding', 'head')) as BlobRow | undefined;
  if (row === undefined) throw Fault.missing('blob', id);
  const parts = [row.head];
  if (row.size > row.head.length) {
    const chunks = (await db()('blob_chunks').where({ blobId: id }).orderBy('n').select('bytes')) as { bytes: Buffer }[];
    parts.push(...chunks.map((chunk) => chunk.bytes));
  }
  const bytes = parts.length === 1 ? row.head : Buffer.concat(parts);
  if (bytes.length !== row.size) throw Fault.broken('blob.damaged', 'Stored bytes are not as long as they were. Run `lobi verify`.', { id });
  return bytes;
}

/** Whether a blob still has the hash it came with. */
export async function blobIsWhole(id: string): Promise<boolean> {
  const row = (await db()('blobs').where({ id }).first('sha256')) as { sha256: string } | undefined;
  if (row === undefined) return false;
  try {
    return createHash('sha256').update(await readBlob(id)).digest('hex') === row.sha256;
  } catch {
    return false;
  }
}
