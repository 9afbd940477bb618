import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { insert, update } from '#kernel/model.ts';
import { fold } from '#kernel/text/fold.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import { inputOf, rowValues } from '#platform/catalog/values.ts';
import { checkReferences, type Sent } from '../commands/card-values.ts';
import { cardId, ofVersion } from '../commands/persons.ts';
import { checkDays } from '../commands/positions.ts';
import type { CardRef } from '../model/card.ts';
import { tidied } from '../name.ts';
import { Trait, TraitKind } from './trait.ts';

export const addTrait = command({
  name: 'trait.add',
  says: 'Enters something that is known of a card: a hobby, a school, a size, from and until when.',
  takes: inputOf('trait'),
  async does(sent, { actor }) {
    const card = sent.card as CardRef;
    const entity = (await catalog()).entity('trait');
    await checkReferences(entity, sent, actor);
    await allow(actor, 'change', card.entity, card);
    checkDays(sent.from, sent.until);
    const kind = await kindOf(sent.kind as string, card.entity);
    if (kind.closedAt !== null)
      throw Fault.invalidAt('kind', 'closed', 'nothing new of this kind is entered');
    return insert(Trait, {
      ...{ fromOn: null, untilOn: null, note: '' },
      ...written(rowValues(entity, sent)),
      ...valueOf(kind, sent.value as string),
      closedAt: null,
      closedBy: null,
    });
  },
});

export const changeTrait = command({
  name: 'trait.change',
  says: 'Changes the value, the days or the note of something that is known of a card.',
  takes: inputOf('trait', { partial: true, also: { id: cardId, version: ofVersion } }),
  async does({ id, version, ...sent }, { actor }) {
    await allow(actor, 'change', 'trait', { id: id as string });
    const before = await traitBy(id as string);
    await allow(actor, 'change', before.cardEntity, { id: before.cardId });
    for (const [key, standing] of [
      ['card', before.cardId],
      ['kind', before.kind],
    ] as const)
      if (sent[key] !== undefined && ((sent[key] as CardRef).id ?? sent[key]) !== standing)
        throw Fault.invalidAt(key, 'fixed', 'card and kind stay: take it away and enter another');
    checkDays(
      sent.from === undefined ? before.fromOn : sent.from,
      sent.until === undefined ? before.untilOn : sent.until,
    );
    const entity = (await catalog()).entity('trait');
    const kind = await kindOf(before.kind, before.cardEntity);
    const values = {
      ...written(rowValues(entity, { ...sent, card: undefined })),
      ...(sent.value === undefined ? {} : valueOf(kind, sent.value as string)),
    };
    return update(Trait, before.id, values, version === undefined ? {} : { version: version as number });
  },
});

export const closeTrait = command({
  name: 'trait.close',
  says: 'Takes away what was entered by mistake; what has ended gets a last day instead.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'trait', { id });
    const before = await traitBy(id);
    if (before.closedAt !== null) return before;
    await allow(actor, 'change', before.cardEntity, { id: before.cardId });
    const values = { closedAt: at, closedBy: actor.userId };
    return update(Trait, id, values, version === undefined ? {} : { version });
  },
});

export const restoreTrait = command({
  name: 'trait.restore',
  says: 'Brings back what was taken away.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'trait', { id });
    const before = await traitBy(id);
    await allow(actor, 'change', before.cardEntity, { id: before.cardId });
    return update(Trait, id, { closedAt: null, closedBy: null });
  },
});

async function traitBy(id: string): Promise<Trait> {
  const found = await Trait.query().findById(id);
  if (found === undefined) throw Fault.missing('trait', id);
  return found;
}

async function kindOf(key: string, of: string): Promise<TraitKind> {
  const found = await TraitKind.query().findOne({ key, of });
  if (found === undefined)
    throw Fault.invalidAt('kind', 'missing', `there is no "${key}" of a ${of}; see /api/trait-kinds`);
  return found;
}

/** The value in the columns that fit its kind. Throws Fault `invalid` at `value`. */
function valueOf({ takes, options }: TraitKind, sent: string) {
  const value = tidied(sent);
  if (takes === 'choice' && !options.some(({ key }) => key === value))
    throw Fault.invalidAt('value', 'choice', `must be one of ${options.map(({ key }) => key).join(', ')}`);
  const amount = takes === 'number' ? Number(value) : null;
  if (amount !== null && (!/^-?\d+$/.test(value) || !Number.isSafeInteger(amount)))
    throw Fault.invalidAt('value', 'number', 'must be a whole number');
  return { value, valueFolded: fold(value), amount };
}

/** Null empties a text, which is never null in its column. */
function written(values: Sent): Sent {
  return values.note === null ? { ...values, note: '' } : values;
}
