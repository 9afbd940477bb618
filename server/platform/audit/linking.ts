import { moment } from '#kernel/clock.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { db } from '#kernel/db/unit.ts';
import { house, now } from '#kernel/house.ts';
import { type Linkable, linkHash } from './entry.ts';

/** Where the chain ends, and how entries are put behind it. */

export interface Head {
  /** Entries in the chain. */
  seq: number;
  hash: string;
  /** When it was last moved. */
  at: string;
}

export async function head(): Promise<Head> {
  const row = (await db()('audit_head').first('seq', 'hash', 'at')) as Head;
  return { ...row, seq: Number(row.seq) };
}

interface Link {
  seq: number;
  entryId: string;
  hash: string;
}

/** Entries in the order in which they come, each behind the one before it. */
export class Links {
  readonly #from: Head;
  readonly #links: Link[] = [];
  #seq: number;
  #hash: string;

  constructor(from: Head) {
    this.#from = from;
    this.#seq = from.seq;
    this.#hash = from.hash;
  }

  get entryIds(): string[] {
    return this.#links.map((link) => link.entryId);
  }

  add(entry: Linkable): void {
    this.#seq += 1;
    this.#hash = linkHash(this.#hash, this.#seq, entry);
    this.#links.push({ seq: this.#seq, entryId: entry.id, hash: this.#hash });
  }

  /** Writes the links and moves the head, in the running unit. False where it does not stand any more where it was read: nothing is done. */
  async end(): Promise<boolean> {
    const moved = await db()('audit_head')
      .where({ seq: this.#from.seq, hash: this.#from.hash })
      .update({ seq: this.#seq, hash: this.#hash, at: moment(now()) });
    if (Number(moved) === 0) return false;
    await putRows(
      'audit_links',
      this.#links.map((link) => ({ ...link })),
    );
    return true;
  }
}

/** So many that a unit of their own, which writes all of them once more, costs more than linking them with the change. */
const MANY = 20;

/**
 * Links for many entries of the running unit, on SQLite: its one writer holds the head anyway. On PostgreSQL all who write would
 * queue for the head's row, and a hand links them afterwards (chain.ts), as it does with few. Null there.
 */
export async function linkingOf(count: number): Promise<Links | null> {
  return count < MANY || house().db.dialect !== 'sqlite' ? null : new Links(await head());
}
