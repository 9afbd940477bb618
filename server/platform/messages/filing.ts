import { moment } from '#kernel/clock.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { db, requireUnit } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import './events.ts';
import type { BounceReport, MessageKind, MessageNote, Party } from './model.ts';
import { registerNumbers } from './register.ts';

/** A message as it is to be filed. The raw blob must stand already in the same unit of work. */
export interface MessageDraft {
  /** Made here where it is not given. */
  id?: string;
  direction: 'in' | 'out';
  /** `mail` unless said otherwise. */
  channel?: string;
  kind: MessageKind;
  mailboxId: string | null;
  threadId: string | null;
  /** Whether it gets a register number: not bounces, automatic replies and spam. */
  registered: boolean;
  subject: string;
  /** In order of the header; the first `from` names the sender. */
  parties: Party[];
  text: string;
  /** Safe for showing. */
  html: string | null;
  /** First words for lists; made of the text where it is not given. */
  snippet?: string;
  /** Header, without angle brackets. */
  messageId: string;
  inReplyTo?: string | null;
  referenceIds?: string[];
  rawBlobId: string | null;
  size: number;
  /** Hex, of the raw bytes. */
  sha256: string;
  /** Hash of body, Date and From: with mailbox and Message-ID it tells the same message. */
  sameHash: string;
  /** The message's own moment. */
  at: string;
  receivedAt?: string | null;
  sentAt?: string | null;
  verdicts?: Record<string, unknown>;
  notes?: MessageNote[];
  bounces?: BounceReport[];
  authorId?: string | null;
  answersId?: string | null;
  forwardsId?: string | null;
  sendAt?: string | null;
}

export interface FiledMessage {
  id: string;
  registerNumber: string | null;
}

/** Rows per insert: below the number of bound values that both engines take. */
const ROWS = 50;

/**
 * Files messages in the running unit of work: rows, addresses, register numbers, `message.filed`. Gives them in the order of
 * the drafts. Call it late in the unit: from here on others who register wait.
 */
export async function fileMessages(drafts: readonly MessageDraft[]): Promise<FiledMessage[]> {
  if (drafts.length === 0) return [];
  requireUnit();
  const numbers = await numbersFor(drafts);
  const madeAt = moment(now());
  const rows = drafts.map((draft, at) => messageRow(draft, numbers[at] ?? null, madeAt));
  await putRows('messages', rows);
  await putRows(
    'message_addresses',
    rows.flatMap((row, at) => addressRows(row.id, drafts[at] as MessageDraft)),
  );
  for (const row of rows)
    await emit(
      'message.filed',
      { id: row.id, threadId: row.threadId, mailboxId: row.mailboxId, direction: row.direction },
      { entity: 'message', id: row.id },
    );
  return rows.map((row) => ({ id: row.id, registerNumber: row.registerNumber }));
}

/** First words of a text, in one line, for lists. */
export function snippetOf(text: string, length = 160): string {
  const line = text
    .slice(0, length * 8)
    .replace(/\s+/g, ' ')
    .trim();
  return [...line].slice(0, length).join('');
}

/** Several rows per statement; callers bring rows with equal keys. */
export async function insertRows(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS)
    await db()(table).insert(rows.slice(from, from + ROWS));
}

async function numbersFor(drafts: readonly MessageDraft[]): Promise<(string | null)[]> {
  const count = (direction: 'in' | 'out') =>
    drafts.filter((draft) => draft.registered && draft.direction === direction).length;
  const taken = {
    in: await registerNumbers('in', count('in')),
    out: await registerNumbers('out', count('out')),
  };
  return drafts.map((draft) => (draft.registered ? (taken[draft.direction].shift() as string) : null));
}

function messageRow(draft: MessageDraft, registerNumber: string | null, madeAt: string) {
  const from = draft.parties.find((party) => party.role === 'from');
  return {
    id: draft.id ?? newId(),
    version: 1,
    createdAt: madeAt,
    updatedAt: madeAt,
    direction: draft.direction,
    channel: draft.channel ?? 'mail',
    kind: draft.kind,
    mailboxId: draft.mailboxId,
    threadId: draft.threadId,
    registerNumber,
    subject: draft.subject,
    fromName: from?.name ?? '',
    fromAddress: from?.address ?? '',
    parties: JSON.stringify(draft.parties),
    text: draft.text,
    html: draft.html,
    snippet: draft.snippet ?? snippetOf(draft.text),
    messageId: draft.messageId,
    inReplyTo: draft.inReplyTo ?? null,
    referenceIds: JSON.stringify(draft.referenceIds ?? []),
    rawBlobId: draft.rawBlobId,
    size: draft.size,
    sha256: draft.sha256,
    sameHash: draft.sameHash,
    at: draft.at,
    receivedAt: draft.receivedAt ?? null,
    sentAt: draft.sentAt ?? null,
    verdicts: JSON.stringify(draft.verdicts ?? {}),
    notes: JSON.stringify(draft.notes ?? []),
    bounces: JSON.stringify(draft.bounces ?? []),
    authorId: draft.authorId ?? null,
    answersId: draft.answersId ?? null,
    forwardsId: draft.forwardsId ?? null,
    sendAt: draft.sendAt ?? null,
  };
}

function addressRows(messageId: string, draft: MessageDraft): Record<string, unknown>[] {
  const seen = new Set<string>();
  const rows: Record<string, unknown>[] = [];
  for (const { role, address } of draft.parties) {
    const lower = address.toLowerCase();
    const key = `${role} ${lower}`;
    if (lower === '' || seen.has(key)) continue;
    seen.add(key);
    rows.push({ messageId, role, address: lower });
  }
  return rows;
}
