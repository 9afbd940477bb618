import { moment } from '#kernel/clock.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { insert } from '#kernel/model.ts';
import { insertDocuments, rawPartRow } from '#platform/files/api.ts';
import { fileMessages, type MessageDraft } from '#platform/messages/filing.ts';
import type { MessageNote } from '#platform/messages/model.ts';
import { tellNews } from '#platform/messages/queue/results.ts';
import { makeStale } from '#platform/search/api.ts';
import { type About, addLines, linkAbout, type TimelineLine } from '#platform/timeline/api.ts';
import { growThreads } from '../grow-threads.ts';
import { Mailbox } from '../model.ts';
import { sameMail } from '../same-mail.ts';
import { type Draft, isNews, noteOf, type Target } from './draft.ts';

/** The one step that writes: everything that was decided about a batch, in the running unit of work, register numbers last. */
export async function fileDrafts(drafts: readonly Draft[]): Promise<void> {
  const news = drafts.filter(isNews);
  await openMailboxes(news);
  await growThreads(news.map(growthOf));
  await awaitMessages(news);
  await writeDocuments(news);
  await linkAbout(news.flatMap(aboutsOf));
  await addLines(news.flatMap(linesOf));
  await tellFates(news);
  await markFiled(drafts);
  const messages = news.flatMap((draft) => filedTargets(draft).map((target) => messageOf(draft, target)));
  await makeStale(
    'message',
    messages.map((message) => message.id as string),
  );
  await fileMessages(messages);
}

function filedTargets(draft: Draft): Target[] {
  return draft.targets.filter((target) => target.duplicateOf === null);
}

async function openMailboxes(drafts: readonly Draft[]): Promise<void> {
  const opened = new Set<string>();
  for (const { mailboxId, opens } of drafts.flatMap((draft) => draft.targets)) {
    if (opens === null || opened.has(mailboxId)) continue;
    opened.add(mailboxId);
    await insert(Mailbox, {
      id: mailboxId,
      address: opens.address,
      name: opens.name,
      kind: opens.kind,
      signature: '',
      closedAt: null,
      closedBy: null,
    });
    if (opens.memberId !== null) await db()('mailbox_members').insert({ mailboxId, userId: opens.memberId });
  }
}

function growthOf(draft: Draft) {
  const { mail, createdAt } = draft.arrival;
  return {
    threadId: draft.thread?.id as string,
    subject: mail.subject,
    at: createdAt,
    direction: 'in' as const,
    kind: draft.kind,
    snippet: mail.snippet,
    who: whoOf(draft),
    hasAttachments: mail.attachments.some((each) => !each.inline),
    mailboxIds: filedTargets(draft).map((target) => target.mailboxId),
    joins: draft.joins,
  };
}

/** The card's name where the sender has one, else the name in the header, else the address. */
function whoOf(draft: Draft): string {
  const from = draft.arrival.mail.parties.find((party) => party.role === 'from');
  const card = draft.cards.find((each) => each.role === 'from');
  return card?.name || from?.name || from?.address || '';
}

async function awaitMessages(drafts: readonly Draft[]): Promise<void> {
  const came = drafts.map((draft) => draft.arrival.mail.messageId).filter((id) => id !== '');
  const rows = drafts
    .flatMap((draft) => draft.awaits.map((each) => ({ ...each, threadId: draft.thread?.id as string })))
    .filter((row) => !came.includes(row.headerId));
  await putRows('awaited_messages', rows, '(header_id, thread_id) DO NOTHING');
  if (came.length > 0) await db()('awaited_messages').whereIn('header_id', came).delete();
}

async function writeDocuments(drafts: readonly Draft[]): Promise<void> {
  const rows = drafts.flatMap((draft) =>
    filedTargets(draft).flatMap((target) =>
      draft.arrival.mail.attachments.map((each) =>
        rawPartRow({
          ...each,
          rawBlobId: draft.arrival.rawBlobId,
          owner: { entity: 'message', id: target.messageId },
        }),
      ),
    ),
  );
  await insertDocuments(rows);
}

/** Message and thread are about the same cards, for the same reasons. */
function aboutsOf(draft: Draft): About[] {
  const records = [
    ...filedTargets(draft).map((target) => ({ entity: 'message', id: target.messageId })),
    { entity: 'thread', id: draft.thread?.id as string },
  ];
  return draft.cards.flatMap(({ entity, id, role, by, evidence }) =>
    records.map((record) => ({
      record,
      card: { entity, id },
      role,
      by,
      evidence,
      at: draft.arrival.createdAt,
    })),
  );
}

/** One line per card, however many mailboxes it came to. */
function linesOf(draft: Draft): TimelineLine[] {
  const [first] = filedTargets(draft);
  if (first === undefined) return [];
  const { mail, createdAt } = draft.arrival;
  const cards = new Map(draft.cards.map((card) => [card.id, card]));
  return [...cards.values()].map(({ entity, id }) => ({
    card: { entity, id },
    record: { entity: 'message', id: first.messageId },
    at: createdAt,
    kind: 'mail',
    direction: 'in' as const,
    title: mail.subject,
    snippet: mail.snippet,
    who: whoOf(draft),
    sameAs: sameMail(mail.messageId, mail.sameHash),
    mailboxId: first.mailboxId,
  }));
}

/** Reports change the fate of the recipients they are about. */
async function tellFates(drafts: readonly Draft[]): Promise<void> {
  const at = moment(now());
  const reported = drafts.filter((draft) => draft.kind === 'bounce').flatMap((draft) => draft.reported);
  for (const { recipientId, messageId, report } of reported) {
    const changed = await db()('recipients')
      .where({ id: recipientId })
      .whereNotIn('state', ['bounced', 'skipped', 'stopped'])
      .update({
        state: 'bounced',
        reason: `${report.reason}${report.status === '' ? '' : ` (${report.status})`}`,
        lockedBy: null,
        lockedAt: null,
        updatedAt: at,
      })
      .increment('version', 1);
    if (Number(changed) > 0)
      await emit('message.bounced', { id: messageId, recipientId }, { entity: 'message', id: messageId });
  }
  await tellNews(reported.map((each) => each.messageId));
}

async function markFiled(drafts: readonly Draft[]): Promise<void> {
  const done = { filedAt: moment(now()), lockedBy: null, lockedAt: null };
  await db()('arrivals')
    .whereIn(
      'id',
      drafts.filter(isNews).map((draft) => draft.arrival.id),
    )
    .update(done);
  for (const draft of drafts.filter((each) => !isNews(each)))
    await db()('arrivals')
      .where({ id: draft.arrival.id })
      .update({ ...done, reason: `duplicate of ${draft.targets[0]?.duplicateOf ?? ''}` });
}

function messageOf(draft: Draft, target: Target): MessageDraft {
  const { arrival, thread } = draft;
  const { mail } = arrival;
  const { by = '', evidence = '' } = thread ?? {};
  // Beside the sentence, what programs read: the API shows it among the matches.
  const why: MessageNote & { by: string; evidence: string } = {
    ...noteOf('thread', { key: 'thread', facts: { by: by.replaceAll('-', ''), evidence } }),
    by,
    evidence,
  };
  return {
    id: target.messageId,
    direction: 'in',
    kind: draft.kind,
    mailboxId: target.mailboxId,
    threadId: thread?.id ?? null,
    registered: draft.registered,
    subject: mail.subject,
    parties: mail.parties,
    text: mail.text,
    html: mail.html,
    snippet: mail.snippet,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo[0] ?? null,
    referenceIds: mail.references,
    rawBlobId: arrival.rawBlobId,
    size: arrival.size,
    sha256: arrival.sha256,
    sameHash: mail.sameHash,
    at: arrival.createdAt,
    receivedAt: arrival.createdAt,
    verdicts: arrival.verdicts,
    notes: [...draft.notes, why],
    bounces: mail.report?.recipients ?? [],
    answersId: draft.answersId,
  };
}
