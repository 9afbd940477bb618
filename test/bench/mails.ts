// Many mails for the benches: rows of `messages` as filing leaves them, in twenty mailboxes and one that has a mail in a thousand.

import type { Knex } from 'knex';
import { moment } from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import type { SearchText } from '#platform/search/index-texts.ts';
import { chance, sentence } from './corpus.ts';

export const MAILBOXES = 20;
const FIRST = 1_600_000_000_000;
const YEARS_MS = 5 * 365 * 24 * 3600 * 1000;

export type MailRow = Record<string, string | number | null> & { id: string; at: string };

export const mailboxId = (n: number | 'rare') => `01BOX${String(n).toUpperCase().padStart(21, '0')}`;

/** The n-th of so many mails: they come in the order of five years, but for one in ten, which is imported from anywhere in them. */
function mailRow(next: () => number, n: number, count: number): MailRow {
  const at = moment(FIRST + Math.floor((n % 10 === 9 ? next() : n / count) * YEARS_MS));
  const text = sentence(next, 80);
  const address = `p${n % 90_000}@firma${n % 9000}.example`;
  return {
    id: newId(),
    version: 1,
    createdAt: at,
    updatedAt: at,
    direction: 'in',
    channel: 'mail',
    kind: 'mail',
    mailboxId: boxOf(n),
    registerNumber: `IN 2026/${n + 1}`,
    subject: sentence(next, 6),
    fromName: '',
    fromAddress: address,
    parties: JSON.stringify([{ role: 'from', name: '', address }]),
    text,
    snippet: text.slice(0, 160),
    messageId: `${n}@bench.example`,
    referenceIds: '[]',
    size: 8000,
    sha256: '0'.repeat(64),
    sameHash: '0'.repeat(64),
    at,
    receivedAt: at,
    verdicts: '{}',
    notes: '[]',
    bounces: '[]',
  };
}

/** The n-th of so many mails, with the texts of another. */
export function againAs(n: number, count: number, row: MailRow): MailRow {
  const at = moment(FIRST + Math.floor((n % 10 === 9 ? (n * 0.61803398875) % 1 : n / count) * YEARS_MS));
  return {
    ...row,
    id: newId(),
    createdAt: at,
    updatedAt: at,
    at,
    receivedAt: at,
    mailboxId: boxOf(n),
    registerNumber: `IN 2026/${n + 1}`,
    messageId: `${n}@bench.example`,
  };
}

const boxOf = (n: number) => mailboxId(n % 1000 === 0 ? 'rare' : n % MAILBOXES);

export function* mailRows(count: number, batch: number): Generator<MailRow[]> {
  const next = chance(7);
  for (let n = 0; n < count; n += batch)
    yield Array.from({ length: Math.min(batch, count - n) }, (_, at) => mailRow(next, n + at, count));
}

/** What the mailroom gives the index of such a row (server/features/mailroom/search.ts); the bench looks that it is the same. */
export function searchTextOf(row: MailRow): SearchText {
  return {
    entity: 'message',
    id: row.id,
    at: row.at,
    title: String(row.subject),
    note: [row.fromName || row.fromAddress, row.snippet].join(' · '),
    body: [row.registerNumber, ` ${row.fromAddress}`, row.text].join('\n'),
    scope: [`mb${row.mailboxId}`],
  };
}

const column = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Puts rows into a table: as one JSON value, since binding a million rows one by one takes longer than what is measured. */
export async function putAll(
  knex: Knex,
  dialect: 'sqlite' | 'postgres',
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const keys = Object.keys(rows[0] ?? {});
  const columns = keys.map(column).join(', ');
  const sent = rows.map((row) => Object.fromEntries(keys.map((key) => [column(key), row[key]])));
  const read =
    dialect === 'sqlite'
      ? `${keys.map((key) => `value ->> '$.${column(key)}'`).join(', ')} FROM json_each(?)`
      : `${columns} FROM json_populate_recordset(null::${table}, ?::json)`;
  await knex.raw(`INSERT INTO ${table} (${columns}) SELECT ${read}`, [JSON.stringify(sent)]);
}
