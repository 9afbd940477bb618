import { type ZodType, z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { type Command, run } from '#kernel/command.ts';
import { Fault, isFault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import { type Route, route } from '#kernel/http/route.ts';
import type { Entity } from '#kernel/schema.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import type { RecordRef } from './declared.ts';
import { list } from './list.ts';
import { answeredOnce } from './once.ts';
import { show } from './show.ts';
import { bodySchema, pageSchema, recordSchema } from './wire.ts';

/** A command on one record; gives its row, or whatever has its id. */
type RecordCommand = Command<ZodType, { id: string }>;

export interface Resource {
  entity: Entity;
  /** Takes the fields. POST /api/<plural> */
  add?: RecordCommand;
  /** Takes `{ id, version, …fields }`. PATCH /api/<plural>/:id */
  change?: RecordCommand;
  /** Takes `{ id, version }`. DELETE /api/<plural>/:id */
  close?: RecordCommand;
  /** Takes `{ id }`. POST /api/<plural>/:id/restore */
  restore?: RecordCommand;
}

/** The operations of an entity's records in the API: list, query, show, and those for which there are commands. */
export function resource(definition: Resource): Route[] {
  const { entity, add, change, close, restore } = definition;
  const routes = [listRoute(entity), queryRoute(entity), showRoute(entity)];
  if (add !== undefined) routes.push(addRoute(entity, add));
  if (change !== undefined) routes.push(changeRoute(entity, change));
  if (close !== undefined) routes.push(closeRoute(entity, close));
  if (restore !== undefined) routes.push(restoreRoute(entity, restore));
  return routes;
}

const params = z.object({ id: z.string().max(60) });

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const about = z.string().transform((text, context): RecordRef => {
  const [entity = '', id = ''] = text.split(':');
  if (house().registry.entities.get(entity)?.card !== true || id === '')
    context.addIssue({ code: 'custom', message: 'must name a card, for example person:01J…' });
  return { entity, id };
});
const tree = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a query tree as JSON' });
    return z.NEVER;
  }
});
const closed = z
  .enum(['true', 'false', 'only'])
  .transform(
    (text) => ({ true: 'with', false: 'without', only: 'only' })[text] as 'with' | 'without' | 'only',
  );

/** What a list can be asked; rooms with lists of their own add to it. */
export const asked = z.object({
  where: tree.optional(),
  q: z.string().max(500).optional(),
  about: about.optional(),
  sort: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(2000).optional(),
  count: flag.optional(),
  closed: closed.optional(),
  asOf: z.iso.date().optional(),
});

/** The same as a body, for queries that are too long for an address. */
const askedInBody = z.strictObject({
  ...asked.shape,
  where: z.record(z.string(), z.unknown()).optional(),
  limit: z.int().min(1).max(200).optional(),
  count: z.boolean().optional(),
  closed: z
    .union([
      z.boolean().transform((whether) => (whether ? ('with' as const) : ('without' as const))),
      z.literal('only'),
    ])
    .optional(),
});

function listRoute(entity: Entity): Route {
  return route({
    method: 'GET',
    path: `/api/${entity.plural}`,
    says: `Lists ${entity.label.many.en}: filtered by a query tree, by words, by the card they are about; page by page.`,
    takes: { query: asked },
    gives: pageSchema(entity),
    handle: ({ actor, query }) => list({ ...query, entity: entity.name, actor }),
  });
}

function queryRoute(entity: Entity): Route {
  return route({
    method: 'POST',
    path: `/api/${entity.plural}/query`,
    says: `Lists ${entity.label.many.en} as GET does, for queries that are too long for an address.`,
    takes: { body: askedInBody },
    gives: pageSchema(entity),
    status: 200,
    handle: ({ actor, body }) => list({ ...body, entity: entity.name, actor }),
  });
}

function showRoute(entity: Entity): Route {
  return route({
    method: 'GET',
    path: `/api/${entity.plural}/:id`,
    says: `Shows one ${entity.label.one.en}, with what the actor may do with it.`,
    takes: { params },
    gives: recordSchema(entity),
    handle: ({ actor, params: { id } }) => show(entity.name, id, actor),
  });
}

function addRoute(entity: Entity, add: RecordCommand): Route {
  return route({
    method: 'POST',
    path: `/api/${entity.plural}`,
    says: add.says,
    takes: { body: bodySchema(entity, false) },
    gives: recordSchema(entity),
    async handle(call) {
      await catalog();
      return answeredOnce(call, async () => {
        const { id } = await run(add, call.body, call.actor);
        return show(entity.name, id, call.actor);
      });
    },
  });
}

function changeRoute(entity: Entity, change: RecordCommand): Route {
  return route({
    method: 'PATCH',
    path: `/api/${entity.plural}/:id`,
    says: `${change.says} With If-Match, a record that somebody else changed meanwhile answers 412 and itself.`,
    takes: { params, body: bodySchema(entity, true) },
    gives: recordSchema(entity),
    async handle(call) {
      const { id } = call.params;
      // Who may not see it learns nothing more of it.
      await show(entity.name, id, call.actor);
      await withCurrent(entity, id, call.actor, () =>
        run(change, { ...call.body, id, version: call.ifMatch }, call.actor),
      );
      return show(entity.name, id, call.actor);
    },
  });
}

function closeRoute(entity: Entity, close: RecordCommand): Route {
  return route({
    method: 'DELETE',
    path: `/api/${entity.plural}/:id`,
    says: close.says,
    takes: { params },
    gives: recordSchema(entity),
    status: 200,
    async handle({ actor, params: { id }, ifMatch }) {
      await show(entity.name, id, actor);
      await withCurrent(entity, id, actor, () => run(close, { id, version: ifMatch }, actor));
      return show(entity.name, id, actor);
    },
  });
}

function restoreRoute(entity: Entity, restore: RecordCommand): Route {
  return route({
    method: 'POST',
    path: `/api/${entity.plural}/:id/restore`,
    says: restore.says,
    takes: { params },
    gives: recordSchema(entity),
    status: 200,
    async handle({ actor, params: { id } }) {
      await show(entity.name, id, actor);
      await run(restore, { id }, actor);
      return show(entity.name, id, actor);
    },
  });
}

/** Where a change meets another one, the answer carries the record as it stands, in the form of the API. */
async function withCurrent<T>(entity: Entity, id: string, actor: Actor, does: () => Promise<T>): Promise<T> {
  try {
    return await does();
  } catch (error) {
    if (!isFault(error, 'conflict') || error.facts.current === undefined) throw error;
    throw new Fault('conflict', error.code, error.message, {
      ...error.facts,
      current: await show(entity.name, id, actor),
    });
  }
}
