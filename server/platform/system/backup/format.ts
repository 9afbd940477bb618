import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { Fault } from '#kernel/errors.ts';

/**
 * A backup is one gzip file of lines of JSON, the same for both engines, so that it restores on either:
 *   {"lobi":"backup","format":1,…}            head: version, moment, migrations
 *   {"table":"persons","columns":[…]}         then its rows as arrays, bytes as {"$b":"base64"}
 *   {"end":true,"rows":{"persons":120},"sha256":"…"}   hash over every line before it
 */

export const FORMAT = 1;

export interface BackupHead {
  lobi: 'backup';
  format: number;
  version: string;
  takenAt: string;
  engine: string;
  migrations: string[];
  /** The head of the audit chain at that moment. */
  audit?: { seq: number; hash: string };
}

export interface BackupEnd {
  end: true;
  rows: Record<string, number>;
  sha256: string;
}

export type BackupValue = string | number | boolean | null | { $b: string };

/** What a reader of a backup is told, in order. */
export interface BackupVisitor {
  head?(head: BackupHead): Promise<void> | void;
  table?(name: string, columns: string[]): Promise<void> | void;
  rows?(rows: BackupValue[][]): Promise<void> | void;
}

const ROWS_AT_ONCE = 200;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/**
 * Reads a backup from its first line to its last and checks its hash and counts on the way. Throws Fault `invalid`
 * (`backup.damaged`, `backup.newer`, `backup.foreign`); a visitor sees rows before the end is checked, so look first.
 */
export async function readBackup(
  path: string,
  visitor: BackupVisitor,
): Promise<{ head: BackupHead; end: BackupEnd }> {
  const hash = createHash('sha256');
  const state: ReadState = { counts: {}, batch: [], bytes: 0, visitor };
  try {
    const unzip = createReadStream(path)
      .on('error', (error) => unzip.destroy(error))
      .pipe(createGunzip());
    const lines = createInterface({ input: unzip, crlfDelay: Number.POSITIVE_INFINITY });
    let broken: Error | undefined;
    unzip.on('error', (error) => {
      broken = error;
      lines.close();
    });
    for await (const line of lines) await takeLine(state, line, hash);
    if (broken !== undefined) throw broken;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw Fault.invalid('backup.missing', `There is no file ${path}. Nothing was changed.`);
    throw error instanceof Fault ? error : damaged((error as Error).message);
  }
  if (state.head === undefined || state.end === undefined) throw damaged('it ends too early');
  return { head: state.head, end: state.end };
}

interface ReadState {
  head?: BackupHead;
  end?: BackupEnd;
  table?: string;
  counts: Record<string, number>;
  batch: BackupValue[][];
  bytes: number;
  visitor: BackupVisitor;
}

async function takeLine(state: ReadState, line: string, hash: Hash): Promise<void> {
  if (state.end !== undefined) throw damaged('something follows its end');
  const value = JSON.parse(line) as unknown;
  if (Array.isArray(value)) {
    hash.update(line).update('\n');
    if (state.table === undefined) throw damaged('rows come before their table');
    state.counts[state.table] = (state.counts[state.table] ?? 0) + 1;
    state.batch.push(value as BackupValue[]);
    state.bytes += line.length;
    if (state.batch.length >= ROWS_AT_ONCE || state.bytes > BYTES_AT_ONCE) await flush(state);
    return;
  }
  await flush(state);
  if ((value as BackupEnd).end === true) {
    checkEnd(state, value as BackupEnd, hash.digest('hex'));
    return;
  }
  hash.update(line).update('\n');
  if (state.head === undefined) {
    state.head = checkHead(value);
    await state.visitor.head?.(state.head);
    return;
  }
  const { table, columns } = value as { table: string; columns: string[] };
  state.table = table;
  state.counts[table] = 0;
  await state.visitor.table?.(table, columns);
}

async function flush(state: ReadState): Promise<void> {
  if (state.batch.length === 0) return;
  const rows = state.batch;
  state.batch = [];
  state.bytes = 0;
  await state.visitor.rows?.(rows);
}

function checkHead(value: unknown): BackupHead {
  const head = value as BackupHead;
  if (head?.lobi !== 'backup')
    throw Fault.invalid('backup.foreign', 'This file is not a backup of Lobi. Nothing was changed.');
  if (head.format > FORMAT)
    throw Fault.invalid(
      'backup.newer',
      `This backup was taken by a newer Lobi (${head.version}). Restore it with that version. Nothing was changed.`,
    );
  return head;
}

function checkEnd(state: ReadState, end: BackupEnd, sha256: string): void {
  if (end.sha256 !== sha256) throw damaged('its hash does not match');
  for (const [table, count] of Object.entries(end.rows))
    if (state.counts[table] !== count) throw damaged(`rows of ${table} are missing`);
  state.end = end;
}

function damaged(why: string): Fault {
  return Fault.invalid(
    'backup.damaged',
    `This backup is damaged (${why}). Nothing was changed; use another one.`,
  );
}
