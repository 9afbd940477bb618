import { hash, randomFillSync } from 'node:crypto';

/**
 * The format of an entry and of the chain over entries (docs/decisions/0022). Each value has a salt and a digest of its own;
 * the chain holds digests only, so a value and its salt can be erased and everything else still proves itself.
 */

/** An entry as it rests, JSON columns read. */
export interface Entry {
  id: string;
  at: string;
  actorId: string | null;
  actorKind: string;
  actorName: string | null;
  fromAddress: string | null;
  via: string | null;
  requestId: string | null;
  command: string;
  entity: string | null;
  recordId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** By place: `actor`, `from`, `before.email`, … */
  salts: Record<string, string>;
  digests: Record<string, string>;
}

export const ENTRY_COLUMNS = [
  'id',
  'at',
  'actor_id',
  'actor_kind',
  'actor_name',
  'from_address',
  'via',
  'request_id',
  'command',
  'entity',
  'record_id',
  'before',
  'after',
  'salts',
  'digests',
] as const;

const SALT_BYTES = 12;

/** An entry from what is to be kept, with fresh salts. */
export function sealed(facts: Omit<Entry, 'salts' | 'digests'>): Entry {
  const values = valuesOf(facts);
  const salts: Record<string, string> = {};
  const digests: Record<string, string> = {};
  for (const [place, value] of values) {
    const salt = freshSalt();
    salts[place] = salt;
    digests[place] = digestOf(salt, value);
  }
  return { ...facts, salts, digests };
}

/** Chance in store: asking for a few bytes costs as much as asking for thousands. No bytes are given twice. */
const store = Buffer.alloc(SALT_BYTES * 512);
let used = store.length;

function freshSalt(): string {
  if (used === store.length) {
    randomFillSync(store);
    used = 0;
  }
  used += SALT_BYTES;
  return store.toString('base64url', used - SALT_BYTES, used);
}

/** The values of an entry, by place. */
export function valuesOf(entry: Omit<Entry, 'salts' | 'digests'>): [place: string, value: unknown][] {
  const values: [string, unknown][] = [];
  if (entry.actorName !== null) values.push(['actor', entry.actorName]);
  if (entry.fromAddress !== null) values.push(['from', entry.fromAddress]);
  for (const side of ['before', 'after'] as const)
    for (const [key, value] of Object.entries(entry[side] ?? {})) values.push([`${side}.${key}`, value]);
  return values;
}

export function digestOf(salt: string, value: unknown): string {
  return hash('sha256', `${salt}\n${JSON.stringify(value)}`, 'base64url');
}

/** What of an entry the chain holds. */
export type Linkable = Omit<Entry, 'actorName' | 'fromAddress' | 'before' | 'after' | 'salts'>;

export const LINKED_COLUMNS = [
  'id',
  'at',
  'actor_id',
  'actor_kind',
  'via',
  'request_id',
  'command',
  'entity',
  'record_id',
  'digests',
] as const;

/** The hash that links an entry behind another: over the hash before it, its place in the chain, its facts and its digests. */
export function linkHash(before: string, seq: number, entry: Linkable): string {
  const facts = [
    before,
    seq,
    entry.id,
    entry.at,
    entry.actorId,
    entry.actorKind,
    entry.via,
    entry.requestId,
    entry.command,
    entry.entity,
    entry.recordId,
    Object.entries(entry.digests),
  ];
  return hash('sha256', JSON.stringify(facts), 'hex');
}

type Columns = 'before' | 'after' | 'salts' | 'digests';
export type EntryRow = Omit<Entry, Columns> & {
  before: string | null;
  after: string | null;
  salts: string;
  digests: string;
};

export function rowOf(entry: Entry): EntryRow {
  return {
    ...entry,
    before: entry.before === null ? null : JSON.stringify(entry.before),
    after: entry.after === null ? null : JSON.stringify(entry.after),
    salts: JSON.stringify(entry.salts),
    digests: JSON.stringify(entry.digests),
  };
}

export function entryOf(row: EntryRow): Entry {
  const read = (text: string | null) =>
    text === null ? null : (JSON.parse(text) as Record<string, unknown>);
  return {
    ...row,
    before: read(row.before),
    after: read(row.after),
    salts: JSON.parse(row.salts) as Record<string, string>,
    digests: JSON.parse(row.digests) as Record<string, string>,
  };
}
