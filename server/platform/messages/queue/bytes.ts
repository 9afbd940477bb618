import { joinedBytes, readBlob } from '#kernel/blobs.ts';
import { db } from '#kernel/db/unit.ts';
import { roomMemory } from '#kernel/house.ts';
import { places } from './many.ts';

/** Mails up to this size are read ahead, many in one query; larger ones when their turn comes, so that memory stays bounded. */
const AHEAD_BYTES = 256 * 1024;
/** Kinds of rest in which a small blob is whole in its first part. */
const WHOLE = new Set(['plain', 'kept']);

interface BlobRow {
  id: string;
  size: number;
  encoding: string;
  head: Buffer | null;
}

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
    const rows = (await db().raw(
      `SELECT id, size, encoding, CASE WHEN size <= ${AHEAD_BYTES} OR encoding = 'joined' THEN head END AS head FROM blobs WHERE id IN (${places(some.length, '?')})`,
      some,
    )) as BlobRow[] | { rows: BlobRow[] };
    for (const { id, size, encoding, head } of Array.isArray(rows) ? rows : rows.rows) {
      if (encoding === 'joined' && head !== null) {
        found.set(id, { size: Number(size), read: () => joinedBytes(head, readShared) });
        continue;
      }
      const ready = head !== null && WHOLE.has(encoding) && head.length === size;
      found.set(id, { size, read: () => (ready ? Promise.resolve(head) : readBlob(id)) });
    }
  }
  return found;
}

const SHARED = Symbol('messages.sharedBytes');
/** What mails to many share is kept as long as it is small: a letter's frame is taken for each of its mails. */
const MOST_SHARED = 64 * 1024 * 1024;

async function readShared(id: string): Promise<Buffer> {
  const kept = roomMemory(SHARED, () => new Map<string, Promise<Buffer>>());
  const standing = kept.get(id);
  if (standing !== undefined) return standing;
  const reading = readBlob(id);
  kept.set(id, reading);
  try {
    const bytes = await reading;
    if (bytes.length > MOST_SHARED / 4) kept.delete(id);
    else if (kept.size > 4) kept.delete(kept.keys().next().value as string);
    return bytes;
  } catch (error) {
    kept.delete(id);
    throw error;
  }
}
