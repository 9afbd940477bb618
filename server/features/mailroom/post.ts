import { employersOf, type NamedCard } from '#features/people/api.ts';
import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { db, wakeAfterCommit } from '#kernel/db/unit.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import { snippetOf } from '#platform/messages/filing.ts';
import type {
  Filer,
  LocalMail,
  Receiver,
  SenderBook,
  SenderIdentity,
  ToFile,
} from '#platform/messages/parts.ts';
import { makeStale } from '#platform/search/api.ts';
import { type About, addLines, linkAbout } from '#platform/timeline/api.ts';
import type { Envelope } from './accept.ts';
import { growThreads } from './grow-threads.ts';
import { writtenPart } from './reading/quote.ts';
import { judgeRecipient } from './recipients.ts';
import { sameMail } from './same-mail.ts';

/** What the mailroom does for the post office: who may send as which mailbox, where a sent mail is filed, what stays in the house. */

interface MailboxRow {
  id: string;
  address: string;
  name: string;
  kind: string;
  signature: string;
}

/** Members write as their mailboxes; own ones first. */
export const senders: SenderBook = {
  async senderFor(mailboxId, actor) {
    const row = (await boxesOf(actor).where('b.id', mailboxId).first()) as MailboxRow | undefined;
    return row === undefined ? null : identityOf(row);
  },
  async sendersOf(actor) {
    const rows = (await boxesOf(actor).orderBy('b.kind', 'desc').orderBy('b.name')) as MailboxRow[];
    return rows.map(identityOf);
  },
};

function boxesOf(actor: Actor) {
  return db()('mailboxes as b')
    .join('mailbox_members as m', 'm.mailbox_id', 'b.id')
    .where('m.user_id', actor.userId ?? '-')
    .whereNull('b.closed_at')
    .select(
      'b.id as id',
      'b.address as address',
      'b.name as name',
      'b.kind as kind',
      'b.signature as signature',
    );
}

function identityOf({ id, address, name, signature }: MailboxRow): SenderIdentity {
  return { mailboxId: id, address, name, signature };
}

export const filer: Filer = {
  async place(what) {
    const { message } = what;
    const threadId = (await standingThread(what.threadId)) ?? newId();
    const snippet = snippetOf(writtenPart(message.text));
    const to = message.parties.find((party) => party.role === 'to');
    await growThreads([
      {
        threadId,
        subject: message.subject,
        at: message.at,
        direction: message.direction,
        kind: message.kind,
        snippet,
        who: to?.name || to?.address || '',
        hasAttachments: what.hasAttachments,
        mailboxIds: message.mailboxId === null ? [] : [message.mailboxId],
        joins: [],
      },
    ]);
    const abouts = await aboutsOf(what, threadId);
    await linkAbout(abouts);
    await addLines(linesOf(what, abouts, snippet));
    await makeStale('message', [what.id]);
    return threadId;
  },
};

async function standingThread(id: string | null): Promise<string | null> {
  if (id === null) return null;
  const row = (await db()('threads').where({ id }).first('merged_into')) as
    | { mergedInto: string | null }
    | undefined;
  return row?.mergedInto ?? id;
}

/** Cards of the addressees and their employers, the cards the writer named, and those the correspondence is about already. */
async function aboutsOf(what: ToFile, threadId: string): Promise<About[]> {
  const records = [
    { entity: 'message', id: what.id },
    { entity: 'thread', id: threadId },
  ];
  const cards: Omit<About, 'record'>[] = [];
  for (const { role, address } of what.message.parties)
    for (const { entity, id } of role === 'from' ? [] : (what.cards.get(address.toLowerCase()) ?? []))
      cards.push({ card: { entity, id }, role, by: 'address', evidence: address.toLowerCase() });
  const persons = cards.map(({ card }) => card).filter((card) => card.entity === 'person');
  const employers = await employersOf(persons.map((card) => card.id));
  for (const [personId, organisations] of employers)
    cards.push(...organisations.map((organisation) => employment(organisation, personId)));
  for (const { entity, id } of what.about)
    cards.push({ card: { entity, id }, role: 'linked', by: 'person', evidence: '' });
  return cards.flatMap((card) => records.map((record) => ({ record, ...card, at: what.message.at })));
}

function employment(organisation: NamedCard, personId: string): Omit<About, 'record'> {
  return {
    card: { entity: organisation.entity, id: organisation.id },
    role: 'employer',
    by: 'person',
    evidence: personId,
  };
}

function linesOf(what: ToFile, abouts: readonly About[], snippet: string) {
  const { message } = what;
  const from = message.parties.find((party) => party.role === 'from');
  const cards = new Map(abouts.map(({ card }) => [card.id, card]));
  return [...cards.values()].map((card) => ({
    card,
    record: { entity: 'message', id: what.id },
    at: message.at,
    kind: 'mail',
    direction: message.direction,
    title: message.subject,
    snippet,
    who: from?.name || from?.address || '',
    sameAs: sameMail(message.messageId, message.sameHash),
    mailboxId: message.mailboxId,
  }));
}

export const receiver: Receiver = {
  async ours(addresses) {
    const ours = new Set<string>();
    for (const address of new Set(addresses))
      if ((await judgeRecipient(address)) === 'ours') ours.add(address);
    return ours;
  },
  async receive(mails) {
    if (mails.length === 0) return;
    const at = moment(now());
    await db()('arrivals').insert(
      mails.map((mail) => ({
        id: newId(),
        createdAt: at,
        rawBlobId: mail.rawBlobId,
        envelope: JSON.stringify(localEnvelope(mail)),
        door: 'local',
        dueAt: at,
        attempts: 0,
      })),
    );
    wakeAfterCommit('arrivals');
  },
};

function localEnvelope(mail: LocalMail): Envelope {
  return {
    from: mail.envelopeFrom,
    to: [mail.envelopeTo],
    peer: '',
    greeting: '',
    protocol: 'local',
    tls: null,
  };
}
