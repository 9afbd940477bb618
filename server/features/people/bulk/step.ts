import { z } from 'zod';
import { type Command, command, type Doing } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault, isFault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import '#platform/notify/topics.ts';
import { inputOf } from '#platform/catalog/values.ts';
import { companyDay } from '../commands/card-values.ts';
import { changeOrganisation } from '../commands/organisations.ts';
import { changePerson } from '../commands/persons.ts';
import type { Card, CardEntity } from '../model/card.ts';
import { Organisation } from '../model/organisation.ts';
import { Person } from '../model/person.ts';
import { type Fields, fieldsAfter, fieldsUndone, touchedBy } from './action.ts';
import { BulkChange } from './change.ts';

/** A few cards of a change of many, in one unit, as who asked for it: each is changed by the command that changes one. */

const some = z.object({ id: z.string(), cards: z.array(z.string()) });
const CARDS = { person: Person, organisation: Organisation };
const CHANGES = { person: changePerson, organisation: changeOrganisation } as unknown as Record<
  CardEntity,
  Command<never, Card>
>;

interface CardRow {
  cardId: string;
  state: string;
  before: string | null;
  after: string | null;
}

/** What became of one card. */
interface Fate {
  state: 'changed' | 'same' | 'refused' | 'undone' | 'kept';
  before?: unknown;
  after?: unknown;
  reason?: string;
}

export const changeSome = command({
  name: 'bulkChange.changeSome',
  says: 'Changes a few of the cards that a change of many waits for.',
  right: null,
  takes: some,
  async does({ id, cards }, doing) {
    const change = await BulkChange.query().findById(id);
    if (change?.state !== 'running') return;
    const key = touchedBy(change.action);
    const fates = await each(id, cards, 'waiting', async ({ cardId }) => {
      const card = await cardBy(change.of, cardId);
      if (card === undefined || card.closedAt !== null) return { state: 'refused', reason: 'closed' };
      const after = await sent(change.of, cardId, fieldsAfter(change.action, card, companyDay()), doing);
      if (after.version === card.version) return { state: 'same' };
      return { state: 'changed', before: card[key], after: after[key] };
    });
    const count = (state: Fate['state']) => fates.filter((fate) => fate.state === state).length;
    await counted(change, { done: fates.length, changed: count('changed'), refused: count('refused') });
  },
});

export const undoSome = command({
  name: 'bulkChange.undoSome',
  says: 'Turns a few of the cards of a change of many back.',
  right: null,
  takes: some,
  async does({ id, cards }, doing) {
    const change = await BulkChange.query().findById(id);
    if (change?.state !== 'undoing') return;
    const fates = await each(id, cards, 'changed', async ({ cardId, before, after }) => {
      const card = await cardBy(change.of, cardId);
      const fields =
        card === undefined
          ? null
          : fieldsUndone(change.action, card, JSON.parse(before as string), JSON.parse(after as string));
      if (fields === null) return { state: 'kept' };
      await sent(change.of, cardId, fields, doing);
      return { state: 'undone' };
    });
    await counted(change, { undone: fates.filter((fate) => fate.state === 'undone').length });
  },
});

async function each(
  changeId: string,
  cards: readonly string[],
  state: string,
  does: (row: CardRow) => Promise<Fate>,
): Promise<Fate[]> {
  const rows = (await db()('bulk_change_cards')
    .where({ changeId, state })
    .whereIn('card_id', [...cards])
    .select('card_id', 'state', 'before', 'after')) as CardRow[];
  const fates: Fate[] = [];
  for (const row of rows) {
    const fate = await fateOf(row, does);
    fates.push(fate);
    const { before, after, reason = null } = fate;
    await db()('bulk_change_cards')
      .where({ changeId, cardId: row.cardId })
      .update({
        state: fate.state,
        reason,
        ...(fate.state === 'changed' ? { before: JSON.stringify(before), after: JSON.stringify(after) } : {}),
      });
  }
  return fates;
}

/** A card that refuses is left, with the reason; the others go on. Commands refuse before they write. */
async function fateOf(row: CardRow, does: (row: CardRow) => Promise<Fate>): Promise<Fate> {
  try {
    return await does(row);
  } catch (error) {
    if (!isFault(error) || error.kind === 'broken' || error.kind === 'later') throw error;
    return { state: row.state === 'changed' ? 'kept' : 'refused', reason: error.code };
  }
}

async function cardBy(of: CardEntity, id: string): Promise<Card | undefined> {
  return (await (CARDS[of] as typeof Person).query().findById(id)) as Card | undefined;
}

async function sent(of: CardEntity, id: string, fields: Fields, doing: Doing): Promise<Card> {
  const parsed = inputOf(of, { partial: true }).safeParse(fields);
  if (!parsed.success) throw Fault.invalid(`${of}.invalid`, parsed.error.message);
  return CHANGES[of].does({ ...parsed.data, id } as never, doing);
}

async function counted({ id }: BulkChange, more: Record<string, number>): Promise<void> {
  const counts = Object.fromEntries(
    Object.entries(more).map(([key, count]) => [key, db().raw('?? + ?', [key, count])]),
  );
  await db()('bulk_changes').where({ id }).update(counts);
  await emit('news.told', { entity: 'bulkChange', id, version: null, topics: [] });
}
