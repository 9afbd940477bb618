import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import yazl from 'yazl';
import { readBlob } from '#kernel/blobs.ts';
import { db } from '#kernel/db/unit.ts';
import { house, inHouse } from '#kernel/house.ts';
import { csvLine, MARK } from '#platform/exchange/writing/csv.ts';
import type { Letter } from './model.ts';

/**
 * A letter as one file that can be shown elsewhere, years later: who got it, where, with which bytes; every attempt with the other
 * server's words; who was skipped and why; and the SHA-256 of every part, so that what was changed since can be told.
 */

/** Recipients that are read and written at once: memory stays as it is, whatever the letter's size. */
const CHUNK = 100;

export function evidenceOf(letter: Letter): Readable {
  const zip = new yazl.ZipFile();
  const out = new PassThrough();
  zip.outputStream.pipe(out);
  const where = house();
  inHouse(where, () => fill(zip, letter)).catch((error: unknown) => out.destroy(error as Error));
  return out;
}

async function fill(zip: yazl.ZipFile, letter: Letter): Promise<void> {
  const hashes: string[] = [];
  const put = (name: string, bytes: Buffer) => {
    hashes.push(`${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
    zip.addBuffer(bytes, name);
  };
  const { registerNumber, subject, sentence, question, purpose, askedAt, frozenAt, state, id } = letter;
  put(
    'letter.json',
    Buffer.from(
      `${JSON.stringify({ id, registerNumber, subject, purpose, state, askedAt, frozenAt, sentence, question }, null, 2)}\n`,
    ),
  );
  const recipients: string[][] = [];
  const attempts: string[][] = [];
  let after = '';
  for (;;) {
    const rows = await recipientsAfter(id, after);
    if (rows.length === 0) break;
    after = rows.at(-1)?.id as string;
    for (const row of rows) {
      const file = row.rawBlobId === null ? '' : `mails/${String(row.number).padStart(6, '0')}.eml`;
      recipients.push(lineOf(row, file));
      if (row.rawBlobId !== null) put(file, await readBlob(row.rawBlobId));
    }
    attempts.push(...(await attemptsOf(rows)));
  }
  put('recipients.csv', csv(RECIPIENT_COLUMNS, recipients));
  put('attempts.csv', csv(ATTEMPT_COLUMNS, attempts));
  zip.addBuffer(Buffer.from(`${hashes.join('\n')}\n`), 'SHA256SUMS');
  zip.end();
}

interface RecipientRow {
  id: string;
  number: number;
  name: string;
  address: string;
  cardEntity: string | null;
  cardId: string | null;
  state: string;
  reason: string | null;
  sentAt: string | null;
  answeredAt: string | null;
  unsubscribedAt: string | null;
  basis: string | null;
  rawBlobId: string | null;
}

const RECIPIENT_COLUMNS = [
  ...['number', 'name', 'address', 'card', 'state', 'reason'],
  ...['sentAt', 'answeredAt', 'unsubscribedAt', 'basis', 'mail'],
];
const ATTEMPT_COLUMNS = ['number', 'address', 'at', 'outcome', 'host', 'tls', 'code', 'reply'];

async function recipientsAfter(messageId: string, after: string): Promise<RecipientRow[]> {
  return (await db()('recipients')
    .where({ messageId })
    .where('id', '>', after)
    .orderBy('id')
    .limit(CHUNK)
    .select(
      'id',
      'number',
      'name',
      'address',
      'card_entity',
      'card_id',
      'state',
      'reason',
      'sent_at',
      'answered_at',
      'unsubscribed_at',
      'basis',
      'raw_blob_id',
    )) as RecipientRow[];
}

function lineOf(row: RecipientRow, file: string): string[] {
  const card = row.cardId === null ? '' : `${row.cardEntity ?? ''}:${row.cardId}`;
  return [
    row.number === 0 ? '' : String(row.number),
    row.name,
    row.address,
    card,
    row.state,
    row.reason ?? '',
    row.sentAt ?? '',
    row.answeredAt ?? '',
    row.unsubscribedAt ?? '',
    row.basis ?? '',
    file,
  ];
}

async function attemptsOf(rows: readonly RecipientRow[]): Promise<string[][]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found = (await db()('attempts')
    .whereIn('recipient_id', [...byId.keys()])
    .orderBy(['recipient_id', 'id'])
    .select('recipient_id', 'at', 'outcome', 'host', 'tls', 'enhanced_code', 'reply')) as {
    recipientId: string;
    at: string;
    outcome: string;
    host: string;
    tls: string;
    enhancedCode: string | null;
    reply: string;
  }[];
  return found.map(({ recipientId, at, outcome, host, tls, enhancedCode, reply }) => {
    const { number, address } = byId.get(recipientId) as RecipientRow;
    return [String(number), address, at, outcome, host, tls, enhancedCode ?? '', reply];
  });
}

function csv(columns: readonly string[], rows: readonly string[][]): Buffer {
  return Buffer.from(`${MARK}${[columns, ...rows].map((row) => csvLine(row, ',')).join('')}`);
}
