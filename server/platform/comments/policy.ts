import type { Actor } from '#kernel/actor.ts';
import { fragment, policy, type RecordRef, type Scope, visibleIds } from '#platform/access/policy.ts';
import { isAdministrator } from '#platform/access/rights.ts';
import { commented } from './model.ts';

const authored = (actor: Actor): Scope =>
  fragment((query, table) => void query.where(`${table}.author_id`, actor.userId ?? '-'));

function aboutSeen(actor: Actor): Scope {
  const entities = commented();
  if (entities.length === 0) return false;
  return fragment((query, table) => {
    for (const entity of entities)
      query.orWhere((one) =>
        one.where(`${table}.about_entity`, entity).whereIn(`${table}.about_id`, visibleIds(actor, entity)),
      );
  });
}

function aboutRecords(records: readonly RecordRef[]): Scope {
  if (records.length === 0) return false;
  return fragment((query, table) => {
    for (const { entity, id } of records)
      query.orWhere({ [`${table}.about_entity`]: entity, [`${table}.about_id`]: id });
  });
}

export const commentPolicy = policy({
  entity: 'comment',
  says: 'A comment is seen by who may see what it is about; its author changes it, its author and administrators take it away.',
  see: aboutSeen,
  change: authored,
  close: (actor) => (isAdministrator(actor) ? true : authored(actor)),
  may: { restore: authored },
  within: aboutRecords,
});
