import { db } from '#kernel/db/unit.ts';
import { messageOfMessageId } from '#platform/messages/identity.ts';
import type { BounceReport } from '#platform/messages/model.ts';
import { type Draft, type Reported, step } from './draft.ts';
import { inChunks } from './lookup.ts';
import { envelopeTokens } from './mailboxes.ts';

interface Recipient {
  id: string;
  messageId: string;
  address: string;
}

interface Found {
  byToken: Map<string, Recipient>;
  /** Recipients of the messages that reports name, by message. */
  byMessage: Map<string, Recipient[]>;
  /** Messages of ours by their Message-ID as the report quotes it. */
  messageOf: Map<string, string>;
}

/** Whose mail did not arrive: by the return path's token first, by the Message-ID in the report second. */
export const bounce = step<Found>({
  name: 'bounce',
  says: 'Finds the recipients of ours that a report is about, by return path, then by the Message-ID it quotes.',
  async looks(drafts) {
    const reports = drafts.filter((draft) => draft.arrival.mail.report !== null);
    const messageOf = new Map<string, string>();
    for (const id of reports.flatMap((draft) => draft.arrival.mail.report?.about ?? [])) {
      const ours = await messageOfMessageId(id);
      if (ours !== null) messageOf.set(id, ours);
    }
    const byToken = await recipientsBy(
      'token',
      drafts.flatMap((draft) => envelopeTokens(draft, 'bounce')),
    );
    const byMessage = Map.groupBy(
      (await recipientsBy('message_id', messageOf.values())).values(),
      (row) => row.messageId,
    );
    return { byToken, byMessage, messageOf };
  },
  decides(draft, found) {
    const tokened = envelopeTokens(draft, 'bounce')
      .map((token) => found.byToken.get(token))
      .filter((each) => each !== undefined);
    const { report } = draft.arrival.mail;
    if (report === null) {
      // A person answered the return path; it belongs to the correspondence of what we sent.
      draft.answersId = tokened[0]?.messageId ?? null;
      return;
    }
    draft.reported =
      tokened.length > 0
        ? tokened.flatMap((each) => reportedOf(each, report.recipients))
        : namedBy(draft, found);
    draft.answersId =
      draft.reported[0]?.messageId ??
      report.about.map((id) => found.messageOf.get(id)).find((id) => id !== undefined) ??
      null;
  },
});

/** One return path is one recipient: its block is the one that names it, or the only one. */
function reportedOf(recipient: Recipient, told: readonly BounceReport[]): Reported[] {
  const own = told.find((each) => each.recipient.toLowerCase() === recipient.address.toLowerCase());
  const report = own ?? (told.length === 1 ? told[0] : undefined);
  const unsaid: BounceReport = {
    recipient: recipient.address,
    status: '',
    reason: 'undefined',
    hard: false,
    state: 'unknown',
  };
  return [{ recipientId: recipient.id, messageId: recipient.messageId, report: report ?? unsaid }];
}

function namedBy(draft: Draft, found: Found): Reported[] {
  const { report } = draft.arrival.mail;
  const candidates = (report?.about ?? []).flatMap(
    (id) => found.byMessage.get(found.messageOf.get(id) ?? '') ?? [],
  );
  return (report?.recipients ?? []).flatMap((told) => {
    const recipient = candidates.find((each) => each.address.toLowerCase() === told.recipient.toLowerCase());
    return recipient === undefined
      ? []
      : [{ recipientId: recipient.id, messageId: recipient.messageId, report: told }];
  });
}

async function recipientsBy(
  column: 'token' | 'message_id',
  values: Iterable<string>,
): Promise<Map<string, Recipient>> {
  type RecipientRow = Recipient & { token: string };
  const rows = await inChunks(
    values,
    async (some) =>
      (await db()('recipients')
        .whereIn(column, some)
        .select('id', 'message_id', 'address', 'token')) as RecipientRow[],
  );
  return new Map(rows.map((row) => [column === 'token' ? row.token : row.id, row]));
}
