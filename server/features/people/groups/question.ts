import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import type { Language } from '#kernel/schema.ts';
import { applyScope } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { askingOf } from '#platform/query/asking.ts';
import { checkNode } from '#platform/query/check.ts';
import { compile } from '#platform/query/compile.ts';
import type { CheckedQuery, Meaning } from '#platform/query/meaning.ts';
import { seenBy, unseenBy } from '#platform/records/list.ts';
import { sentencesOf } from '#platform/records/routes.ts';
import type { CardEntity } from '../model/card.ts';

/** What a group asks, before it has a name: a tree, and the cards that are in or out by hand. */
export interface Question {
  of: CardEntity;
  /** Nobody by condition where it is null: only who is pinned. */
  where: Record<string, unknown> | null;
  asOf: string | null;
  pinned: readonly string[];
  excluded: readonly string[];
}

/** What the conditions mean; null where there are none. Throws Fault `invalid` with the path of what cannot be asked. */
export async function meaningOfQuestion({ of, where }: Question, actor: Actor): Promise<Meaning | null> {
  if (where === null) return null;
  const known = await catalog();
  return checkNode(where, known.entity(of), { catalog: known, unseen: unseenBy(actor) });
}

/** Narrows a query over the card's table `t` to who belongs to it and may be seen by the actor, as it stands now. */
export async function narrowToMembers(
  query: Knex.QueryBuilder,
  question: Question,
  actor: Actor,
): Promise<void> {
  const meaning = await meaningOfQuestion(question, actor);
  const asking = askingOf(actor, question.asOf ?? undefined);
  const { pinned, excluded } = question;
  query.whereNull('t.closed_at');
  query.where((belongs) => {
    if (meaning === null) belongs.whereRaw('1 = 0');
    else {
      const { text, values } = compile(meaning, 't', asking, {
        within: (target, alias) => seenBy(actor, target, alias),
      });
      belongs.whereRaw(text, values as Knex.RawBinding[]);
    }
    if (pinned.length > 0) belongs.orWhereIn('t.id', [...pinned]);
  });
  if (excluded.length > 0) query.whereNotIn('t.id', [...excluded]);
  applyScope(query, actor, question.of, 't');
}

export const CARD_TABLES: Record<CardEntity, string> = { person: 'persons', organisation: 'organisations' };

/** How many belong to it, and the first of them by name. */
export async function lookAt(
  question: Question,
  actor: Actor,
  sample: number,
): Promise<{ count: number; sample: { entity: CardEntity; id: string; label: string }[] }> {
  const table = `${CARD_TABLES[question.of]} as t`;
  const counting = db()(table).count({ count: '*' });
  await narrowToMembers(counting, question, actor);
  const [row] = (await counting) as { count: number }[];
  const naming = db()(table)
    .select('t.id as id', 't.name as label')
    .orderBy([`t.name_sort_${actor.language}`, 't.id'])
    .limit(sample);
  await narrowToMembers(naming, question, actor);
  const found = (await naming) as { id: string; label: string }[];
  return {
    count: Number(row?.count ?? 0),
    sample: found.map(({ id, label }) => ({ entity: question.of, id, label })),
  };
}

/** The question as a sentence in each language; empty where nobody belongs to it by condition. */
export async function sentencesOfQuestion(
  question: Question,
  actor: Actor,
): Promise<Record<Language, string>> {
  const meaning = await meaningOfQuestion(question, actor);
  if (meaning === null) return { tr: '', pl: '', en: '' };
  return sentencesOf(await checkedOf(question, meaning), actor);
}

async function checkedOf({ of, asOf }: Pick<Question, 'of' | 'asOf'>, where: Meaning): Promise<CheckedQuery> {
  const entity = (await catalog()).entity(of);
  return { of: entity, where, asOf: asOf ?? undefined };
}

/** One condition of a question, and whether it holds for a card. */
export interface Finding {
  says: string;
  holds: boolean;
  /** Conditions inside of it, where it is made of several. */
  parts?: Finding[];
}

export interface Explained {
  in: boolean;
  /** `pinned`, `excluded`, `closed`; null where the conditions decide. */
  by: 'pinned' | 'excluded' | 'closed' | null;
  finding: Finding | null;
}

/** Why a card is in or out: the same conditions, each asked of this card alone. The card must be seen by the actor. */
export async function explain(question: Question, card: string, actor: Actor): Promise<Explained> {
  const { of, pinned, excluded } = question;
  const row = (await db()(CARD_TABLES[of]).where({ id: card }).first('closed_at')) as
    | { closedAt: string | null }
    | undefined;
  const meaning = await meaningOfQuestion(question, actor);
  const finding = meaning === null ? null : await findingOf(meaning, question, card, actor);
  if (row === undefined || row.closedAt !== null) return { in: false, by: 'closed', finding };
  if (excluded.includes(card)) return { in: false, by: 'excluded', finding };
  if (pinned.includes(card)) return { in: true, by: 'pinned', finding };
  return { in: finding?.holds ?? false, by: null, finding };
}

async function findingOf(meaning: Meaning, question: Question, card: string, actor: Actor): Promise<Finding> {
  const { text, values } = compile(meaning, 't', askingOf(actor, question.asOf ?? undefined), {
    way: 'probe',
    within: (target, alias) => seenBy(actor, target, alias),
  });
  const held = await db()(`${CARD_TABLES[question.of]} as t`)
    .where('t.id', card)
    .whereRaw(text, values as Knex.RawBinding[])
    .first('t.id');
  const sentences = await sentencesOf(await checkedOf({ of: question.of, asOf: null }, meaning), actor);
  const says = sentences[actor.language as Language];
  const several = (meaning.kind === 'all' || meaning.kind === 'any') && meaning.parts.length > 1;
  if (!several) return { says, holds: held !== undefined };
  const parts: Finding[] = [];
  for (const part of meaning.parts) parts.push(await findingOf(part, question, card, actor));
  return { says, holds: held !== undefined, parts };
}
