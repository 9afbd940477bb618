import { newId } from '#kernel/ids.ts';
import { type Draft, isNews, step } from './draft.ts';
import { envelopeTokens } from './mailboxes.ts';
import { registerNumbersIn, subjectKey } from './subject.ts';
import { type Known, lookUpThreads, type StoredMessage } from './thread-evidence.ts';

/**
 * Which correspondence a mail belongs to, by the strongest evidence there is (docs/decisions/0032):
 *
 * 1. what it reports on or answers by return path;
 * 2. In-Reply-To with a Message-ID of ours, whose signature holds;
 * 3. a reply address of ours, whose signature holds;
 * 4. In-Reply-To with a Message-ID that stands here;
 * 5. the same message in another mailbox;
 * 6. References, the newest first, where the subject is the same: some programs begin new letters from old ones;
 * 7. messages that came before it and named it;
 * 8. a register number in the subject, where the sender takes part in that correspondence.
 *
 * What is found later joins what stood apart.
 */
export const thread = step<Known>({
  name: 'thread',
  says: 'Finds the correspondence a mail belongs to, with the evidence; opens a new one where there is none.',
  looks: lookUpThreads,
  decides(draft, known) {
    if (!isNews(draft)) return;
    const found = EVIDENCE.map((evidence) => evidence(draft, known)).find((each) => each !== undefined);
    const awaiting = awaitingThreads(draft, known);
    const id = found?.threadId ?? awaiting[0] ?? newId();
    draft.thread = {
      id,
      isNew: !known.threads.has(id),
      by: found?.by ?? (awaiting.length > 0 ? 'awaited' : 'new'),
      evidence: found?.evidence ?? (awaiting.length > 0 ? draft.arrival.mail.messageId : ''),
    };
    draft.answersId ??= found?.messageId ?? null;
    draft.joins = awaiting.filter((each) => each !== id);
    remember(draft, known);
  },
});

interface Evidence {
  threadId: string;
  by: string;
  evidence: string;
  messageId: string | null;
}

type Finder = (draft: Draft, known: Known) => Evidence | undefined;

const EVIDENCE: readonly Finder[] = [
  byReport,
  bySignedReply,
  byReplyAddress,
  byStoredReply,
  bySameMessage,
  byReferences,
  byRegisterNumber,
];

function byReport(draft: Draft, known: Known): Evidence | undefined {
  if (draft.answersId === null) return undefined;
  return evidenceOf(
    known.byId.get(draft.answersId),
    known,
    'return-path',
    draft.arrival.envelope.to.join(', '),
  );
}

function bySignedReply(draft: Draft, known: Known): Evidence | undefined {
  for (const id of draft.arrival.mail.inReplyTo) {
    const ours = known.signed.get(id);
    const found = ours === undefined ? undefined : evidenceOf(known.byId.get(ours), known, 'message-id', id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function byReplyAddress(draft: Draft, known: Known): Evidence | undefined {
  for (const token of envelopeTokens(draft, 'reply')) {
    const threadId = known.byToken.get(token);
    if (threadId !== undefined)
      return {
        threadId: known.standing(threadId),
        by: 'plus-address',
        evidence: `reply+${token}`,
        messageId: null,
      };
  }
  return undefined;
}

function byStoredReply(draft: Draft, known: Known): Evidence | undefined {
  for (const id of draft.arrival.mail.inReplyTo) {
    const found = evidenceOf(known.byHeaderId.get(id)?.[0], known, 'in-reply-to', id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One mail to two mailboxes is two messages in one thread. */
function bySameMessage(draft: Draft, known: Known): Evidence | undefined {
  const { messageId, sameHash } = draft.arrival.mail;
  const same = known.byHeaderId
    .get(messageId)
    ?.find((each) => each.sameHash === sameHash || each.direction === 'out');
  return evidenceOf(same, known, 'same-message', messageId);
}

function byReferences(draft: Draft, known: Known): Evidence | undefined {
  const key = subjectKey(draft.arrival.mail.subject);
  for (const id of draft.arrival.mail.references.toReversed()) {
    const signed = known.signed.get(id);
    const candidate = signed === undefined ? known.byHeaderId.get(id)?.[0] : known.byId.get(signed);
    const found = evidenceOf(candidate, known, 'references', id);
    if (found !== undefined && known.threads.get(found.threadId)?.subjectKey === key) return found;
  }
  return undefined;
}

/** Anybody can write a number into a subject; who does not take part in the correspondence steers nothing into it. */
function byRegisterNumber(draft: Draft, known: Known): Evidence | undefined {
  const from = draft.arrival.mail.parties
    .filter((party) => party.role === 'from')
    .map((party) => party.address.toLowerCase());
  for (const number of registerNumbersIn(draft.arrival.mail.subject)) {
    const numbered = known.byRegisterNumber.get(number);
    if (numbered === undefined || !from.some((address) => numbered.addresses.includes(address))) continue;
    return evidenceOf(numbered.message, known, 'subject-number', number);
  }
  return undefined;
}

/** Threads of messages that came earlier and named this one: by In-Reply-To always, by References with the same subject. */
function awaitingThreads(draft: Draft, known: Known): string[] {
  const key = subjectKey(draft.arrival.mail.subject);
  const waiting = known.awaited.get(draft.arrival.mail.messageId) ?? [];
  const right = waiting.filter(
    ({ threadId, how }) => how === 'reply' || known.threads.get(known.standing(threadId))?.subjectKey === key,
  );
  return [...new Set(right.map(({ threadId }) => known.standing(threadId)))];
}

function evidenceOf(
  message: StoredMessage | undefined,
  known: Known,
  by: string,
  evidence: string,
): Evidence | undefined {
  if (message?.threadId == null) return undefined;
  return { threadId: known.standing(message.threadId), by, evidence, messageId: message.id };
}

/** So that the next drafts of the batch find this one. */
function remember(draft: Draft, known: Known): void {
  const { thread: chosen, arrival, joins } = draft;
  if (chosen === null) return;
  const { mail } = arrival;
  for (const joined of joins) known.merged.set(joined, chosen.id);
  if (!known.threads.has(chosen.id))
    known.threads.set(chosen.id, { id: chosen.id, subjectKey: subjectKey(mail.subject) });
  for (const id of mail.inReplyTo) awaitOne(draft, known, id, 'reply');
  for (const id of mail.references.slice(-MOST_AWAITED)) awaitOne(draft, known, id, 'reference');
  const filed = draft.targets.find((target) => target.duplicateOf === null);
  if (mail.messageId === '' || filed === undefined) return;
  const stored: StoredMessage = {
    id: filed.messageId,
    threadId: chosen.id,
    headerId: mail.messageId,
    sameHash: mail.sameHash,
    direction: 'in',
  };
  known.byHeaderId.set(mail.messageId, [...(known.byHeaderId.get(mail.messageId) ?? []), stored]);
}

/** Of a chain of References, the newest. */
const MOST_AWAITED = 20;

function awaitOne(draft: Draft, known: Known, headerId: string, how: 'reply' | 'reference'): void {
  const { thread: chosen } = draft;
  if (chosen === null || known.byHeaderId.has(headerId) || headerId === draft.arrival.mail.messageId) return;
  if (draft.awaits.some((each) => each.headerId === headerId)) return;
  draft.awaits.push({ headerId, how });
  known.await(headerId, chosen.id, how);
}
