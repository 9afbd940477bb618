import { moment } from '#kernel/clock.ts';
import { putRows } from '#kernel/db/put-rows.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { newId } from '#kernel/ids.ts';
import type { Label } from '#kernel/schema.ts';

/** Which records are about which cards, and the line each leaves on a card's history. Writing is in units of work. */

export interface Reference {
  entity: string;
  id: string;
}

export interface About {
  record: Reference;
  card: Reference;
  /** `from`, `to`, `cc`, `bcc`, `employer`, `linked`. */
  role: string;
  /** What made the match: `address`, `message-id`, `plus-address`, `person`, … */
  by: string;
  /** The evidence in words that can be shown. */
  evidence: string;
  at?: string;
}

/** A text by its key; a value may be a list of labels, which are said one after the other. */
export interface Said {
  key: string;
  values: Record<string, string | Label[]>;
}

export interface TimelineLine {
  card: Reference;
  record: Reference;
  at: string;
  kind: string;
  direction?: 'in' | 'out' | null;
  /** What people wrote; empty where `said` tells it. */
  title: string;
  /** A text of the room, said in the reader's language. */
  said?: Said;
  snippet: string;
  who: string;
  /** Lines of one card with the same word are one line (a mail that came to two mailboxes). */
  sameAs: string;
  mailboxId?: string | null;
}

/** Says that records are about cards; what stands already is left as it is. */
export async function linkAbout(abouts: readonly About[]): Promise<void> {
  const at = moment(now());
  const rows = abouts.map((about) => ({
    id: newId(),
    recordEntity: about.record.entity,
    recordId: about.record.id,
    cardEntity: about.card.entity,
    cardId: about.card.id,
    role: about.role,
    by: about.by,
    evidence: about.evidence,
    at: about.at ?? at,
  }));
  await putRows('abouts', rows, '(record_entity, record_id, card_entity, card_id, role) DO NOTHING');
}

/** Adds lines to cards' histories and tells those who look at them. */
export async function addLines(lines: readonly TimelineLine[]): Promise<void> {
  const rows = lines.map((line) => ({
    id: newId(),
    cardEntity: line.card.entity,
    cardId: line.card.id,
    recordEntity: line.record.entity,
    recordId: line.record.id,
    at: line.at,
    kind: line.kind,
    direction: line.direction ?? null,
    title: line.title.slice(0, 500),
    said: line.said === undefined ? null : JSON.stringify(line.said),
    snippet: line.snippet.slice(0, 500),
    who: line.who.slice(0, 300),
    sameAs: line.sameAs.slice(0, 100),
    mailboxId: line.mailboxId ?? null,
  }));
  await putRows('timeline_lines', rows, '(card_entity, card_id, same_as) DO NOTHING');
  const cards = new Set(lines.map((line) => `${line.card.entity}:${line.card.id}`));
  if (cards.size > 0) await emit('timeline.grew', { cards: [...cards] });
}

/** Says a record's lines anew, on every card, and tells those who look at them. In a unit of work. */
export async function rewriteLines(
  record: Reference,
  line: { title: string; snippet: string },
): Promise<void> {
  const { title, snippet } = line;
  await db()('timeline_lines')
    .where({ recordEntity: record.entity, recordId: record.id })
    .update({ title: title.slice(0, 500), snippet: snippet.slice(0, 500) });
  await tellCardsWith(record);
}

/** Takes a record's lines from every card's history. In a unit of work. */
export async function dropLines(record: Reference): Promise<void> {
  await tellCardsWith(record);
  await db()('timeline_lines').where({ recordEntity: record.entity, recordId: record.id }).delete();
}

async function tellCardsWith(record: Reference): Promise<void> {
  const rows = (await db()('timeline_lines')
    .where({ recordEntity: record.entity, recordId: record.id })
    .distinct('card_entity', 'card_id')) as { cardEntity: string; cardId: string }[];
  const cards = rows.map((row) => `${row.cardEntity}:${row.cardId}`);
  if (cards.length > 0) await emit('timeline.grew', { cards });
}

/** Cards that records are about: by record id. */
export async function cardsOf(
  entity: string,
  ids: readonly string[],
): Promise<Map<string, (Reference & { role: string; by: string; evidence: string })[]>> {
  const found = new Map<string, (Reference & { role: string; by: string; evidence: string })[]>();
  for (let from = 0; from < ids.length; from += 500) {
    const rows = (await db()('abouts')
      .where({ recordEntity: entity })
      .whereIn('record_id', ids.slice(from, from + 500))
      .orderBy('id')
      .select('record_id', 'card_entity', 'card_id', 'role', 'by', 'evidence')) as {
      recordId: string;
      cardEntity: string;
      cardId: string;
      role: string;
      by: string;
      evidence: string;
    }[];
    for (const row of rows) {
      const list = found.get(row.recordId) ?? [];
      list.push({
        entity: row.cardEntity,
        id: row.cardId,
        role: row.role,
        by: row.by,
        evidence: row.evidence,
      });
      found.set(row.recordId, list);
    }
  }
  return found;
}

declare module '#kernel/events.ts' {
  interface Events {
    /** Cards (`person:ID`) whose history has new lines. */
    'timeline.grew': { cards: string[] };
  }
}
