import { type BlobRef, readBlob } from '#kernel/blobs.ts';
import { db } from '#kernel/db/unit.ts';

/** Mails up to this size are read ahead, many in one query; larger ones when their turn comes, so that memory stays bounded. */
const AHEAD_BYTES = 256 * 1024;
/** Kinds of rest in which a small blob is whole in its first part. */
const WHOLE = new Set(['plain', 'kept']);

export interface MailBytes {
  size: number;
  read(): Promise<Buffer>;
}

/** The stored bytes of blobs, by id. A blob that is missing or damaged rejects when it is read. */
export async function mailBytes(blobIds: readonly string[]): Promise<Map<string, MailBytes>> {
  const ids = [...new Set(blobIds)];
  const found = new Map<string, MailBytes>();
  for (let from = 0; from < ids.length; from += 100) {
    const some = ids.slice(from, from + 100);
    const sizes = (await db()('blobs').whereIn('id', some).select('id', 'size', 'encoding')) as (BlobRef & { encoding: string })[];
    const small = sizes.filter((row) => row.size <= AHEAD_BYTES).map((row) => row.id);
    const heads = (await db()('blobs').whereIn('id', small).select('id', 'head')) as { id: string; head: Buffer }[];
    const headOf = new Map(heads.map((row) => [row.id, row.head]));
    for (const { id, size, encoding } of sizes) {
      const head = headOf.get(id);
      const ready = head !== undefined && WHOLE.has(encoding) && head.length === size;
      found.set(id, { size, read: () => (ready ? Promise.resolve(head) : readBlob(id)) });
    }
  }
  return found;
}

