import { db } from '#kernel/db/unit.ts';
import { update } from '#kernel/model.ts';
import type { Portfolio } from '#platform/access/portfolio.ts';
import { changeCard } from './commands/save-card.ts';
import { Group } from './groups/group.ts';
import type { Card, CardEntity } from './model/card.ts';
import { Organisation } from './model/organisation.ts';
import { Person } from './model/person.ts';

/** Cards that a user answers for; closed ones too, so that one that is opened again is somebody's. */

const CARDS = { person: Person, organisation: Organisation } as const;
const KINDS = Object.keys(CARDS) as CardEntity[];

async function give(entity: CardEntity, id: string, from: string, to: string): Promise<boolean> {
  const card = (await (CARDS[entity] as typeof Person).query().findById(id)) as Card | undefined;
  if (card === undefined || card.representativeId !== from) return false;
  await changeCard(entity, card, { representativeId: to }, undefined);
  return true;
}

export const cardsPortfolio: Portfolio = {
  name: 'people.cards',
  says: 'Cards it represents.',
  async count(userId) {
    let sum = 0;
    for (const entity of KINDS) {
      const row = (await db()(CARDS[entity].tableName)
        .where({ representativeId: userId })
        .count('id as n')
        .first()) as {
        n: number;
      };
      sum += Number(row.n);
    }
    return sum;
  },
  async move({ from, to }, limit) {
    const moved: { entity: string; id: string }[] = [];
    for (const entity of KINDS) {
      if (moved.length >= limit) break;
      const rows = (await db()(CARDS[entity].tableName)
        .where({ representativeId: from })
        .orderBy('id')
        .limit(limit - moved.length)
        .select('id')) as { id: string }[];
      for (const { id } of rows) if (await give(entity, id, from, to)) moved.push({ entity, id });
    }
    return moved;
  },
  bringBack: ({ from, to }, { entity, id }) => give(entity as CardEntity, id, to, from),
};

async function own(id: string, from: string, to: string): Promise<boolean> {
  const group = await Group.query().findById(id);
  if (group === undefined || group.ownerId !== from) return false;
  await update(Group, id, { ownerId: to });
  return true;
}

export const groupsPortfolio: Portfolio = {
  name: 'people.groups',
  says: 'Groups of cards that it made.',
  async count(userId) {
    return Number(
      ((await db()('card_groups').where({ ownerId: userId }).count('id as n').first()) as { n: number }).n,
    );
  },
  // A shared group goes on, one of the user’s own disturbs nobody.
  keeps: async () => 0,
  async move({ from, to }, limit) {
    const rows = (await db()('card_groups')
      .where({ ownerId: from })
      .orderBy('id')
      .limit(limit)
      .select('id')) as { id: string }[];
    for (const { id } of rows) await own(id, from, to);
    return rows.map(({ id }) => ({ entity: 'group', id }));
  },
  bringBack: ({ from, to }, { id }) => own(id, to, from),
};
