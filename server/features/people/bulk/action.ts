import { z } from 'zod';
import { fold } from '#kernel/text/fold.ts';
import { dated, type HeldCriteria, type HeldCriterion, keysOn } from '../held-criteria.ts';
import type { Card } from '../model/card.ts';

/** What is done to each of many cards. Pure: from a card as it stands to the fields that are sent for it. */

const id = z.string().length(26);
const words = z.array(z.string().trim().min(1).max(100)).min(1).max(20);
const set = z.string().max(60);
const key = z.string().max(100);
const kinds = z.array(z.string().max(40)).min(1).max(20);

export const bulkAction = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('tag'), tags: words }),
  z.strictObject({ do: z.literal('untag'), tags: words }),
  /** One tag in place of another. */
  z.strictObject({ do: z.literal('retag'), from: words.element, to: words.element }),
  z.strictObject({ do: z.literal('represent'), user: id.nullable() }),
  z.strictObject({ do: z.literal('team'), team: id.nullable() }),
  z.strictObject({ do: z.literal('classify'), set, key }),
  z.strictObject({ do: z.literal('unclassify'), set, key }),
  z.strictObject({ do: z.literal('addKinds'), kinds }),
  z.strictObject({ do: z.literal('dropKinds'), kinds }),
]);
export type BulkAction = z.output<typeof bulkAction>;

export type Fields = Record<string, unknown>;
/** The part of a card that actions touch. */
export type Touched = Pick<Card, 'tags' | 'kinds' | 'criteria' | 'representativeId' | 'teamId'>;

/** Fields to send for a card; the same as they stand where the action changes nothing. */
export function fieldsAfter(action: BulkAction, card: Touched, today: string): Fields {
  switch (action.do) {
    case 'tag':
      return { tags: [...card.tags, ...action.tags] };
    case 'untag':
      return { tags: without(card.tags, action.tags) };
    case 'retag':
      return { tags: card.tags.map((tag) => (tag === action.from ? action.to : tag)) };
    case 'represent':
      return { representative: action.user === null ? null : { entity: 'user', id: action.user } };
    case 'team':
      return { team: action.team === null ? null : { entity: 'team', id: action.team } };
    case 'classify':
      return { [action.set]: [...new Set([...keysIn(card, action.set, today), action.key])] };
    case 'unclassify':
      return { [action.set]: keysIn(card, action.set, today).filter((each) => each !== action.key) };
    case 'addKinds':
      return { kinds: [...card.kinds, ...action.kinds] };
    case 'dropKinds':
      return { kinds: card.kinds.filter((kind) => !action.kinds.includes(kind)) };
  }
}

function keysIn(card: Touched, of: string, today: string): string[] {
  return keysOn(card.criteria[of] ?? [], today);
}

function without(tags: readonly string[], taken: readonly string[]): string[] {
  const folds = new Set(taken.map((tag) => fold(tag)));
  return tags.filter((tag) => !folds.has(fold(tag)));
}

/** Row keys that an action can change. */
export function touchedBy(action: BulkAction): keyof Touched {
  switch (action.do) {
    case 'tag':
    case 'untag':
    case 'retag':
      return 'tags';
    case 'represent':
      return 'representativeId';
    case 'team':
      return 'teamId';
    case 'classify':
    case 'unclassify':
      return 'criteria';
    case 'addKinds':
    case 'dropKinds':
      return 'kinds';
  }
}

/**
 * Fields that bring back what stood before; null where somebody has changed it since, which stays. Of lists, only what the
 * change itself added or took is turned back.
 */
export function fieldsUndone(
  action: BulkAction,
  card: Touched,
  before: unknown,
  after: unknown,
): Fields | null {
  const alike = (left: unknown, right: unknown) =>
    JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
  switch (touchedBy(action)) {
    case 'representativeId':
      return alike(card.representativeId, after) ? { representative: refTo('user', before) } : null;
    case 'teamId':
      return alike(card.teamId, after) ? { team: refTo('team', before) } : null;
    case 'criteria': {
      const of = (action as { set: string }).set;
      const held = (all: unknown) => (all as HeldCriteria)[of] ?? [];
      return alike(card.criteria[of] ?? [], held(after)) ? { [of]: held(before).map(sentDated) } : null;
    }
    case 'tags':
      return { tags: turnedBack(card.tags, before as string[], after as string[]) };
    case 'kinds':
      return { kinds: turnedBack(card.kinds, before as string[], after as string[]) };
  }
}

function refTo(entity: string, held: unknown): { entity: string; id: string } | null {
  return typeof held === 'string' ? { entity, id: held } : null;
}

/** With days, so that the list is the whole of the set. */
function sentDated(held: HeldCriterion) {
  return dated(held);
}

function turnedBack(now: readonly string[], before: readonly string[], after: readonly string[]): string[] {
  const added = new Set(after.filter((each) => !before.includes(each)));
  const taken = before.filter((each) => !after.includes(each));
  return [...now.filter((each) => !added.has(each)), ...taken.filter((each) => !now.includes(each))];
}
