import { putBlob, readBlob } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house, now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { cleaned } from '#kernel/text/fold.ts';

/** Documents on records: bytes of their own, or the n-th attachment of a raw message out of which they are opened. */

export interface DocumentRow {
  id: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  name: string;
  type: string;
  size: number;
  sha256: string | null;
  blobId: string | null;
  rawBlobId: string | null;
  part: number | null;
  contentId: string | null;
  inline: boolean;
  ownerEntity: string | null;
  ownerId: string | null;
  broughtBy: string | null;
}

/** Opens the n-th attachment (from 0) of a raw message. Declared by the room that knows how to read them. */
export interface RawOpener {
  name: string;
  open(raw: Buffer, part: number): Promise<Buffer>;
}

declare module '#kernel/room.ts' {
  interface Room {
    rawOpeners?: readonly RawOpener[];
    /** Entities whose records hold documents: who sees the record sees its documents. */
    documentOwners?: readonly string[];
  }
}

export interface NewDocument {
  name: string;
  type: string;
  bytes: Buffer;
  owner?: { entity: string; id: string } | null;
  broughtBy?: string | null;
}

/** Stores a document with its bytes, in a unit of work. */
export async function putDocument(given: NewDocument): Promise<DocumentRow> {
  const blob = await putBlob(given.bytes);
  const row = documentRow({ ...given, size: blob.size, sha256: blob.sha256, blobId: blob.id });
  await db()('documents').insert(row);
  return row;
}

export interface RawPart {
  name: string;
  type: string;
  /** Bytes, decoded. */
  size: number;
  sha256?: string | null;
  rawBlobId: string;
  /** From 0, in the order of the message. */
  part: number;
  contentId?: string | null;
  inline?: boolean;
  owner: { entity: string; id: string };
}

/** Rows for attachments that rest inside a raw message; insert them with `insertDocuments`. */
export function rawPartRow(given: RawPart): DocumentRow {
  return documentRow(given);
}

export async function insertDocuments(rows: readonly DocumentRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 50)
    await db()('documents').insert(rows.slice(from, from + 50));
}

/** Documents of records, by record id, in the order they were added. */
export async function documentsOf(
  entity: string,
  ids: readonly string[],
): Promise<Map<string, DocumentRow[]>> {
  const found = new Map<string, DocumentRow[]>();
  for (let from = 0; from < ids.length; from += 500) {
    const rows = (await db()('documents')
      .where({ ownerEntity: entity })
      .whereIn('owner_id', ids.slice(from, from + 500))
      .orderBy(['owner_id', 'part', 'id'])
      .select('*')) as DocumentRow[];
    for (const row of rows)
      found.set(row.ownerId as string, [
        ...(found.get(row.ownerId as string) ?? []),
        { ...row, inline: Boolean(row.inline) },
      ]);
  }
  return found;
}

export async function documentRowById(id: string): Promise<DocumentRow> {
  const row = (await db()('documents').where({ id }).first('*')) as DocumentRow | undefined;
  if (row === undefined) throw Fault.missing('document', id);
  return { ...row, inline: Boolean(row.inline) };
}

/** The bytes of a document. */
export async function openDocument(row: DocumentRow): Promise<Buffer> {
  if (row.blobId !== null) return readBlob(row.blobId);
  if (row.rawBlobId === null || row.part === null)
    throw Fault.broken('document.empty', 'This document has no bytes.', { id: row.id });
  const [opener] = house().registry.all('rawOpeners');
  if (opener === undefined)
    throw Fault.broken('document.noOpener', 'No room opens attachments.', { id: row.id });
  return opener.open(await readBlob(row.rawBlobId), row.part);
}

/** Gives waiting documents (a composer's uploads) to a record. */
export async function ownDocuments(
  ids: readonly string[],
  owner: { entity: string; id: string },
): Promise<void> {
  await db()('documents')
    .whereIn('id', [...ids])
    .update({ ownerEntity: owner.entity, ownerId: owner.id, updatedAt: moment(now()) });
}

/** A file's name as it may be kept: without paths, control characters and bidirectional tricks; at most 200 letters. */
export function fileName(given: string): string {
  const last = cleaned(given).split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  if (plain === '' || /^\.+$/.test(plain)) return 'document';
  if (plain.length <= 200) return plain;
  const dot = plain.lastIndexOf('.');
  const tail = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : '';
  return plain.slice(0, 200 - tail.length) + tail;
}

interface RowFacts extends Partial<Omit<RawPart, 'owner'>> {
  name: string;
  type: string;
  size: number;
  blobId?: string;
  owner?: { entity: string; id: string } | null;
  broughtBy?: string | null;
}

function documentRow(given: RowFacts): DocumentRow {
  const at = moment(now());
  return {
    id: newId(),
    version: 1,
    createdAt: at,
    updatedAt: at,
    name: fileName(given.name),
    type: /^[\w.+-]+\/[\w.+-]+$/.test(given.type) ? given.type.toLowerCase() : 'application/octet-stream',
    size: given.size,
    sha256: given.sha256 ?? null,
    blobId: given.blobId ?? null,
    rawBlobId: given.rawBlobId ?? null,
    part: given.part ?? null,
    contentId: given.contentId ?? null,
    inline: given.inline ?? false,
    ownerEntity: given.owner?.entity ?? null,
    ownerId: given.owner?.id ?? null,
    broughtBy: given.broughtBy ?? null,
  };
}
