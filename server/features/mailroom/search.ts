import { cardWords } from '#features/people/api.ts';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { SearchText } from '#platform/search/index-texts.ts';
import { cardsOf } from '#platform/timeline/api.ts';
import { ownMailboxes } from './policy.ts';

/** What is found of mail, and by whom: members of its mailbox, and who may see a card it is about. */

interface MessageRow {
  id: string;
  at: string;
  subject: string;
  snippet: string;
  text: string;
  fromName: string;
  fromAddress: string;
  parties: string;
  registerNumber: string | null;
  mailboxId: string | null;
}

export async function textsOfMessages(ids: readonly string[]): Promise<SearchText[]> {
  const rows = (await db()('messages')
    .whereIn('id', [...ids])
    .select(
      'id',
      'at',
      'subject',
      'snippet',
      'text',
      'from_name',
      'from_address',
      'parties',
      'register_number',
      'mailbox_id',
    )) as MessageRow[];
  const abouts = await cardsOf(
    'message',
    rows.map((row) => row.id),
  );
  const words = await cardWords([...abouts.values()].flat());
  const documents = await namesOfDocuments(rows.map((row) => row.id));
  return rows.map((row) => {
    const cards = abouts.get(row.id) ?? [];
    const seenBy = cards.flatMap(({ entity, id }) => words.get(`${entity}:${id}`) ?? []);
    const parties = (JSON.parse(row.parties) as { name: string; address: string }[])
      .slice(0, 50)
      .map(({ name, address }) => `${name} ${address}`);
    return {
      entity: 'message',
      id: row.id,
      at: row.at,
      title: row.subject,
      note: [row.fromName || row.fromAddress, row.snippet].filter((part) => part !== '').join(' · '),
      body: [row.registerNumber ?? '', ...parties, row.text, ...(documents.get(row.id) ?? [])].join('\n'),
      scope: [...(row.mailboxId === null ? [] : [`mb${row.mailboxId}`]), ...new Set(seenBy)],
    };
  });
}

async function namesOfDocuments(ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = (await db()('documents')
    .where({ ownerEntity: 'message' })
    .whereIn('owner_id', [...ids])
    .select('owner_id', 'name')) as { ownerId: string; name: string }[];
  const found = new Map<string, string[]>();
  for (const { ownerId, name } of rows) found.set(ownerId, [...(found.get(ownerId) ?? []), name]);
  return found;
}

/** The words of an actor's mailboxes. */
export async function mailboxWords(actor: Actor): Promise<string[]> {
  if (actor.userId === null) return [];
  const rows = (await ownMailboxes(actor)) as { mailboxId: string }[];
  return rows.map((row) => `mb${row.mailboxId}`);
}
