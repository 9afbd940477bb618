import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { Knex } from 'knex';
import type { Database } from '#kernel/db/open.ts';
import { house } from '#kernel/house.ts';
import { VERSION } from '../version.ts';
import { type BackupHead, FORMAT } from './format.ts';
import { type TableShape, tablesOf } from './tables.ts';

/**
 * Writes a backup while the house runs: one read transaction, so one moment, whatever arrives meanwhile. The file appears under
 * its name only when it is whole and on disk. Gives bytes written and rows per table.
 */
export async function takeBackup(path: string): Promise<{
  bytes: number;
  rows: Record<string, number>;
  sha256: string;
  audit: { seq: number; hash: string };
}> {
  const { db, clock } = house();
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  try {
    const writer = openWriter(part);
    let audit = { seq: 0, hash: '' };
    const rows = await inSnapshot(db, async (knex) => {
      audit = await auditHeadOf(knex);
      const head: BackupHead = {
        lobi: 'backup',
        format: FORMAT,
        version: VERSION,
        takenAt: clock.now().toISOString(),
        engine: db.dialect,
        migrations: ((await knex('migrations').orderBy('name').select('name')) as { name: string }[]).map(
          (row) => row.name,
        ),
        audit,
      };
      await writer.line(JSON.stringify(head));
      const counts: Record<string, number> = {};
      for (const table of await tablesOf(knex, db.dialect))
        if (table.name !== 'migrations')
          counts[table.name] = await writeTable(knex, db.dialect, table, writer);
      return counts;
    });
    const { bytes, sha256 } = await writer.end(rows);
    await rename(part, path);
    await syncFolder(dirname(path));
    return { bytes, rows, sha256, audit };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Printed with the backup, so that a chain rewritten later differs from what the backup says. */
async function auditHeadOf(knex: Knex): Promise<{ seq: number; hash: string }> {
  const { seq, hash } = (await knex('audit_head').first('seq', 'hash')) as { seq: number; hash: string };
  return { seq: Number(seq), hash };
}

async function inSnapshot<T>(db: Database, work: (knex: Knex) => Promise<T>): Promise<T> {
  const reader = db.longReader();
  try {
    if (db.dialect === 'sqlite') return await reader.transaction(work);
    return await reader.transaction(work, { isolationLevel: 'repeatable read', readOnly: true });
  } finally {
    await reader.destroy();
  }
}

interface Writer {
  line(text: string): Promise<void>;
  end(rows: Record<string, number>): Promise<{ bytes: number; sha256: string }>;
}

function openWriter(path: string): Writer {
  const hash = createHash('sha256');
  const file = createWriteStream(path, { flush: true });
  const gzip: Gzip = createGzip({ level: 1 });
  gzip.pipe(file);
  const failed = new Promise<never>((_, reject) => {
    file.once('error', reject);
    gzip.once('error', reject);
  });
  failed.catch(() => {});
  const write = async (text: string) => {
    if (!gzip.write(`${text}\n`)) await Promise.race([once(gzip, 'drain'), failed]);
  };
  return {
    async line(text) {
      hash.update(text).update('\n');
      await write(text);
    },
    async end(rows) {
      const sha256 = hash.digest('hex');
      await write(JSON.stringify({ end: true, rows, sha256 }));
      gzip.end();
      await Promise.race([finished(file), failed]);
      return { bytes: file.bytesWritten, sha256 };
    },
  };
}

/** Rows read at once; bytes are read in smaller steps, so that memory stays flat. */
const PAGE = 500;
const PAGE_WITH_BYTES = 16;

/** Pages by the table's own row order (rowid, ctid), so that no table needs a particular key. */
async function writeTable(
  knex: Knex,
  dialect: Database['dialect'],
  table: TableShape,
  writer: Writer,
): Promise<number> {
  const columns = table.columns.map((column) => column.name);
  await writer.line(JSON.stringify({ table: table.name, columns }));
  const page = table.columns.some((column) => column.kind === 'bytes') ? PAGE_WITH_BYTES : PAGE;
  let count = 0;
  for await (const rows of dialect === 'sqlite'
    ? sqlitePages(knex, table, page)
    : postgresPages(knex, table, page)) {
    for (const row of rows) await writer.line(JSON.stringify(columns.map((_, at) => shown(row[`c${at}`]))));
    count += rows.length;
  }
  return count;
}

function shown(value: unknown): unknown {
  return Buffer.isBuffer(value) || value instanceof Uint8Array
    ? { $b: Buffer.from(value).toString('base64') }
    : (value ?? null);
}

type RawRow = Record<string, unknown>;

async function* sqlitePages(knex: Knex, table: TableShape, page: number): AsyncGenerator<RawRow[]> {
  const list = columnList(table);
  for (let after = -1; ; ) {
    const rows = (await knex.raw(
      `SELECT rowid AS r, ${list} FROM "${table.name}" WHERE rowid > ? ORDER BY rowid LIMIT ?`,
      [after, page],
    )) as RawRow[];
    if (rows.length === 0) return;
    after = rows.at(-1)?.r as number;
    yield rows;
  }
}

async function* postgresPages(knex: Knex, table: TableShape, page: number): AsyncGenerator<RawRow[]> {
  const list = columnList(table);
  const cursor = `backup_${table.name}`;
  await knex.raw(`DECLARE "${cursor}" NO SCROLL CURSOR FOR SELECT ${list} FROM "${table.name}"`);
  for (;;) {
    const { rows } = (await knex.raw(`FETCH ${page} FROM "${cursor}"`)) as { rows: RawRow[] };
    if (rows.length === 0) break;
    yield rows;
  }
  await knex.raw(`CLOSE "${cursor}"`);
}

/** Columns by place, so that no mapper of names touches them. */
function columnList(table: TableShape): string {
  return table.columns.map((column, at) => `"${column.name}" AS c${at}`).join(', ');
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
