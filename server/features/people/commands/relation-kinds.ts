import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { insert, update } from '#kernel/model.ts';
import type { Label } from '#kernel/schema.ts';
import { foldedWords } from '#kernel/text/fold.ts';
import { allow } from '#platform/access/policy.ts';
import { catalogChanged } from '#platform/catalog/catalog.ts';
import { labelShape } from '../model/card.ts';
import { RelationKind } from '../model/relation.ts';
import { cardId, ofVersion } from './persons.ts';

/** Kinds of relation are the administrator's: both names in three languages; their keys stay for ever. */

const roleKey = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'must be one word that begins with a small letter, for example partner');

export const addRelationKind = command({
  name: 'relationKind.add',
  says: 'Defines how two persons or two organisations can stand to each other, named from both ends.',
  takes: z.strictObject({
    between: z.enum(['person', 'organisation']),
    /** Made of the English name where it is not given. */
    key: roleKey.nullish(),
    label: labelShape,
    counterKey: roleKey.nullish(),
    /** Not given where both ends are called alike. */
    counterLabel: labelShape.nullish(),
    hierarchical: z.boolean().nullish(),
  }),
  async does({ between, label, counterLabel, hierarchical, ...keys }, { actor }) {
    await allow(actor, 'add', 'relationKind');
    const alike = counterLabel == null;
    const key = keys.key ?? keyOf(label.en, 'key');
    const counterKey = alike ? key : (keys.counterKey ?? keyOf(counterLabel.en, 'counterKey'));
    if (!alike && counterKey === key)
      throw Fault.invalidAt('counterKey', 'double', 'the two ends need two keys, or one name for both');
    if (alike && hierarchical === true)
      throw Fault.invalidAt('counterLabel', 'required', 'where one stands above the other, both need a name');
    await refuseTaken({ key, counterKey });
    const made = await insert(RelationKind, {
      between,
      key,
      counterKey,
      label,
      counterLabel: counterLabel ?? label,
      hierarchical: hierarchical === true,
      closedAt: null,
      closedBy: null,
    });
    await catalogChanged();
    return made;
  },
});

export const changeRelationKind = command({
  name: 'relationKind.change',
  says: 'Renames a kind of relation, from one end or both.',
  takes: z.strictObject({
    id: cardId,
    version: ofVersion,
    label: labelShape.optional(),
    counterLabel: labelShape.nullish(),
  }),
  async does({ id, version, label, counterLabel }, { actor }) {
    await allow(actor, 'change', 'relationKind', { id });
    const before = await kindBy(id);
    const alike = before.key === before.counterKey;
    if (alike && counterLabel != null)
      throw Fault.invalidAt(
        'counterLabel',
        'alike',
        'both ends of this kind are called alike: it has one name',
      );
    const names: Partial<Record<'label' | 'counterLabel', Label>> = {};
    if (label !== undefined) names.label = label;
    if (alike ? label !== undefined : counterLabel != null)
      names.counterLabel = (alike ? label : counterLabel) as Label;
    const after = await update(RelationKind, id, names, version === undefined ? {} : { version });
    if (after.version !== before.version) await catalogChanged();
    return after;
  },
});

export const closeRelationKind = command({
  name: 'relationKind.close',
  says: 'Closes a kind of relation: relations of it stay, no new ones are made.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'relationKind', { id });
    const before = await kindBy(id);
    if (before.closedAt !== null) return before;
    const values = { closedAt: at, closedBy: actor.userId };
    return update(RelationKind, id, values, version === undefined ? {} : { version });
  },
});

export const restoreRelationKind = command({
  name: 'relationKind.restore',
  says: 'Opens a closed kind of relation again.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'relationKind', { id });
    return update(RelationKind, id, { closedAt: null, closedBy: null });
  },
});

async function kindBy(id: string): Promise<RelationKind> {
  const found = await RelationKind.query().findById(id);
  if (found === undefined) throw Fault.missing('relationKind', id);
  return found;
}

/** A key is what queries and programs call an end by, so no two kinds share one. */
async function refuseTaken(keys: { key: string; counterKey: string }): Promise<void> {
  for (const [path, key] of Object.entries(keys)) {
    const taken = await RelationKind.query().where({ key }).orWhere({ counterKey: key }).first();
    if (taken !== undefined)
      throw Fault.invalidAt(
        path,
        'taken',
        `"${key}" stands there already, perhaps closed; choose another word`,
      );
  }
}

/** `Joint venture` → `jointVenture`. */
function keyOf(name: string, path: string): string {
  const words = foldedWords(name).map((word) => word.replace(/[^a-z0-9]/g, ''));
  const key = words
    .filter((word) => word !== '')
    .map((word, at) => (at === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('')
    .slice(0, 40);
  if (!/^[a-z]/.test(key))
    throw Fault.invalidAt(path, 'required', 'a name without Latin letters needs a key');
  return key;
}
