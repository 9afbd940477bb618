import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { emit } from '#kernel/events.ts';
import { insert, update } from '#kernel/model.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import { makeStale } from '#platform/search/api.ts';
import { setting } from '#platform/settings/api.ts';
import { type ContactPoint, type ContactPointInput, settledContactPoints } from '../contact-point.ts';
import '../events.ts';
import { Position } from '../model/position.ts';
import { writeContactPoints } from './card-tables.ts';
import { checkReferences, companyDay, type Sent } from './card-values.ts';
import { cardId, ofVersion } from './persons.ts';

export const addPosition = command({
  name: 'position.add',
  says: 'Says that a person works for an organisation: as what, where, from and until when.',
  takes: inputOf('position'),
  async does(sent, { actor }) {
    await allow(actor, 'add', 'position');
    const entity = (await catalog()).entity('position');
    await checkReferences(entity, sent, actor);
    checkDays(sent.from, sent.until);
    const empty = {
      title: '',
      titleFolded: '',
      department: '',
      departmentFolded: '',
      fromOn: null,
      untilOn: null,
      contactPoints: [],
    };
    const position = await insert(Position, {
      ...empty,
      ...written(rowValues(entity, sent)),
      ...pointsOf(sent, []),
      closedAt: null,
      closedBy: null,
    });
    await writePoints(position, []);
    await tell('position.added', position);
    return position;
  },
});

export const changePosition = command({
  name: 'position.change',
  says: 'Changes title, department or dates of a position; the organisation’s own card stays as it is.',
  takes: inputOf('position', { partial: true, also: { id: cardId, version: ofVersion } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', 'position', { id: id as string });
    const entity = (await catalog()).entity('position');
    await checkReferences(entity, sent, actor);
    const before = await positionBy(id as string);
    checkDays(
      sent.from === undefined ? before.fromOn : sent.from,
      sent.until === undefined ? before.untilOn : sent.until,
    );
    const values = { ...written(rowValues(entity, sent)), ...pointsOf(sent, before.contactPoints) };
    return changed(before, values, version as number | undefined);
  },
});

export const closePosition = command({
  name: 'position.close',
  says: 'Takes away a position that was entered by mistake; who left gets a last day instead.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'position', { id });
    const before = await positionBy(id);
    if (before.closedAt !== null) return before;
    return changed(before, { closedAt: at, closedBy: actor.userId }, version);
  },
});

export const restorePosition = command({
  name: 'position.restore',
  says: 'Brings back a position that was taken away.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'position', { id });
    return changed(await positionBy(id), { closedAt: null, closedBy: null }, undefined);
  },
});

async function positionBy(id: string): Promise<Position> {
  const found = await Position.query().findById(id);
  if (found === undefined) throw Fault.missing('position', id);
  return found;
}

async function changed(before: Position, values: Sent, version: number | undefined): Promise<Position> {
  const after = await update(Position, before.id, values, version === undefined ? {} : { version });
  if (after.version === before.version) return after;
  await writePoints(after, before.contactPoints);
  await tell('position.changed', after);
  // Both ends of what it linked before: their texts name each other.
  if (after.personId !== before.personId || after.organisationId !== before.organisationId)
    await tell('position.changed', before);
  return after;
}

async function tell(
  name: 'position.added' | 'position.changed',
  { id, personId, organisationId }: Pick<Position, 'id' | 'personId' | 'organisationId'>,
): Promise<void> {
  await emit(name, { id, personId, organisationId }, { entity: 'position', id });
  await makeStale('person', [personId]);
}

/** The contact points that were sent, made normal. */
function pointsOf(sent: Sent, standing: readonly ContactPoint[]): { contactPoints?: ContactPoint[] } {
  if (sent.contactPoints === undefined) return {};
  const points = (sent.contactPoints as ContactPointInput[] | null) ?? [];
  const context = { country: setting('country'), today: companyDay() };
  return { contactPoints: settledContactPoints(points, standing, context) };
}

/** New ways are told as the person's: earlier mail from there is found. */
async function writePoints(position: Position, standing: readonly ContactPoint[]): Promise<void> {
  if (JSON.stringify(position.contactPoints) === JSON.stringify(standing)) return;
  await writeContactPoints({ entity: 'position', id: position.id }, position.contactPoints);
  const known = new Set(standing.map(({ kind, value }) => `${kind} ${value}`));
  const card = { entity: 'person', id: position.personId } as const;
  for (const { kind, value } of position.contactPoints)
    if (!known.has(`${kind} ${value}`))
      await emit('contactPoint.added', { cardEntity: 'person', cardId: card.id, kind, value }, card);
}

/** Null empties a text, which is never null in its column. */
function written(values: Sent): Sent {
  const texts = { ...values };
  for (const key of ['title', 'department']) if (texts[key] === null) texts[key] = '';
  return texts;
}

export function checkDays(from: unknown, until: unknown): void {
  if (typeof from === 'string' && typeof until === 'string' && from > until)
    throw Fault.invalidAt('until', 'day', 'must not be before "from"');
}
