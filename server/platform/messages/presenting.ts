import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { documentsOf } from '#platform/files/api.ts';
import type { Presenter, RecordRow } from '#platform/records/declared.ts';
import { type Labels, labelsOf } from '#platform/records/labels.ts';
import { cardsOf } from '#platform/timeline/api.ts';
import type { Party } from './model.ts';
import { plainTextOf } from './plain-text.ts';
import { mailBytes } from './queue/bytes.ts';

/** What a message and a recipient show beside their columns. A card that the reader may not see is not named. */

interface Match {
  entity: string;
  id: string;
  role: string;
  by: string;
  evidence: string;
}

interface NamedCard {
  entity: string;
  id: string;
  label: string;
}

export const messagePresenter: Presenter = {
  entity: 'message',
  says: 'Who it is from and to, with their cards; documents; by what it was matched; why it is held back.',
  needs: ['parties', 'direction'],
  async present(rows, actor, whole) {
    const ids = rows.map((row) => row.id);
    const matches = await cardsOf('message', ids);
    const all = [...matches.values()].flat();
    const labels = await labelsOf([...all, ...all.flatMap(personBehind)], await catalog(), actor);
    const documents = await documentsOf('message', ids);
    const held = whole ? await heldBack(rows) : new Map<string, string>();
    return new Map(
      rows.map((row) => {
        const seen = (matches.get(row.id) ?? []).flatMap((match) => named(match, labels));
        return [
          row.id,
          {
            ...partiesOf(row, seen),
            about: once(seen.map(({ card }) => card)),
            attachments: (documents.get(row.id) ?? []).map(({ id, name, type, size, contentId, inline }) => ({
              id,
              name,
              type,
              size,
              contentId,
              inline,
            })),
            ...(whole ? { held: held.get(row.id) ?? null, matches: matchesOf(row, seen, labels) } : {}),
          },
        ];
      }),
    );
  },
};

/** By what it was matched: its thread first, then every card that the reader may see. */
function matchesOf(row: RecordRow, seen: readonly Seen[], labels: Labels) {
  const cards = seen.map(({ match, card }) => ({
    by: match.by,
    evidence: evidenceOf(match, labels),
    role: match.role,
    card,
  }));
  return [...threadMatches(row.notes), ...cards];
}

/** Why mails wait that all of their addressees wait for: `setup`, `restored`, `demo`. By message id. */
async function heldBack(rows: readonly RecordRow[]): Promise<Map<string, string>> {
  const ids = rows.filter((row) => row.direction === 'out').map((row) => row.id);
  if (ids.length === 0) return new Map();
  const held = (await db()('recipients')
    .whereIn('message_id', ids)
    .groupBy('message_id')
    .havingRaw("min(state) = 'held' AND max(state) = 'held'")
    .select('message_id')
    .min({ reason: 'reason' })) as { messageId: string; reason: string | null }[];
  return new Map(held.map(({ messageId, reason }) => [messageId, reason ?? '']));
}

/** By what it found its thread: a note that says it for programs, too. */
function threadMatches(held: unknown): { by: string; evidence: string; role: string; card: null }[] {
  const notes = (typeof held === 'string' ? JSON.parse(held) : (held ?? [])) as {
    by?: string;
    evidence?: string;
  }[];
  return notes.flatMap(({ by, evidence = '' }) =>
    by === undefined ? [] : [{ by, evidence, role: 'thread', card: null }],
  );
}

/** The person through whom a mail came to stand on an employer's card. */
function personBehind({ role, by, evidence }: Match): { entity: string; id: string }[] {
  return role === 'employer' && by === 'person' ? [{ entity: 'person', id: evidence }] : [];
}

/** In words: a person is named as the reader may see it, else not at all. */
function evidenceOf(match: Match, labels: Labels): string {
  const [person] = personBehind(match);
  return person === undefined ? match.evidence : (labels.of(person) ?? '');
}

interface Seen {
  match: Match;
  card: NamedCard;
}

function named(match: Match, labels: Labels): Seen[] {
  const label = labels.of(match);
  return label === null ? [] : [{ match, card: { entity: match.entity, id: match.id, label } }];
}

function partiesOf(row: RecordRow, seen: readonly Seen[]): Record<string, unknown> {
  const parties = (typeof row.parties === 'string' ? JSON.parse(row.parties) : row.parties) as Party[];
  const shown = (role: Party['role']) =>
    parties
      .filter((party) => party.role === role)
      .map(({ name, address }) => ({ name, address, card: cardOf(address, seen) }));
  return {
    from: shown('from')[0] ?? { name: '', address: '', card: null },
    to: shown('to'),
    cc: shown('cc'),
    bcc: shown('bcc'),
    replyTo: shown('reply-to'),
  };
}

/** The card that was matched by this address. */
function cardOf(address: string, seen: readonly Seen[]): NamedCard | null {
  const lower = address.toLowerCase();
  return seen.find(({ match }) => match.evidence.toLowerCase() === lower)?.card ?? null;
}

function once(cards: readonly NamedCard[]): NamedCard[] {
  return [...new Map(cards.map((card) => [`${card.entity}:${card.id}`, card])).values()];
}

interface AttemptRow {
  id: string;
  recipientId: string;
  at: string;
  outcome: string;
  host: string;
  reply: string;
  enhancedCode: string | null;
  tls: string;
  tookMs: number | null;
}

interface ShownRecipient extends Record<string, unknown> {
  attempts: Omit<AttemptRow, 'recipientId' | 'id'>[];
  text: string | null;
}

/** Read out of the very bytes that went to each: nothing is written again. Null where all got the message's own. */
async function textsOf(rows: readonly RecordRow[]): Promise<Map<string, string>> {
  const own = rows.flatMap(({ id, rawBlobId }) => (typeof rawBlobId === 'string' ? [{ id, rawBlobId }] : []));
  const bytes = await mailBytes(own.map((each) => each.rawBlobId));
  const texts = new Map<string, string>();
  for (const { id, rawBlobId } of own) {
    const mail = bytes.get(rawBlobId);
    if (mail !== undefined) texts.set(id, plainTextOf(await mail.read()));
  }
  return texts;
}

export const recipientPresenter: Presenter = {
  entity: 'recipient',
  says: 'Every attempt, with the other server’s words; the words that a recipient of a letter got.',
  needs: ['rawBlobId'],
  async present(rows, _actor: Actor) {
    const texts = await textsOf(rows);
    const found = new Map<string, ShownRecipient>(
      rows.map((row) => [row.id, { attempts: [], text: texts.get(row.id) ?? null }]),
    );
    const attempts = (await db()('attempts')
      .whereIn(
        'recipient_id',
        rows.map((row) => row.id),
      )
      .orderBy(['at', 'id'])
      .select(
        'id',
        'recipient_id',
        'at',
        'outcome',
        'host',
        'reply',
        'enhanced_code',
        'tls',
        'took_ms',
      )) as AttemptRow[];
    for (const { id: _id, recipientId, ...attempt } of attempts)
      found.get(recipientId)?.attempts.push(attempt);
    return found;
  },
};
