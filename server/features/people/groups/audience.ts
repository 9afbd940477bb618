import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { applyScope } from '#platform/access/policy.ts';
import { companyDay } from '../commands/card-values.ts';
import type { ConsentChannel, ConsentPurpose } from '../consent/consent.ts';
import { consentStates, type Ground, groundFor } from '../consent/gate.ts';
import type { CardEntity, CardRef } from '../model/card.ts';
import { CARD_TABLES, narrowToMembers, type Question } from './question.ts';

/**
 * Who a letter goes to, as it stands at this moment: cards with the words a letter needs, their addresses, and the ground on which
 * they may be written to. It is read, then frozen by the letter; nothing here remembers.
 */

export interface AudienceCard extends CardRef {
  name: string;
  givenName: string;
  familyName: string;
  formOfAddress: string | null;
  language: string | null;
  vocative: string | null;
  /** Where the person works today; the newest first. */
  position: { title: string; organisation: CardRef & { name: string } } | null;
  /** Mail addresses valid today: the card’s own, the primary one first, then those of the position. */
  addresses: { value: string; dead: boolean }[];
  /** Every position of the person has ended. */
  left: boolean;
  ground: Ground;
}

export type AudienceQuestion = Question | { cards: readonly CardRef[] };

const CHUNK = 400;

/**
 * Reads all of it inside one snapshot of the database (`knex` is a transaction that reads), in the order of names. What the actor may
 * not see is not there.
 */
export async function readAudience(
  knex: Knex,
  question: AudienceQuestion,
  asked: { channel: ConsentChannel; purpose: ConsentPurpose },
  actor: Actor,
): Promise<AudienceCard[]> {
  const rows: CardRow[] = [];
  for (const entity of ['person', 'organisation'] as const)
    rows.push(...(await rowsOf(knex, entity, question, actor)));
  const day = companyDay();
  const points = await addressesOf(knex, rows, day);
  const positions = await positionsOf(knex, rows, day);
  const atWork = [...positions.values()].flatMap(({ id }) =>
    id === null ? [] : [{ entity: 'position' as const, id }],
  );
  const work = await addressesOf(knex, atWork, day);
  const states = await consentStates(knex, rows, asked.channel, asked.purpose);
  return rows.map((row) => {
    const key = `${row.entity}:${row.id}`;
    const worked = positions.get(row.id);
    return {
      entity: row.entity,
      id: row.id,
      name: row.name,
      givenName: row.givenName ?? '',
      familyName: row.familyName ?? '',
      formOfAddress: row.formOfAddress ?? null,
      language: row.language ?? null,
      vocative: row.vocative ?? null,
      position: worked?.current ?? null,
      addresses: [...(points.get(key) ?? []), ...(work.get(`position:${worked?.id ?? ''}`) ?? [])],
      left: worked !== undefined && worked.current === null,
      ground: groundFor(
        asked.purpose,
        row.entity === 'organisation' || Boolean(row.merchant),
        states.get(key) ?? null,
      ),
    };
  });
}

interface CardRow extends CardRef {
  name: string;
  givenName?: string;
  familyName?: string;
  formOfAddress?: string | null;
  language?: string | null;
  vocative?: string | null;
  merchant?: boolean | number | null;
}

const COLUMNS: Record<CardEntity, string[]> = {
  person: ['id', 'name', 'given_name', 'family_name', 'form_of_address', 'language', 'vocative', 'merchant'],
  organisation: ['id', 'name'],
};

async function rowsOf(
  knex: Knex,
  entity: CardEntity,
  question: AudienceQuestion,
  actor: Actor,
): Promise<CardRow[]> {
  const select = () =>
    knex(`${CARD_TABLES[entity]} as t`)
      .select(COLUMNS[entity].map((column) => `t.${column}`))
      .orderBy([`t.name_sort_${actor.language}`, 't.id']);
  if ('cards' in question) {
    const ids = [...new Set(question.cards.filter((card) => card.entity === entity).map((card) => card.id))];
    const found: CardRow[] = [];
    for (let from = 0; from < ids.length; from += CHUNK) {
      const query = select()
        .whereIn('t.id', ids.slice(from, from + CHUNK))
        .whereNull('t.closed_at');
      applyScope(query, actor, entity, 't');
      found.push(...((await query) as Omit<CardRow, 'entity'>[]).map((row) => ({ ...row, entity })));
    }
    return found;
  }
  if (question.of !== entity) return [];
  const query = select();
  await narrowToMembers(query, question, actor);
  return ((await query) as Omit<CardRow, 'entity'>[]).map((row) => ({ ...row, entity }));
}

async function addressesOf(
  knex: Knex,
  holders: readonly { entity: CardEntity | 'position'; id: string }[],
  day: string,
): Promise<Map<string, { value: string; dead: boolean }[]>> {
  const found = new Map<string, { value: string; dead: boolean }[]>();
  for (const entity of ['person', 'organisation', 'position'] as const)
    for (const some of chunked(holders.filter((each) => each.entity === entity).map((each) => each.id))) {
      const rows = (await knex('contact_points')
        .where({ cardEntity: entity, kind: 'email' })
        .whereIn('card_id', some)
        .where((valid) => valid.whereNull('from_on').orWhere('from_on', '<=', day))
        .where((valid) => valid.whereNull('until_on').orWhere('until_on', '>=', day))
        .orderBy([{ column: 'is_primary', order: 'desc' }, { column: 'id' }])
        .select('card_id', 'value', 'undeliverable_at')) as {
        cardId: string;
        value: string;
        undeliverableAt: string | null;
      }[];
      for (const { cardId, value, undeliverableAt } of rows) {
        const key = `${entity}:${cardId}`;
        found.set(key, [...(found.get(key) ?? []), { value, dead: undeliverableAt !== null }]);
      }
    }
  return found;
}

interface Worked {
  /** Of the position held today. */
  id: string | null;
  current: AudienceCard['position'];
}

async function positionsOf(knex: Knex, cards: readonly CardRef[], day: string): Promise<Map<string, Worked>> {
  const found = new Map<string, Worked>();
  for (const some of chunked(cards.filter((card) => card.entity === 'person').map((card) => card.id))) {
    const rows = (await knex('positions as j')
      .join('organisations as o', 'o.id', 'j.organisation_id')
      .whereIn('j.person_id', some)
      .whereNull('j.closed_at')
      .whereNull('o.closed_at')
      .orderByRaw("coalesce(j.from_on, '') DESC, j.id")
      .select(
        'j.id as positionId',
        'j.person_id as personId',
        'j.title as title',
        'j.from_on as from',
        'j.until_on as until',
        'o.id as id',
        'o.name as name',
      )) as {
      positionId: string;
      personId: string;
      title: string;
      from: string | null;
      until: string | null;
      id: string;
      name: string;
    }[];
    for (const { positionId, personId, title, from, until, id, name } of rows) {
      const standing = found.get(personId) ?? { id: null, current: null };
      const holds = (from === null || from <= day) && (until === null || until >= day);
      if (holds && standing.current === null) {
        standing.id = positionId;
        standing.current = { title, organisation: { entity: 'organisation', id, name } };
      }
      found.set(personId, standing);
    }
  }
  return found;
}

function chunked(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, at) =>
    ids.slice(at * CHUNK, (at + 1) * CHUNK),
  );
}
