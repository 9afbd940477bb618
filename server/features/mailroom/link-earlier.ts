import { employersOf } from '#features/people/api.ts';
import { db } from '#kernel/db/unit.ts';
import { makeStale } from '#platform/search/api.ts';
import { type About, addLines, linkAbout, type TimelineLine } from '#platform/timeline/api.ts';
import { sameMail } from './same-mail.ts';

/** Mail that came before its card had the address. */

interface LinkInput {
  entity: 'person' | 'organisation';
  id: string;
  /** Lower case. */
  address: string;
  /** Message id to go on after. */
  after: string;
}

/** Messages per unit of work: the writer is held shortly. */
const PORTION = 100;

/** Those of some addresses, in lower case, that stand on a mail: of the many that a file brings in, hardly any does. */
export async function withMail(addresses: readonly string[]): Promise<Set<string>> {
  const asked = [...new Set(addresses.map((address) => address.toLowerCase()))];
  if (asked.length === 0) return new Set();
  const rows = (await db()('message_addresses').whereIn('address', asked).distinct('address')) as {
    address: string;
  }[];
  return new Set(rows.map((row) => row.address));
}

/** Links the first portion at once, so that the card shows it; asks for the rest. */
export async function linkEarlierMail(
  card: { entity: 'person' | 'organisation'; id: string },
  value: string,
  goOn: (input: LinkInput) => Promise<void>,
): Promise<void> {
  const address = value.toLowerCase();
  const after = await linkSome({ ...card, address, after: '' });
  if (after !== null) await goOn({ ...card, address, after });
}

interface Named {
  id: string;
  threadId: string | null;
  role: string;
  at: string;
  subject: string;
  snippet: string;
  fromName: string;
  fromAddress: string;
  direction: 'in' | 'out';
  messageId: string;
  sameHash: string;
  mailboxId: string | null;
}

/** Links the next portion in the running unit; gives the id to go on after, null at the end. */
export async function linkSome({ entity, id, address, after }: LinkInput): Promise<string | null> {
  const rows = (await db()('message_addresses as a')
    .join('messages as m', 'm.id', 'a.message_id')
    .where('a.address', address)
    .where('a.message_id', '>', after)
    .orderBy('a.message_id')
    .limit(PORTION)
    .select({
      id: 'm.id',
      threadId: 'm.thread_id',
      role: 'a.role',
      at: 'm.at',
      subject: 'm.subject',
      snippet: 'm.snippet',
      fromName: 'm.from_name',
      fromAddress: 'm.from_address',
    })
    .select({
      direction: 'm.direction',
      messageId: 'm.message_id',
      sameHash: 'm.same_hash',
      mailboxId: 'm.mailbox_id',
    })) as Named[];
  const employers = entity === 'person' ? ((await employersOf([id])).get(id) ?? []) : [];
  const cards = [
    { entity, id, role: null, by: 'address', evidence: address },
    ...employers.map((each) => ({
      entity: each.entity,
      id: each.id,
      role: 'employer',
      by: 'person',
      evidence: id,
    })),
  ];
  await linkAbout(rows.flatMap((row) => cards.flatMap((card) => aboutsOf(row, card))));
  await addLines(rows.flatMap((row) => cards.map((card) => lineOf(row, card))));
  await makeStale('message', [...new Set(rows.map((row) => row.id))]);
  return rows.length === PORTION ? (rows.at(-1)?.id ?? null) : null;
}

type Linked = { entity: string; id: string; role: string | null; by: string; evidence: string };

function aboutsOf(row: Named, { entity, id, role, by, evidence }: Linked): About[] {
  const records = [
    { entity: 'message', id: row.id },
    ...(row.threadId === null ? [] : [{ entity: 'thread', id: row.threadId }]),
  ];
  return records.map((record) => ({
    record,
    card: { entity, id },
    role: role ?? (row.role === 'reply-to' || row.role === 'sender' ? 'from' : row.role),
    by,
    evidence,
    at: row.at,
  }));
}

function lineOf(row: Named, { entity, id }: Linked): TimelineLine {
  return {
    card: { entity, id },
    record: { entity: 'message', id: row.id },
    at: row.at,
    kind: 'mail',
    direction: row.direction,
    title: row.subject,
    snippet: row.snippet,
    who: row.fromName || row.fromAddress,
    sameAs: sameMail(row.messageId, row.sameHash),
    mailboxId: row.mailboxId,
  };
}
