import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { db } from '#kernel/db/unit.ts';
import { isFault } from '#kernel/errors.ts';
import { type Route, route } from '#kernel/http/route.ts';
import { fold } from '#kernel/text/fold.ts';
import { applyScope } from '#platform/access/policy.ts';
import { fieldLimit } from '#platform/access/rights.ts';
import { setting } from '#platform/settings/api.ts';
import { mailKey } from './mail-address.ts';
import type { CardEntity } from './model/card.ts';
import { tidied } from './name.ts';
import { e164 } from './phone.ts';
import { taxNumber } from './tax-number.ts';

/** Cards that may be the one somebody is about to make: what is typed is asked while it is typed, so every question is one look-up. */

const asked = z.strictObject({
  of: z.enum(['person', 'organisation']),
  name: z.string().max(200).nullish(),
  email: z.string().max(320).nullish(),
  phone: z.string().max(60).nullish(),
  taxNumber: z.string().max(40).nullish(),
});

type Alike = 'email' | 'phone' | 'taxNumber' | 'name';

interface Found {
  entity: CardEntity;
  id: string;
  label: string;
  by: Alike;
}

const TABLES = { person: 'persons', organisation: 'organisations' } as const;
const MOST = 5;

/** The surest sign first; each card once. Half-typed values find nothing. */
async function cardsAlike(sent: z.output<typeof asked>, actor: Actor): Promise<Found[]> {
  const found: Found[] = [];
  const contact = fieldLimit(actor, 'contact') !== 'none';
  if (contact && sent.email?.includes('@'))
    found.push(...(await withPoint('email', mailKey(sent.email.trim()), actor)));
  const number = normalPhone(sent.phone);
  if (contact && number !== null) found.push(...(await withPoint('phone', number, actor)));
  const tax = normalTax(sent.taxNumber);
  if (tax !== null && fieldLimit(actor, 'private') !== 'none')
    found.push(...(await cards('organisation', { taxNumber: tax }, 'taxNumber', actor)));
  const name = fold(tidied(sent.name ?? ''));
  if (name.length > 2) found.push(...(await cards(sent.of, { nameFolded: name }, 'name', actor)));
  return [...new Map(found.toReversed().map((card) => [card.id, card])).values()].reverse().slice(0, MOST);
}

async function cards(
  entity: CardEntity,
  where: Record<string, string>,
  by: Alike,
  actor: Actor,
  ids?: readonly string[],
): Promise<Found[]> {
  const table = TABLES[entity];
  const query = db()(table)
    .where(where)
    .whereNull(`${table}.closed_at`)
    .limit(MOST)
    .select(`${table}.id`, `${table}.name`);
  if (ids !== undefined) query.whereIn(`${table}.id`, [...ids]);
  applyScope(query, actor, entity, table);
  const rows = (await query) as { id: string; name: string }[];
  return rows.map(({ id, name }) => ({ entity, id, label: name, by }));
}

/** Cards on which an address or a number stands, of any day; a position's are the person's. */
async function withPoint(kind: 'email' | 'phone', key: string, actor: Actor): Promise<Found[]> {
  const rows = (await db()('contact_points as c')
    .leftJoin('positions as j', (join) => join.on('j.id', 'c.card_id').andOnVal('c.card_entity', 'position'))
    .where({ 'c.key': key, 'c.kind': kind })
    .limit(20)
    .select('c.card_entity as entity', 'c.card_id as id', 'j.person_id as personId')) as {
    entity: string;
    id: string;
    personId: string | null;
  }[];
  const of = (entity: CardEntity) =>
    rows
      .filter((row) => row.entity === entity || (entity === 'person' && row.personId !== null))
      .map((row) => row.personId ?? row.id);
  return [
    ...(await cards('person', {}, kind, actor, of('person'))),
    ...(await cards('organisation', {}, kind, actor, of('organisation'))),
  ];
}

function normalPhone(sent: string | null | undefined): string | null {
  return sent ? normal(() => e164(tidied(sent), setting('country'), 'phone')) : null;
}

function normalTax(sent: string | null | undefined): string | null {
  return sent ? normal(() => taxNumber(sent)) : null;
}

/** Null for what is not finished yet, or never will be right: the form says so when it is kept. */
function normal(make: () => string): string | null {
  try {
    return make();
  } catch (error) {
    if (isFault(error, 'invalid')) return null;
    throw error;
  }
}

export const alikeRoute: Route = route({
  method: 'POST',
  path: '/api/cards/alike',
  says: 'Cards that may be the one about to be made: with the same address, number, tax number or name. The surest first.',
  takes: { body: asked },
  gives: z.object({
    items: z.array(
      z.object({
        entity: z.string(),
        id: z.string(),
        label: z.string(),
        by: z.enum(['email', 'phone', 'taxNumber', 'name']),
      }),
    ),
  }),
  status: 200,
  async handle({ actor, body }) {
    return { items: await cardsAlike(body, actor) };
  },
});
