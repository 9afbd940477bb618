import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompressSync } from 'node:zlib';
import { moment } from './clock.ts';
import { db, requireUnit } from './db/unit.ts';
import { Fault } from './errors.ts';
import { now } from './house.ts';
import { newId } from './ids.ts';
import { blobsOf, join, type Piece, restingPieces } from './joined.ts';

/**
 * Bytes rest in the database, in the transaction of the row that names them: one file to back up, nothing to lose between two
 * stores. On the way in they are stored plain with their SHA-256; the first part stands in the row itself, so that a small
 * mail is one insert; the rest follows in chunks. A worker compresses later; equal bytes are not shared (docs/decisions/0065).
 */

/** One part: below the limits of both engines and small enough to stream. */
const CHUNK_BYTES = 512 * 1024;

export interface BlobRef {
  id: string;
  /** Hex. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/** A row for `blobs` and its further chunks, for callers that insert many at once; `sha256` where it was computed on the way. */
export function blobRows(
  bytes: Buffer,
  id = newId(),
  sha256 = sha256Of(bytes),
): { row: Record<string, unknown>; chunks: Record<string, unknown>[]; ref: BlobRef } {
  const chunks: Record<string, unknown>[] = [];
  for (let from = CHUNK_BYTES, n = 1; from < bytes.length; from += CHUNK_BYTES, n++)
    chunks.push({ blobId: id, n, bytes: bytes.subarray(from, from + CHUNK_BYTES) });
  const row = {
    id,
    sha256,
    size: bytes.length,
    encoding: 'plain',
    createdAt: moment(now()),
    head: bytes.subarray(0, CHUNK_BYTES),
  };
  return { row, chunks, ref: { id, sha256, size: bytes.length } };
}

/** A row for `blobs` that is put together of pieces; the blobs it takes stretches of must stand. */
export function joinedRow(
  pieces: readonly Piece[],
  whole: { size: number; sha256: string },
  id = newId(),
): Record<string, unknown> {
  const { size, sha256 } = whole;
  return { id, size, sha256, encoding: 'joined', createdAt: moment(now()), head: restingPieces(pieces) };
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Stores bytes in the running unit of work. */
export async function putBlob(bytes: Buffer): Promise<BlobRef> {
  const { row, chunks, ref } = blobRows(bytes);
  const { trx } = requireUnit();
  await trx('blobs').insert(row);
  for (const chunk of chunks) await trx('blob_chunks').insert(chunk);
  return ref;
}

/** Throws bytes away that nothing names any more, in the running unit of work. */
export async function dropBlob(id: string): Promise<void> {
  await db()('blob_chunks').where({ blobId: id }).delete();
  await db()('blobs').where({ id }).delete();
}

interface BlobRow {
  id: string;
  sha256: string;
  size: number;
  encoding: string;
  head: Buffer;
}

/** The bytes of a blob. Throws Fault `missing`; `broken` where they are not as long as they were. */
export async function readBlob(id: string): Promise<Buffer> {
  const row = (await db()('blobs').where({ id }).first('id', 'sha256', 'size', 'encoding', 'head')) as
    | BlobRow
    | undefined;
  if (row === undefined) throw Fault.missing('blob', id);
  const bytes =
    row.encoding === 'joined'
      ? await joinedBytes(row.head, readBlob)
      : inflate(Buffer.concat([row.head, ...(await chunksOf(row))]), row.encoding);
  if (bytes.length !== row.size)
    throw Fault.broken('blob.damaged', 'Stored bytes are not as long as they were. Run `lobi verify`.', {
      id,
    });
  return bytes;
}

/** The bytes of a joined blob; `read` gives those of the blobs it takes stretches of. */
export async function joinedBytes(resting: Buffer, read: (id: string) => Promise<Buffer>): Promise<Buffer> {
  const parts = new Map<string, Buffer>();
  for (const id of blobsOf(resting)) parts.set(id, await read(id));
  return join(resting, (id) => parts.get(id) as Buffer);
}

async function chunksOf(row: BlobRow): Promise<Buffer[]> {
  if (row.encoding !== 'zstd' && row.size <= row.head.length) return [];
  const chunks = (await db()('blob_chunks').where({ blobId: row.id }).orderBy('n').select('bytes')) as {
    bytes: Buffer;
  }[];
  return chunks.map((chunk) => chunk.bytes);
}

/** Stored bytes as they came: `plain`, or `zstd` after the worker has compressed them. */
export function inflate(bytes: Buffer, encoding: string): Buffer {
  return encoding === 'zstd' ? zstdDecompressSync(bytes) : bytes;
}

const compress = promisify(zstdCompress);
/** Smaller ones are not worth the work. */
const LEAST_BYTES = 2048;

/**
 * Compresses some blobs that still rest plain and are older than a moment. In a unit of work each; what does not shrink by a
 * tenth is marked `kept`, so that it is not tried again. Returns how many were looked at.
 */
export async function compressSome(
  before: string,
  limit: number,
  inUnit: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<number> {
  const rows = (await db()('blobs')
    .where({ encoding: 'plain' })
    .andWhere('created_at', '<', before)
    .orderBy('id')
    .limit(limit)
    .select('id', 'size')) as BlobRow[];
  for (const { id, size } of rows) {
    const small = size < LEAST_BYTES ? null : await compress(await readBlob(id));
    await inUnit(async () => {
      if (small === null || small.length > size * 0.9)
        await db()('blobs').where({ id }).update({ encoding: 'kept' });
      else {
        await db()('blob_chunks').where({ blobId: id }).delete();
        for (let from = CHUNK_BYTES, n = 1; from < small.length; from += CHUNK_BYTES, n++)
          await db()('blob_chunks').insert({
            blobId: id,
            n,
            bytes: small.subarray(from, from + CHUNK_BYTES),
          });
        await db()('blobs')
          .where({ id })
          .update({ encoding: 'zstd', head: small.subarray(0, CHUNK_BYTES) });
      }
    });
  }
  return rows.length;
}
