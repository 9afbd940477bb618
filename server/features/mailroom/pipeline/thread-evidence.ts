import { db } from '#kernel/db/unit.ts';
import { messageOfMessageId, threadOfToken } from '#platform/messages/identity.ts';
import type { Draft } from './draft.ts';
import { inChunks } from './lookup.ts';
import { envelopeTokens } from './mailboxes.ts';
import { registerNumbersIn } from './subject.ts';

/** Everything that stands and could tie the mails of a batch to correspondences, looked up at once. */

export interface StoredMessage {
  id: string;
  threadId: string | null;
  /** Message-ID. */
  headerId: string;
  sameHash: string;
  direction: 'in' | 'out';
}

export interface KnownThread {
  id: string;
  subjectKey: string;
}

export interface Awaiting {
  threadId: string;
  how: 'reply' | 'reference';
}

export class Known {
  readonly byId = new Map<string, StoredMessage>();
  readonly byHeaderId = new Map<string, StoredMessage[]>();
  /** Messages of ours that Message-IDs name, their signature checked. */
  readonly signed = new Map<string, string>();
  readonly byToken = new Map<string, string>();
  readonly awaited = new Map<string, Awaiting[]>();
  readonly byRegisterNumber = new Map<string, { message: StoredMessage; addresses: string[] }>();
  readonly threads = new Map<string, KnownThread>();
  /** Threads that became part of another. */
  readonly merged = new Map<string, string>();

  /** The thread that an id answers with today. */
  standing(threadId: string): string {
    let id = threadId;
    for (let steps = 0; steps < 50 && this.merged.has(id); steps++) id = this.merged.get(id) as string;
    return id;
  }

  await(headerId: string, threadId: string, how: Awaiting['how']): void {
    const waiting = this.awaited.get(headerId) ?? [];
    if (!waiting.some((each) => each.threadId === threadId))
      this.awaited.set(headerId, [...waiting, { threadId, how }]);
  }

  put(message: StoredMessage): void {
    this.byId.set(message.id, message);
    this.byHeaderId.set(message.headerId, [...(this.byHeaderId.get(message.headerId) ?? []), message]);
  }
}

export async function lookUpThreads(drafts: readonly Draft[]): Promise<Known> {
  const known = new Known();
  await findSigned(drafts, known);
  await findMessages(drafts, known);
  await findAwaited(drafts, known);
  await findNumbers(drafts, known);
  await findTokens(drafts, known);
  await findThreads(known);
  return known;
}

async function findSigned(drafts: readonly Draft[], known: Known): Promise<void> {
  for (const { arrival } of drafts)
    for (const id of [...arrival.mail.inReplyTo, ...arrival.mail.references]) {
      if (known.signed.has(id)) continue;
      const ours = await messageOfMessageId(id);
      if (ours !== null) known.signed.set(id, ours);
    }
}

const COLUMNS = {
  id: 'm.id',
  threadId: 'm.thread_id',
  headerId: 'm.message_id',
  sameHash: 'm.same_hash',
  direction: 'm.direction',
};

async function findMessages(drafts: readonly Draft[], known: Known): Promise<void> {
  const headerIds = drafts
    .flatMap(({ arrival: { mail } }) => [mail.messageId, ...mail.inReplyTo, ...mail.references])
    .filter((id) => id !== '');
  const named = await inChunks(
    headerIds,
    async (some) =>
      (await db()('messages as m')
        .whereIn('m.message_id', some)
        .orderBy('m.id')
        .select(COLUMNS)) as StoredMessage[],
  );
  const ids = [
    ...known.signed.values(),
    ...drafts.map((draft) => draft.answersId).filter((id) => id !== null),
  ];
  const ours = await inChunks(
    ids,
    async (some) => (await db()('messages as m').whereIn('m.id', some).select(COLUMNS)) as StoredMessage[],
  );
  const seen = new Set<string>();
  for (const message of [...named, ...ours]) {
    if (!seen.has(message.id)) known.put(message);
    seen.add(message.id);
  }
}

async function findAwaited(drafts: readonly Draft[], known: Known): Promise<void> {
  const headerIds = drafts.map((draft) => draft.arrival.mail.messageId).filter((id) => id !== '');
  type AwaitedRow = Awaiting & { headerId: string };
  const rows = await inChunks(
    headerIds,
    async (some) =>
      (await db()('awaited_messages')
        .whereIn('header_id', some)
        .select('thread_id', 'header_id', 'how')) as AwaitedRow[],
  );
  for (const { headerId, threadId, how } of rows) known.await(headerId, threadId, how);
}

async function findNumbers(drafts: readonly Draft[], known: Known): Promise<void> {
  const numbers = drafts.flatMap((draft) => registerNumbersIn(draft.arrival.mail.subject));
  type NumberRow = StoredMessage & { registerNumber: string };
  const rows = await inChunks(
    numbers,
    async (some) =>
      (await db()('messages as m')
        .whereIn('m.register_number', some)
        .select(COLUMNS)
        .select('m.register_number as registerNumber')) as NumberRow[],
  );
  for (const { registerNumber, ...message } of rows) {
    const addresses = (await db()('message_addresses')
      .where({ messageId: message.id })
      .select('address')) as { address: string }[];
    known.byRegisterNumber.set(registerNumber, { message, addresses: addresses.map((row) => row.address) });
  }
}

async function findTokens(drafts: readonly Draft[], known: Known): Promise<void> {
  for (const token of drafts.flatMap((draft) => envelopeTokens(draft, 'reply'))) {
    const threadId = await threadOfToken(token);
    if (threadId !== undefined) known.byToken.set(token, threadId);
  }
}

/** The threads themselves, and those they became part of. */
async function findThreads(known: Known): Promise<void> {
  const asked = [
    ...[...known.byId.values()].map((message) => message.threadId),
    ...[...known.awaited.values()].flat().map((each) => each.threadId),
    ...[...known.byRegisterNumber.values()].map(({ message }) => message.threadId),
    ...known.byToken.values(),
  ].filter((id) => id !== null);
  type ThreadRow = KnownThread & { mergedInto: string | null };
  for (let ids = asked; ids.length > 0; ) {
    const rows = await inChunks(
      ids,
      async (some) =>
        (await db()('threads').whereIn('id', some).select('id', 'subject_key', 'merged_into')) as ThreadRow[],
    );
    for (const { mergedInto, ...row } of rows) {
      if (mergedInto === null) known.threads.set(row.id, row);
      else known.merged.set(row.id, mergedInto);
    }
    ids = rows
      .map((row) => row.mergedInto)
      .filter((id) => id !== null && !known.threads.has(id) && !known.merged.has(id)) as string[];
  }
}
