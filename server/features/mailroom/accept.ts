import { blobRows } from '#kernel/blobs.ts';
import { moment } from '#kernel/clock.ts';
import { inUnit, wakeAfterCommit, writeAlone } from '#kernel/db/unit.ts';
import { isFault } from '#kernel/errors.ts';
import { type House, house, inHouse, now, roomMemory } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';

/**
 * Takes mail into the house (docs/decisions/0036). Mails of many sessions share one commit, and so one wait for the disk:
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

const GROUP_MAILS = 64;
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
      const ids = await keepAll(group.map((each) => each.mail));
      group.forEach((each, at) => each.kept(ids[at] as string));
    } catch (error) {
      // What only one of them cannot do must not stop the others.
      if (group.length > 1 && !isFault(error, 'later')) for (const each of group) await this.#keep([each]);
      else this.#fail(group, error);
    }
  }

  #fail(group: Waiting[], error: unknown): void {
    this.#house.log.warn(
      { mails: group.length, err: (error as Error).message },
      'mail was put off: it could not be kept',
    );
    for (const each of group) each.failed(error);
  }
}

async function keepAll(mails: readonly ArrivingMail[]): Promise<string[]> {
  const at = moment(now());
  const ids: string[] = [];
  const values: unknown[] = [];
  const chunks: Record<string, unknown>[] = [];
  for (const { raw, sha256, envelope, door } of mails) {
    const { row, ref, chunks: further } = blobRows(raw, newId(), sha256);
    const id = newId();
    ids.push(id);
    values.push(id, at, JSON.stringify(envelope), door, ref.id, ref.sha256, ref.size, row.head);
    chunks.push(...further);
  }
  const put = `${PUT} ${places(mails.length)}`;
  if (chunks.length === 0) await writeAlone(put, values, 'arrivals');
  else await putWithChunks(put, values, chunks);
  return ids;
}

/** Mails of more than one chunk need more than one statement, and so a unit of work. */
async function putWithChunks(
  put: string,
  values: readonly unknown[],
  chunks: readonly Record<string, unknown>[],
): Promise<void> {
  await inUnit('mailroom.accept', async ({ trx }) => {
    await trx.raw(put, [...values] as never);
    for (const chunk of chunks) await trx('blob_chunks').insert(chunk);
    wakeAfterCommit('arrivals');
  });
}

/** A view of arrivals with their bytes; a trigger behind it puts down both. */
const PUT = 'INSERT INTO intake (id, created_at, envelope, door, blob_id, sha256, size, head) VALUES';

/** Places for as many rows; few lengths occur, so the texts (and what the engine prepared) are reused. */
function places(rows: number): string {
  placesByRows[rows] ??= Array(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  return placesByRows[rows];
}
const placesByRows: string[] = [];
