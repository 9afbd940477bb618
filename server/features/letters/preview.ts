import type { Actor } from '#kernel/actor.ts';
import { senderFor } from '#platform/messages/parts.ts';
import { type Composed, compose, languageOf, wordsOf, writeTo } from './composing.ts';
import { gapsOf } from './fields.ts';
import { askedBy, decidedAudience } from './freezing/audience.ts';
import type { Decided, SkipReason } from './freezing/decide.ts';
import type { Letter } from './model.ts';
import { unsubscribeWays } from './unsubscribe.ts';

/** A letter as it would go out now: who gets it, what each would read, who is skipped and why; nothing is written. */

export interface Previewed {
  counts: { all: number; going: number; skipped: number };
  sentence: string;
  group: { id: string; name: string; version: number } | null;
  skipped: { reason: SkipReason; count: number; cards: Named[] }[];
  /** Fields for which some cards have no word. */
  gaps: { field: string; count: number; cards: Named[] }[];
  recipients: PreviewedRecipient[];
  /** Bytes of the largest mail, about: attachments and pictures in transfer. */
  size: number;
  next: number | null;
}

interface Named {
  entity: string;
  id: string;
  label: string;
}

export interface PreviewedRecipient {
  number: number;
  card: Named;
  name: string;
  address: string;
  subject: string;
  text: string;
  html: string;
}

/** Cards that are named for a reason; the others are counted. */
const NAMED = 50;

export async function previewLetter(
  letter: Letter,
  actor: Actor,
  page: { from: number; limit: number },
): Promise<Previewed> {
  const asked = await askedBy(letter, actor);
  const decided = await decidedAudience(letter, asked.question, actor);
  const going = decided.filter((each) => each.skipped === null);
  const composed = await compose(letter, actor, {
    count: going.length,
    names: going.slice(0, NAMED).map(({ card }) => card.name),
  });
  const skipped = Map.groupBy(
    decided.filter((each) => each.skipped !== null),
    (each) => each.skipped as SkipReason,
  );
  const sender = letter.mailboxId === null ? null : await senderFor(letter.mailboxId, actor);
  const wayOut = unsubscribeWays('…', sender?.address ?? '').shown;
  const shown = going.slice(page.from, page.from + page.limit);
  return {
    counts: { all: decided.length, going: going.length, skipped: decided.length - going.length },
    sentence: asked.sentence?.[actor.language as 'en'] ?? '',
    group: asked.group,
    skipped: [...skipped].map(([reason, some]) => ({
      reason,
      count: some.length,
      cards: some.slice(0, NAMED).map(named),
    })),
    gaps: gapsAmong(letter, composed, going),
    recipients: shown.map((each) => recipientOf(letter, composed, each, wayOut)),
    size: composed.sheets[letter.language].frame.shared.length,
    next: page.from + shown.length < going.length ? page.from + shown.length : null,
  };
}

function recipientOf(
  letter: Letter,
  composed: Composed,
  decided: Decided,
  wayOut: string,
): PreviewedRecipient {
  const { card, address, number } = decided;
  const written = writeTo(composed, wordsFor(letter, decided, wayOut), languageOf(letter, card));
  return {
    number,
    card: named(decided),
    name: card.name,
    address: address?.address ?? '',
    subject: written.subject,
    text: written.text,
    html: written.html,
  };
}

/** Number and link are made when it is sent; here stands how they will look. */
function wordsFor(letter: Letter, { card, address, number }: Decided, wayOut = '') {
  const before = letter.reference === null || letter.reference === '' ? 'OUT …' : letter.reference;
  return wordsOf(letter, card, address?.address ?? '', {
    reference: `${before}/${number}`,
    unsubscribe: wayOut,
  });
}

function gapsAmong(letter: Letter, composed: Composed, going: readonly Decided[]): Previewed['gaps'] {
  const found = new Map<string, { field: string; count: number; cards: Named[] }>();
  for (const each of going)
    for (const field of gapsOf(composed.slots, wordsFor(letter, each))) {
      const gap = found.get(field) ?? { field, count: 0, cards: [] };
      gap.count++;
      if (gap.cards.length < NAMED) gap.cards.push(named(each));
      found.set(field, gap);
    }
  return [...found.values()];
}

function named({ card }: Decided): Named {
  return { entity: card.entity, id: card.id, label: card.name };
}
