import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { inflate, joinedBytes } from '#kernel/blobs.ts';
import type { Database } from '#kernel/db/open.ts';

export interface Verified {
  what: string;
  ok: boolean;
  says: string;
}

/**
 * Looks at everything that can be proved of a database: the engine's own check, links between tables, every stored byte
 * against its SHA-256. Reads all bytes; give it time. Works on a closed house too.
 */
export async function verifyDatabase(
  database: Pick<Database, 'dialect' | 'longReader'>,
): Promise<Verified[]> {
  const reader = database.longReader();
  try {
    const found: Verified[] = [];
    if (database.dialect === 'sqlite') found.push(await engineCheck(reader), await linkCheck(reader));
    found.push(await bytesCheck(reader), await rawCheck(reader));
    return found;
  } finally {
    await reader.destroy();
  }
}

async function engineCheck(knex: Knex): Promise<Verified> {
  const rows = (await knex.raw('PRAGMA integrity_check(5)')) as Record<string, string>[];
  const words = rows.map((row) => Object.values(row)[0]).join('; ');
  return {
    what: 'engine',
    ok: words === 'ok',
    says: words === 'ok' ? 'The database file is whole.' : `The database file is damaged: ${words}`,
  };
}

async function linkCheck(knex: Knex): Promise<Verified> {
  const rows = (await knex.raw('PRAGMA foreign_key_check')) as unknown[];
  return {
    what: 'links',
    ok: rows.length === 0,
    says:
      rows.length === 0
        ? 'Every row that points to another finds it.'
        : `${rows.length} rows point to nothing.`,
  };
}

interface StoredBlob {
  id: string;
  sha256: string;
  size: number;
  encoding: string;
  head: Buffer;
}

async function bytesCheck(knex: Knex): Promise<Verified> {
  let after = '';
  let count = 0;
  const wrong: string[] = [];
  const shared = new SharedBytes(knex);
  for (;;) {
    const blobs = (await knex('blobs')
      .where('id', '>', after)
      .orderBy('id')
      .limit(50)
      .select('id', 'sha256', 'size', 'encoding', 'head')) as StoredBlob[];
    if (blobs.length === 0) break;
    for (const blob of blobs) {
      count++;
      if (!(await isWhole(knex, blob, shared))) wrong.push(blob.id);
    }
    after = blobs.at(-1)?.id ?? '';
  }
  const says =
    wrong.length === 0
      ? `All ${count} stored originals and documents have the hash they came with.`
      : `${wrong.length} of ${count} stored originals are damaged: ${wrong.slice(0, 5).join(', ')}.`;
  return { what: 'bytes', ok: wrong.length === 0, says };
}

async function isWhole(knex: Knex, blob: StoredBlob, shared: SharedBytes): Promise<boolean> {
  try {
    const bytes = await bytesOf(knex, blob, shared);
    return (
      bytes.length === Number(blob.size) && createHash('sha256').update(bytes).digest('hex') === blob.sha256
    );
  } catch {
    return false;
  }
}

async function bytesOf(knex: Knex, blob: StoredBlob, shared: SharedBytes): Promise<Buffer> {
  if (blob.encoding === 'joined') return joinedBytes(blob.head, (id) => shared.read(id));
  const chunks = (await knex('blob_chunks').where({ blobId: blob.id }).orderBy('n').select('bytes')) as {
    bytes: Buffer;
  }[];
  return inflate(Buffer.concat([blob.head, ...chunks.map((chunk) => chunk.bytes)]), blob.encoding);
}

/** What many joined blobs take stretches of is read once: the last few are kept. */
class SharedBytes {
  readonly #knex: Knex;
  readonly #kept = new Map<string, Buffer>();

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async read(id: string): Promise<Buffer> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const blob = (await this.#knex('blobs')
      .where({ id })
      .first('id', 'sha256', 'size', 'encoding', 'head')) as StoredBlob;
    const bytes = await bytesOf(this.#knex, blob, this);
    if (this.#kept.size >= 8) this.#kept.delete(this.#kept.keys().next().value as string);
    this.#kept.set(id, bytes);
    return bytes;
  }
}

async function rawCheck(knex: Knex): Promise<Verified> {
  const rows = (await knex('messages as m')
    .leftJoin('blobs as b', 'b.id', 'm.raw_blob_id')
    .where((q) => q.whereNull('b.id').orWhereRaw('b.sha256 <> m.sha256'))
    .whereNotNull('m.raw_blob_id')
    .limit(5)
    .select('m.id')) as { id: string }[];
  const says =
    rows.length === 0
      ? 'Every registered message has its original.'
      : `Messages without their original: ${rows.map((row) => row.id).join(', ')}.`;
  return { what: 'originals', ok: rows.length === 0, says };
}
