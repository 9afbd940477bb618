import type { Actor } from '#kernel/actor.ts';
import { moment } from '#kernel/clock.ts';
import { db } from '#kernel/db/unit.ts';
import { emit } from '#kernel/events.ts';
import { now } from '#kernel/house.ts';
import { update } from '#kernel/model.ts';
import type { Effect, Kept } from '#platform/exchange/importers.ts';
import { makeStale } from '#platform/search/api.ts';
import { changeCard } from '../commands/save-card.ts';
import '../events.ts';
import type { Card, CardEntity } from '../model/card.ts';
import { Organisation } from '../model/organisation.ts';
import { Person } from '../model/person.ts';
import { Position } from '../model/position.ts';
import { digestOf, only } from './save.ts';

/**
 * Takes back what rows did, the last first: what was made is closed, what was changed gets its old value. What somebody changed
 * since stays as it is and is named. A closed card can be opened again by whoever may.
 */
export async function undo(effects: readonly Effect[], actor: Actor): Promise<Kept[]> {
  const standing = await read(effects);
  const kept: Kept[] = [];
  const leave = (effect: Effect, key: string) => {
    const row = standing.get(effect.id) as (Card & { title?: string }) | undefined;
    kept.push({
      entity: effect.entity,
      id: effect.id,
      label: row?.name ?? row?.title ?? '',
      reason: { key: `people.import.${key}` },
    });
  };
  for (const effect of effects.toReversed()) {
    const row = standing.get(effect.id);
    if (row === undefined || row.closedAt !== null) continue;
    if (effect.made === undefined) {
      const back = unchangedSince(effect, row);
      if (Object.keys(back).length < Object.keys(effect.after ?? {}).length) leave(effect, 'changedSince');
      if (Object.keys(back).length > 0) standing.set(effect.id, await putBack(effect, row, back));
    } else if (digestOf(effect.entity, row) !== effect.made) leave(effect, 'changedSince');
    else if (effect.entity !== 'position' && (await isUsed(effect))) leave(effect, 'usedSince');
    else await putBack(effect, row, closing(effect, actor));
  }
  return kept;
}

/** What closes a record; a card gives its ids back, or the same file could not come in again. */
function closing({ entity }: Effect, actor: Actor): Record<string, unknown> {
  const closed = { closedAt: moment(now()), closedBy: actor.userId };
  return entity === 'position' ? closed : { ...closed, externalIds: {} };
}

type Standing = Card | Position;

async function read(effects: readonly Effect[]): Promise<Map<string, Standing>> {
  const ids = (entity: string) => effects.filter((each) => each.entity === entity).map((each) => each.id);
  const rows = [
    ...(await Person.query().whereIn('id', ids('person'))),
    ...(await Organisation.query().whereIn('id', ids('organisation'))),
    ...(await Position.query().whereIn('id', ids('position'))),
  ];
  return new Map(rows.map((row) => [row.id, row]));
}

/** Old values of the keys that still stand as the row left them; texts that follow from others go with them. */
function unchangedSince({ before = {}, after = {} }: Effect, row: Standing): Record<string, unknown> {
  const stands = (key: string) =>
    JSON.stringify((row as unknown as Record<string, unknown>)[key] ?? null) ===
    JSON.stringify(after[key] ?? null);
  const names = Object.keys(after).filter((key) => /^name|^given|^family/.test(key));
  const nameStands = names.every(stands);
  return only(
    before,
    Object.keys(after).filter((key) => (names.includes(key) ? nameStands : stands(key))),
  );
}

async function putBack(effect: Effect, row: Standing, values: Record<string, unknown>): Promise<Standing> {
  if (effect.entity !== 'position')
    return changeCard(effect.entity as CardEntity, row as Card, values, undefined);
  const position = await update(Position, row.id, values);
  const { id, personId, organisationId } = position;
  await emit('position.changed', { id, personId, organisationId }, { entity: 'position', id });
  await makeStale('person', [personId]);
  return position;
}

/** Somebody gave a made card a position or a firm below it since: closing it would take that along. */
async function isUsed({ entity, id }: Effect): Promise<boolean> {
  const column = entity === 'person' ? 'person_id' : 'organisation_id';
  const position: unknown = await db()('positions').where(column, id).whereNull('closed_at').first('id');
  if (position !== undefined) return true;
  return (
    entity === 'organisation' &&
    ((await db()('organisations').where('parent_id', id).whereNull('closed_at').first('id')) as unknown) !==
      undefined
  );
}
