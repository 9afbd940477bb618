import { work } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import type { Hand } from '#kernel/hands.ts';
import {
  digestOf,
  ENTRY_COLUMNS,
  type Entry,
  type EntryRow,
  entryOf,
  LINKED_COLUMNS,
  type Linkable,
  linkHash,
  valuesOf,
} from './entry.ts';
import { type Head, head, Links } from './linking.ts';

/**
 * Links entries behind each other. Writers never wait for the chain: they leave entries unlinked, and a hand
 * 1. reads the head, then the next unlinked entries, oldest first, and makes their hashes, outside of any unit;
 * 2. moves the head from where it was read, adds the links and marks the entries linked, all in one unit. Where another process has
 *    moved the head meanwhile, nothing is done, and the hand begins anew.
 */

const BATCH = 400;

export const linkingHand: Hand = {
  name: 'audit.linking',
  says: 'Links what was written down into the chain.',
  wakesOn: ['audit'],
  everyMs: 5000,
  async turn() {
    const from = await head();
    const rows = (await db()('audit_entries')
      .whereNull('linked')
      .orderBy('id')
      .limit(BATCH)
      .select(...LINKED_COLUMNS)) as LinkableRow[];
    if (rows.length === 0) return false;
    const links = new Links(from);
    for (const row of rows) links.add({ ...row, digests: JSON.parse(row.digests) as Record<string, string> });
    const linked = await work('audit.link', () => putLinks(links));
    return !linked || rows.length === BATCH;
  },
};

type LinkableRow = Omit<Linkable, 'digests'> & { digests: string };

/** False where the head does not stand any more where it was read. */
async function putLinks(links: Links): Promise<boolean> {
  if (!(await links.end())) return false;
  await db()('audit_entries').whereIn('id', links.entryIds).update({ linked: 1 });
  return true;
}

/** The hash of a place in the chain; null where it is not that long. */
export async function hashAt(seq: number): Promise<string | null> {
  if (seq === 0) return '0'.repeat(64);
  const row = (await db()('audit_links').where({ seq }).first('hash')) as { hash: string } | undefined;
  return row?.hash ?? null;
}

export interface ChainReport {
  ok: boolean;
  /** Entries in the chain. */
  count: number;
  head: Head;
  /** Entries that wait to be linked. */
  waiting: number;
  firstBroken?: { seq: number; entry: string | null; says: string };
}

type LinkedRow = EntryRow & { seq: number; hash: string; entryId: string };

/** Reads the whole chain, from its beginning to its head, and recomputes every hash. */
export async function verifyAudit(): Promise<ChainReport> {
  const standing = await head();
  const waiting = Number(
    ((await db()('audit_entries').whereNull('linked').count('id as n').first()) as { n: number }).n,
  );
  let seq = 0;
  let hash = '0'.repeat(64);
  while (seq < standing.seq) {
    const rows = await linkedAfter(seq, standing.seq);
    if (rows.length === 0) return broken(seq + 1, null, 'links up to the head are missing');
    for (const row of rows) {
      const says = row.seq !== seq + 1 ? 'a link is missing' : faultOf(row, hash);
      if (says !== null) return broken(seq + 1, row.entryId, says);
      ({ seq, hash } = row);
    }
  }
  if (hash !== standing.hash) return broken(seq, null, 'the head is not the hash of the last link');
  return { ok: true, count: seq, head: standing, waiting };

  function broken(at: number, entry: string | null, says: string): ChainReport {
    return { ok: false, count: standing.seq, head: standing, waiting, firstBroken: { seq: at, entry, says } };
  }
}

async function linkedAfter(seq: number, until: number): Promise<LinkedRow[]> {
  const rows = (await db()('audit_links')
    .leftJoin('audit_entries', 'audit_entries.id', 'audit_links.entry_id')
    .where('audit_links.seq', '>', seq)
    .where('audit_links.seq', '<=', until)
    .orderBy('audit_links.seq')
    .limit(500)
    .select(
      'audit_links.seq',
      'audit_links.hash',
      'audit_links.entry_id',
      ...ENTRY_COLUMNS.map((column) => `audit_entries.${column}`),
    )) as LinkedRow[];
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

function faultOf(row: LinkedRow, before: string): string | null {
  if (row.id === null) return 'the entry of a link is missing';
  let entry: Entry;
  try {
    entry = entryOf(row);
  } catch {
    return 'an entry cannot be read';
  }
  if (linkHash(before, row.seq, entry) !== row.hash) return 'an entry is not what it was when it was linked';
  for (const [place, value] of valuesOf(entry)) {
    const salt = entry.salts[place];
    if (salt === undefined || digestOf(salt, value) !== entry.digests[place])
      return `the value of "${place}" is not what it was`;
  }
  // A salt without its value: somebody took a value and left the proof that it is gone untouched.
  const present = new Set(valuesOf(entry).map(([place]) => place));
  const lost = Object.keys(entry.salts).find((place) => !present.has(place));
  return lost === undefined ? null : `the value of "${lost}" was taken without being erased`;
}
