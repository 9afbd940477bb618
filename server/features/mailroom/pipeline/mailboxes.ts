import { db } from '#kernel/db/unit.ts';
import { newId } from '#kernel/ids.ts';
import { threadOfToken } from '#platform/messages/identity.ts';
import { mainMailDomain } from '#platform/settings/api.ts';
import { ownAddress, ROLE_ADDRESSES } from '../recipients.ts';
import { type Draft, noteOf, step, type Target } from './draft.ts';
import { inChunks } from './lookup.ts';

interface Found {
  /** Open mailboxes by address; those that are made in this batch join them. */
  byAddress: Map<string, { id: string; opens: Target['opens'] }>;
  users: Map<string, { id: string; name: string }>;
  /** Mailbox of the message that a return path belongs to. */
  byReturnToken: Map<string, string>;
  /** Open mailboxes of the thread that a reply token names, the newest first. */
  byReplyToken: Map<string, { id: string; address: string }[]>;
}

/** Which mailboxes a mail came to. Several of one mail are several messages; none of them loses it. */
export const mailboxes = step<Found>({
  name: 'mailboxes',
  says: 'Finds the mailboxes a mail came to, by its envelope; opens one for a colleague who has none yet.',
  async looks(drafts) {
    const own = drafts.flatMap((draft) =>
      draft.arrival.envelope.to.map((address) => ownAddress(address)).filter((each) => each !== undefined),
    );
    const addresses = own.map(({ local, domain }) => `${local}@${domain}`);
    const details = (word: string) =>
      own.filter((each) => each.local === word && each.detail !== null).map((each) => each.detail as string);
    return {
      byAddress: await mailboxesBy([...addresses, `postmaster@${mainMailDomain()}`]),
      users: await usersBy(addresses),
      byReturnToken: await mailboxesByReturnToken([...details('bounce'), ...details('unsubscribe')]),
      byReplyToken: await mailboxesByReplyToken(details('reply')),
    };
  },
  decides(draft, found) {
    for (const address of draft.arrival.envelope.to) {
      const meant = targetOf(address, found, draft);
      if (meant === undefined)
        draft.notes.push(noteOf('mailboxes', { key: 'noMailbox', facts: { address } }));
      else if (!draft.targets.some((each) => each.mailboxId === meant.mailboxId)) draft.targets.push(meant);
    }
    if (draft.targets.length === 0) draft.targets.push(roleMailbox(`postmaster@${mainMailDomain()}`, found));
  },
});

function targetOf(address: string, found: Found, draft: Draft): Target | undefined {
  const own = ownAddress(address);
  if (own === undefined) return standing(address.toLowerCase(), found);
  const { local, domain, detail } = own;
  const tokened =
    detail === null
      ? undefined
      : local === 'bounce' || local === 'unsubscribe'
        ? found.byReturnToken.get(detail)
        : local === 'reply'
          ? answeredMailbox(found.byReplyToken.get(detail) ?? [], draft)
          : undefined;
  if (tokened !== undefined) return target(tokened);
  const known = standing(`${local}@${domain}`, found);
  if (known !== undefined) return known;
  if (ROLE_ADDRESSES.includes(local)) return roleMailbox(`${local}@${domain}`, found);
  return personalMailbox(`${local}@${domain}`, found);
}

/** The newest of a thread's mailboxes, but not the one that answers: colleagues write to each other as well. */
function answeredMailbox(candidates: { id: string; address: string }[], draft: Draft): string | undefined {
  const from = draft.arrival.mail.parties
    .filter((party) => party.role === 'from')
    .map((party) => party.address.toLowerCase());
  return (candidates.find((each) => !from.includes(each.address)) ?? candidates[0])?.id;
}

function standing(address: string, found: Found): Target | undefined {
  const mailbox = found.byAddress.get(address);
  return mailbox === undefined ? undefined : target(mailbox.id, mailbox.opens);
}

/** Role addresses answer always (RFC 5321 section 4.5.1); their mailbox opens with their first mail. */
function roleMailbox(address: string, found: Found): Target {
  return (
    standing(address, found) ??
    opened({ address, name: address.split('@')[0] as string, kind: 'group', memberId: null }, found)
  );
}

function personalMailbox(address: string, found: Found): Target | undefined {
  const user = found.users.get(address);
  return user === undefined
    ? undefined
    : opened({ address, name: user.name, kind: 'personal', memberId: user.id }, found);
}

function opened(opens: NonNullable<Target['opens']>, found: Found): Target {
  const id = newId();
  found.byAddress.set(opens.address, { id, opens });
  return target(id, opens);
}

function target(mailboxId: string, opens: Target['opens'] = null): Target {
  return { messageId: newId(), mailboxId, opens, duplicateOf: null };
}

async function mailboxesBy(addresses: readonly string[]): Promise<Found['byAddress']> {
  const rows = await inChunks(
    addresses,
    async (some) =>
      (await db()('mailboxes').whereIn('address', some).whereNull('closed_at').select('id', 'address')) as {
        id: string;
        address: string;
      }[],
  );
  return new Map(rows.map((row) => [row.address, { id: row.id, opens: null }]));
}

async function usersBy(addresses: readonly string[]): Promise<Found['users']> {
  type UserRow = { id: string; email: string; givenName: string; familyName: string };
  const rows = await inChunks(
    addresses,
    async (some) =>
      (await db()('users')
        .whereIn('email', some)
        .whereNull('closed_at')
        .select('id', 'email', 'given_name', 'family_name')) as UserRow[],
  );
  return new Map(
    rows.map((row) => [
      row.email,
      { id: row.id, name: `${row.givenName} ${row.familyName}`.trim() || row.email },
    ]),
  );
}

async function mailboxesByReturnToken(tokens: readonly string[]): Promise<Map<string, string>> {
  type TokenRow = { token: string; mailboxId: string | null };
  const rows = await inChunks(
    tokens,
    async (some) =>
      (await db()('recipients as r')
        .join('messages as m', 'm.id', 'r.message_id')
        .whereIn('r.token', some)
        .select('r.token as token', 'm.mailbox_id as mailboxId')) as TokenRow[],
  );
  return new Map(
    rows.filter((row) => row.mailboxId !== null).map((row) => [row.token, row.mailboxId as string]),
  );
}

async function mailboxesByReplyToken(tokens: readonly string[]): Promise<Found['byReplyToken']> {
  const found: Found['byReplyToken'] = new Map();
  for (const token of new Set(tokens)) {
    const named = await threadOfToken(token);
    if (named === undefined) continue;
    const thread = (await db()('threads').where({ id: named }).first('merged_into')) as
      | { mergedInto: string | null }
      | undefined;
    const rows = (await db()('thread_mailboxes as t')
      .join('mailboxes as b', 'b.id', 't.mailbox_id')
      .where('t.thread_id', thread?.mergedInto ?? named)
      .whereNull('b.closed_at')
      .orderBy('t.last_at', 'desc')
      .limit(20)
      .select('b.id as id', 'b.address as address')) as { id: string; address: string }[];
    found.set(token, rows);
  }
  return found;
}

export function envelopeTokens(draft: Draft, word: 'bounce' | 'reply'): string[] {
  return draft.arrival.envelope.to
    .map((address) => ownAddress(address))
    .filter((own) => own?.local === word && own.detail !== null)
    .map((own) => own?.detail as string);
}
