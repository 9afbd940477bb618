import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { Fault, isFault } from '#kernel/errors.ts';
import { type Call, Reply, type Route, route } from '#kernel/http/route.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import { alikeRoute } from './alike.ts';
import { cardByExternalId } from './commands/card-tables.ts';
import {
  addCriterion,
  changeCriterion,
  closeCriterion,
  nameCriteriaSet,
  restoreCriterion,
} from './commands/criteria.ts';
import {
  addOrganisation,
  changeOrganisation,
  closeOrganisation,
  putOrganisation,
  restoreOrganisation,
} from './commands/organisations.ts';
import { addPerson, changePerson, closePerson, putPerson, restorePerson } from './commands/persons.ts';
import { addPosition, changePosition, closePosition, restorePosition } from './commands/positions.ts';
import {
  addRelationKind,
  changeRelationKind,
  closeRelationKind,
  restoreRelationKind,
} from './commands/relation-kinds.ts';
import { addRelation, changeRelation, closeRelation, restoreRelation } from './commands/relations.ts';
import { familyOf } from './family.ts';
import { type CardEntity, externalId, systemName } from './model/card.ts';
import { CriteriaSet, criterionEntity } from './model/criterion.ts';
import { organisationEntity } from './model/organisation.ts';
import { personEntity } from './model/person.ts';
import { positionEntity } from './model/position.ts';
import { relationEntity, relationKindEntity } from './model/relation.ts';

const byExternalId = z.object({ system: systemName, value: externalId });
type ByExternalId = z.output<typeof byExternalId>;

/** Opens or changes the card that another program knows by an id of its own; 201 where it was opened. */
function putRoute(
  entity: CardEntity,
  plural: string,
  put: (call: Call<ByExternalId>) => Promise<{ id: string; made: boolean }>,
): Route {
  return route({
    method: 'PUT',
    path: `/api/${plural}/by/:system/:value`,
    says: `Opens or changes the ${entity} that another program knows by this id; 201 where it was opened. Sets only what is sent.`,
    takes: { params: byExternalId },
    async handle(call) {
      await catalog();
      const { id, made } = await withCurrent(entity, call, () => put(call));
      const record = await show(entity, id, call.actor);
      if (!made) return record;
      return new Reply(
        JSON.stringify(record),
        { 'Content-Type': 'application/json', ETag: `"${record.version}"` },
        201,
      );
    },
  });
}

function showByExternalId(entity: CardEntity, plural: string): Route {
  return route({
    method: 'GET',
    path: `/api/${plural}/by/:system/:value`,
    says: `Shows the ${entity} that another program knows by this id.`,
    takes: { params: byExternalId },
    async handle({ actor, params: { system, value } }) {
      const id = await cardByExternalId(entity, system, value);
      if (id === undefined) throw Fault.missing(entity);
      return show(entity, id, actor);
    },
  });
}

/** Where a change meets another one, the answer carries the card as it stands, in the form of the API. */
async function withCurrent<T>(entity: CardEntity, { actor }: Call, does: () => Promise<T>): Promise<T> {
  try {
    return await does();
  } catch (error) {
    const current = isFault(error, 'conflict')
      ? (error.facts.current as { id?: string } | undefined)
      : undefined;
    if (!isFault(error) || current?.id === undefined) throw error;
    throw new Fault('conflict', error.code, error.message, {
      ...error.facts,
      current: await show(entity, current.id, actor),
    });
  }
}

const sent = (call: Call<ByExternalId>) => ({
  ...(call.body as Record<string, unknown> | undefined),
  ...call.params,
  version: call.ifMatch,
});

const setWords = z.object({
  key: z.string(),
  label: z.object({ tr: z.string(), pl: z.string(), en: z.string() }),
});

const showFamily = route({
  method: 'GET',
  path: '/api/organisations/:id/family',
  says: 'The whole family of an organisation: everything above and below it, level by level.',
  takes: { params: z.object({ id: z.string().max(60) }) },
  gives: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        entity: z.literal('organisation'),
        label: z.string(),
        parent: z.string().nullable(),
      }),
    ),
    more: z.boolean(),
  }),
  async handle({ actor, params: { id } }) {
    await allow(actor, 'see', 'organisation', { id });
    const family = await familyOf(id, actor);
    if (family.items.length === 0) throw Fault.missing('organisation', id);
    return family;
  },
});

export const ROUTES: readonly Route[] = [
  ...resource({
    entity: personEntity,
    add: addPerson,
    change: changePerson,
    close: closePerson,
    restore: restorePerson,
  }),
  showByExternalId('person', 'persons'),
  putRoute('person', 'persons', async (call) => {
    const { person, made } = await run(putPerson, sent(call), call.actor);
    return { id: person.id, made };
  }),
  ...resource({
    entity: organisationEntity,
    add: addOrganisation,
    change: changeOrganisation,
    close: closeOrganisation,
    restore: restoreOrganisation,
  }),
  showByExternalId('organisation', 'organisations'),
  putRoute('organisation', 'organisations', async (call) => {
    const { organisation, made } = await run(putOrganisation, sent(call), call.actor);
    return { id: organisation.id, made };
  }),
  ...resource({
    entity: positionEntity,
    add: addPosition,
    change: changePosition,
    close: closePosition,
    restore: restorePosition,
  }),
  ...resource({
    entity: relationEntity,
    add: addRelation,
    change: changeRelation,
    close: closeRelation,
    restore: restoreRelation,
  }),
  ...resource({
    entity: relationKindEntity,
    add: addRelationKind,
    change: changeRelationKind,
    close: closeRelationKind,
    restore: restoreRelationKind,
  }),
  showFamily,
  alikeRoute,
  ...resource({
    entity: criterionEntity,
    add: addCriterion,
    change: changeCriterion,
    close: closeCriterion,
    restore: restoreCriterion,
  }),
  route({
    method: 'GET',
    path: '/api/criteria-sets',
    says: 'Lists the sets of criteria: each is a field of the cards.',
    gives: z.object({ items: z.array(setWords), next: z.null() }),
    async handle({ actor }) {
      await allow(actor, 'see', 'criterion');
      const sets = await CriteriaSet.query().orderBy('key');
      return { items: sets.map(({ key, label }) => ({ key, label })), next: null };
    },
  }),
  route({
    method: 'PATCH',
    path: '/api/criteria-sets/:set',
    says: 'Changes how a set of criteria is called on the cards, in one language or three.',
    takes: { params: z.object({ set: z.string().max(60) }) },
    async handle({ actor, params, body }) {
      const { key, label } = await run(
        nameCriteriaSet,
        { ...(body as { label: string }), set: params.set },
        actor,
      );
      return { key, label };
    },
  }),
];
