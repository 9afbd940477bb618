import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { Fault } from '#kernel/errors.ts';
import { insert, update } from '#kernel/model.ts';
import { foldedWords } from '#kernel/text/fold.ts';
import { allow } from '#platform/access/policy.ts';
import { catalogChanged } from '#platform/catalog/catalog.ts';
import { cardId, ofVersion } from '../commands/persons.ts';
import { labelShape } from '../model/card.ts';
import { TraitKind, traitOptions, VALUE_TYPES } from './trait.ts';

/** Kinds of trait: named in three languages; key and kind of value stay, since entries and groups hold them. */

const traitKey = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'must be one word that begins with a small letter, for example hobby');

export const addTraitKind = command({
  name: 'traitKind.add',
  says: 'Defines something that is known of cards over time: text, whole number or choice.',
  takes: z.strictObject({
    of: z.enum(['person', 'organisation']),
    /** Made of the English name where it is not given. */
    key: traitKey.nullish(),
    label: labelShape,
    takes: z.enum(VALUE_TYPES).nullish(),
    options: traitOptions.nullish(),
  }),
  async does({ of, label, takes, options, ...sent }, { actor }) {
    await allow(actor, 'add', 'traitKind');
    const key = sent.key ?? keyOf(label.en);
    if ((await TraitKind.query().findOne({ key })) !== undefined)
      throw Fault.invalidAt(
        'key',
        'taken',
        `"${key}" stands there already, perhaps closed; choose another word`,
      );
    const kind = takes ?? 'text';
    checkOptions(kind, options ?? []);
    const made = await insert(TraitKind, {
      of,
      key,
      label,
      takes: kind,
      options: options ?? [],
      closedAt: null,
      closedBy: null,
    });
    await catalogChanged();
    return made;
  },
});

export const changeTraitKind = command({
  name: 'traitKind.change',
  says: 'Renames a kind of trait, or its choices; choices that cards have stay.',
  takes: z.strictObject({
    id: cardId,
    version: ofVersion,
    label: labelShape.optional(),
    options: traitOptions.nullish(),
  }),
  async does({ id, version, label, options }, { actor }) {
    await allow(actor, 'change', 'traitKind', { id });
    const before = await kindBy(id);
    const next = options ?? before.options;
    checkOptions(before.takes, next);
    const values = { label: label ?? before.label, options: next };
    const after = await update(TraitKind, id, values, version === undefined ? {} : { version });
    if (after.version !== before.version) await catalogChanged();
    return after;
  },
});

export const closeTraitKind = command({
  name: 'traitKind.close',
  says: 'Closes a kind of trait: what cards have of it stays, nothing new is entered.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'traitKind', { id });
    const before = await kindBy(id);
    if (before.closedAt !== null) return before;
    const values = { closedAt: at, closedBy: actor.userId };
    return update(TraitKind, id, values, version === undefined ? {} : { version });
  },
});

export const restoreTraitKind = command({
  name: 'traitKind.restore',
  says: 'Opens a closed kind of trait again.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'traitKind', { id });
    return update(TraitKind, id, { closedAt: null, closedBy: null });
  },
});

async function kindBy(id: string): Promise<TraitKind> {
  const found = await TraitKind.query().findById(id);
  if (found === undefined) throw Fault.missing('traitKind', id);
  return found;
}

function checkOptions(takes: string, options: readonly unknown[]): void {
  if (takes === 'choice' && options.length === 0)
    throw Fault.invalidAt('options', 'required', 'a choice needs something to choose from');
  if (takes !== 'choice' && options.length > 0)
    throw Fault.invalidAt('options', 'unfit', 'only a choice has something to choose from');
}

function keyOf(name: string): string {
  const words = foldedWords(name).map((word) => word.replace(/[^a-z0-9]/g, ''));
  const key = words
    .filter((word) => word !== '')
    .map((word, at) => (at === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('')
    .slice(0, 40);
  if (!/^[a-z]/.test(key))
    throw Fault.invalidAt('key', 'required', 'a name without Latin letters needs a key');
  return key;
}
