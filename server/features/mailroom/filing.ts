import type { Knex } from 'knex';
import { inflate, readBlob } from '#kernel/blobs.ts';
import { claim, putOff } from '#kernel/claim.ts';
import { moment } from '#kernel/clock.ts';
import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { isFault } from '#kernel/errors.ts';
import type { Hand } from '#kernel/hands.ts';
import { house, now, roomMemory } from '#kernel/house.ts';
import type { Envelope } from './accept.ts';
import type { ReadArrival } from './pipeline/draft.ts';
import { fileInUnit } from './pipeline/run.ts';
import type { ReadMail } from './reading/mail.ts';
import { Readers } from './reading/readers.ts';
import { verdictsOf } from './verdicts.ts';

/**
 * From arrival to message, in batches (docs/decisions/0031):
 * 1. arrivals are claimed, so that one process files them;
 * 2. they are read outside of any transaction, in threads with limits; the next batch is read while this one is filed;
 * 3. units of work decide about portions of the batch and write them;
 * 4. where one fails, one by one; what fails three times is parked with its reason, its bytes stay, the others go on.
 */

const BATCH = 100;
/** Mails of one unit: who brings a mail meanwhile waits for it (docs/decisions/0003). */
const PORTION = 20;
const LEASE_MS = 120_000;
const TRIES = 3;
/** Claimed so often without an end, it is not chance that the house went down each time. */
const MOST_CLAIMS = 10;
/** Mails handed to the readers at once. */
const AT_ONCE = 4;
/** Bytes of a batch: what is read is held in memory. */
const BATCH_BYTES = 64 * 1024 * 1024;

interface ArrivalRow {
  id: string;
  createdAt: string;
  rawBlobId: string;
  envelope: string;
  door: string;
  attempts: number;
}

const MEMORY = Symbol('mailroom.filing');
interface Memory {
  /** The batch that is being read ahead. */
  ahead: Promise<Batch> | undefined;
}

interface Batch {
  read: ReadArrival[];
  claimed: ArrivalRow[];
}

function memory(): Memory {
  return roomMemory(MEMORY, () => ({ ahead: undefined }));
}

/** The threads of this process that read mail; they know no house. */
const shared = new Readers();

export function readers(): Readers {
  return shared;
}

export const filingHand: Hand = {
  name: 'mailroom.filing',
  says: 'Files what has arrived: reads it, finds its thread and its cards, registers it.',
  wakesOn: ['arrivals'],
  everyMs: 1000,
  async turn() {
    const held = memory();
    // Taken out before it is awaited: one that failed (a busy database) must not fail every turn after it.
    const ahead = held.ahead;
    held.ahead = undefined;
    const batch = await (ahead ?? takeBatch());
    if (batch.claimed.length === 0) return false;
    if (batch.claimed.length === BATCH) {
      held.ahead = takeBatch();
      held.ahead.catch(() => {}); // heard by the turn that awaits it
    }
    await fileBatch(batch);
    return true;
  },
};

/** Gives back what was read ahead. */
export async function closeFiling(): Promise<void> {
  const held = memory();
  const ahead = await held.ahead?.catch(() => undefined);
  held.ahead = undefined;
  if (ahead !== undefined && ahead.claimed.length > 0) await giveBack(ahead.claimed);
}

/**
 * One process alone works on the embedded database: what a killed one held is free when the next one opens. On PostgreSQL others
 * may be at work, and the claim's lease decides.
 */
export async function freeStaleClaims(): Promise<void> {
  if (house().db.dialect !== 'sqlite') return;
  await work('mailroom.freeStaleClaims', () =>
    db()('arrivals')
      .whereNotNull('locked_by')
      .whereNull('filed_at')
      .update({ lockedBy: null, lockedAt: null }),
  );
}

async function takeBatch(): Promise<Batch> {
  const waiting = (await db()('arrivals')
    .where('due_at', '<=', moment(now()))
    .whereNull('filed_at')
    .whereNull('parked_at')
    .first('id')) as unknown;
  if (waiting === undefined) return { read: [], claimed: [] };
  const claimed = await work('mailroom.claim', async () => {
    const some = await claimSome(BATCH, (query) => query.where('attempts', '<', TRIES));
    // Whatever was under way when the house went down three times is taken alone: it may be the reason.
    return some.length > 0 ? some : claimSome(1, (query) => query.where('attempts', '>=', TRIES));
  });
  return readBatch(claimed);
}

function claimSome(limit: number, which: (query: Knex.QueryBuilder) => void): Promise<ArrivalRow[]> {
  return claim<ArrivalRow>({
    table: 'arrivals',
    limit,
    leaseMs: LEASE_MS,
    where: (query) => {
      query.whereNull('filed_at').whereNull('parked_at');
      which(query);
    },
  });
}

/** Reads the bytes with few queries, then the mails with few at once. What cannot be read at all is put off or parked. */
async function readBatch(claimed: ArrivalRow[]): Promise<Batch> {
  const blobs = await blobsOf(claimed);
  const read: ReadArrival[] = [];
  const queue = [...claimed];
  const later: ArrivalRow[] = [];
  let bytes = 0;
  const reader = async (): Promise<void> => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
      const blob = blobs.get(row.rawBlobId);
      if (blob !== undefined && bytes > 0 && bytes + blob.size > BATCH_BYTES) later.push(row);
      else {
        bytes += blob?.size ?? 0;
        await readOne(row, blob, read);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  if (later.length > 0) await giveBack(later);
  const order = new Map(claimed.map((row, at) => [row.id, at]));
  read.sort((a, b) => (order.get(a.id) as number) - (order.get(b.id) as number));
  return { read, claimed };
}

interface BlobRow {
  id: string;
  sha256: string;
  size: number;
  encoding: string;
  head: Buffer;
}

async function blobsOf(claimed: readonly ArrivalRow[]): Promise<Map<string, BlobRow>> {
  if (claimed.length === 0) return new Map();
  const rows = (await db()('blobs')
    .whereIn(
      'id',
      claimed.map((row) => row.rawBlobId),
    )
    .select('id', 'sha256', 'size', 'encoding', 'head')) as BlobRow[];
  return new Map(rows.map((row) => [row.id, row]));
}

async function readOne(row: ArrivalRow, blob: BlobRow | undefined, read: ReadArrival[]): Promise<void> {
  try {
    if (row.attempts > MOST_CLAIMS)
      throw new Error('the house went down again and again while it was at work on this mail');
    if (blob === undefined) throw new Error('its bytes are missing');
    // A letter of the house to itself is put together of pieces: what stands in its row is not the mail.
    const whole = blob.encoding !== 'joined' && Number(blob.size) === blob.head.length;
    const raw = whole ? inflate(blob.head, blob.encoding) : await readBlob(blob.id);
    const envelope = JSON.parse(row.envelope) as Envelope;
    const mail = await readWhatCan(raw);
    const verdicts = await verdictsOf(
      raw,
      envelope,
      mail.headers.some(([name]) => name === 'dkim-signature'),
    );
    read.push({
      id: row.id,
      createdAt: row.createdAt,
      envelope,
      door: row.door,
      rawBlobId: row.rawBlobId,
      size: Number(blob.size),
      sha256: blob.sha256,
      mail,
      verdicts: { ...verdicts },
    });
  } catch (error) {
    await stumble(row, error as Error);
  }
}

/** A mail that cannot be taken apart is filed by its header, with a plain note. */
async function readWhatCan(raw: Buffer): Promise<ReadMail> {
  try {
    return await readers().read(raw);
  } catch (error) {
    return readers().readHeader(raw, (error as Error).message);
  }
}

async function fileBatch(batch: Batch): Promise<void> {
  const rows = new Map(batch.claimed.map((row) => [row.id, row]));
  const rowsOf = (some: readonly ReadArrival[]) => some.map((each) => rows.get(each.id) as ArrivalRow);
  for (let from = 0; from < batch.read.length; from += PORTION) {
    const portion = batch.read.slice(from, from + PORTION);
    try {
      await fileInUnit(portion);
    } catch (error) {
      if (isFault(error, 'later')) {
        await giveBack(rowsOf(batch.read.slice(from)));
        throw error;
      }
      house().log.warn(
        { err: (error as Error).message, stack: (error as Error).stack },
        'a batch of arrivals failed; filing them one by one',
      );
      for (const each of portion) await fileAlone(each, rows.get(each.id) as ArrivalRow);
    }
  }
}

async function fileAlone(arrival: ReadArrival, row: ArrivalRow): Promise<void> {
  try {
    await fileInUnit([arrival]);
  } catch (error) {
    await stumble(row, error as Error);
  }
}

/** Puts a mail off, a little longer each time; after three tries it is parked where people see it. */
async function stumble(row: ArrivalRow, error: Error): Promise<void> {
  const last = row.attempts >= TRIES;
  const reason = error.message.slice(0, 2000);
  house().log[last ? 'error' : 'warn'](
    { arrival: row.id, attempts: row.attempts, err: reason, stack: error.stack },
    last ? 'an arrival was parked' : 'an arrival failed and will be tried again',
  );
  const dueAt = moment(now().getTime() + 5000 * 4 ** (row.attempts - 1));
  await work('mailroom.stumble', () =>
    putOff('arrivals', [row.id], dueAt, { reason, parkedAt: last ? moment(now()) : null }),
  );
}

async function giveBack(rows: readonly ArrivalRow[]): Promise<void> {
  await work('mailroom.giveBack', () =>
    db()('arrivals')
      .whereIn(
        'id',
        rows.map((row) => row.id),
      )
      .update({ lockedBy: null, lockedAt: null })
      .decrement('attempts', 1),
  );
}
