import { blobRows } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { inUnit, requireUnit, wakeAfterCommit } from '#kernel/db/unit.ts';
import { isFault } from '#kernel/errors.ts';
import { type House, house, inHouse, now, roomMemory } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';

/**
 * Takes mail into the house (docs/decisions/0030). Mails of many sessions share one unit of work, and so one wait for the disk:
 * 1. a mail that comes while nothing is being written is written at once;
 * 2. what comes meanwhile waits and goes together as the next group, without any timer;
 * 3. every session is answered after the commit of its group; where it fails, all of it was rolled back.
 */

export interface Envelope {
  /** Return path; '' for reports. */
  from: string;
  to: string[];
  /** Address of the other server. */
  peer: string;
  /** Name it gave itself. */
  greeting: string;
  /** `SMTP`, `ESMTP`, `ESMTPS`, … */
  protocol: string;
  /** Version and cipher; null where it was not encrypted. */
  tls: string | null;
}

export interface ArrivingMail {
  /** As received, byte for byte. */
  raw: Buffer;
  /** Hex; undefined to have it computed. */
  sha256?: string;
  envelope: Envelope;
  /** `smtp`, `pickup`, … */
  door: string;
}

interface Waiting {
  mail: ArrivingMail;
  kept(id: string): void;
  failed(error: unknown): void;
}

const GROUP_MAILS = 200;
const GROUP_BYTES = 8 * 1024 * 1024;

/** Gives the arrival's id once it is on disk. Throws Fault `later` when the database is full or busy: nothing was kept. */
export function acceptMail(mail: ArrivingMail): Promise<string> {
  const intake = roomMemory(INTAKE, () => new Intake(house()));
  return intake.add(mail);
}

const INTAKE = Symbol('mailroom.intake');

class Intake {
  readonly #house: House;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(where: House) {
    this.#house = where;
  }

  add(mail: ArrivingMail): Promise<string> {
    return new Promise((kept, failed) => {
      this.#waiting.push({ mail, kept, failed });
      if (!this.#busy) void inHouse(this.#house, () => this.#work());
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) await this.#keep(this.#nextGroup());
    this.#busy = false;
  }

  #nextGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { mail } of this.#waiting) {
      bytes += mail.raw.length;
      if (count > 0 && (bytes > GROUP_BYTES || count === GROUP_MAILS)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #keep(group: Waiting[]): Promise<void> {
    try {
      const ids = await inUnit('mailroom.accept', () => keepAll(group.map((each) => each.mail)));
      group.forEach((each, at) => each.kept(ids[at] as string));
    } catch (error) {
      // What only one of them cannot do must not stop the others.
      if (group.length > 1 && !isFault(error, 'later')) for (const each of group) await this.#keep([each]);
      else this.#fail(group, error);
    }
  }

  #fail(group: Waiting[], error: unknown): void {
    this.#house.log.warn({ mails: group.length, err: (error as Error).message }, 'mail was put off: it could not be kept');
    for (const each of group) each.failed(error);
  }
}

async function keepAll(mails: readonly ArrivingMail[]): Promise<string[]> {
  const { trx } = requireUnit();
  const at = moment(now());
  const ids: string[] = [];
  const blobs: unknown[] = [];
  const arrivals: unknown[] = [];
  const chunks: Record<string, unknown>[] = [];
  for (const { raw, sha256, envelope, door } of mails) {
    const blob = blobRows(raw, newId(), sha256);
    const id = newId();
    ids.push(id);
    blobs.push(blob.ref.id, blob.ref.sha256, blob.ref.size, 'plain', at, blob.row.head);
    arrivals.push(id, at, blob.ref.id, JSON.stringify(envelope), door, at);
    chunks.push(...blob.chunks);
  }
  await trx.raw(`${INSERT_BLOBS} ${places(mails.length)}`, blobs as never);
  for (const chunk of chunks) await trx('blob_chunks').insert(chunk);
  await trx.raw(`${INSERT_ARRIVALS} ${places(mails.length)}`, arrivals as never);
  wakeAfterCommit('arrivals');
  return ids;
}

const INSERT_BLOBS = 'INSERT INTO blobs (id, sha256, size, encoding, created_at, head) VALUES';
const INSERT_ARRIVALS = 'INSERT INTO arrivals (id, created_at, raw_blob_id, envelope, door, due_at) VALUES';

/** Six places per row, for as many rows; few lengths occur, so the texts (and what the engine prepared) are reused. */
function places(rows: number): string {
  let text = placesByRows[rows];
  if (text === undefined) {
    text = Array(rows).fill('(?, ?, ?, ?, ?, ?)').join(', ');
    placesByRows[rows] = text;
  }
  return text;
}
const placesByRows: string[] = [];
