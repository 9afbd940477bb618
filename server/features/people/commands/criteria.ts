import { z } from 'zod';
import { command } from '#kernel/command.ts';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { insert, update } from '#kernel/model.ts';
import type { Label } from '#kernel/schema.ts';
import { foldedWords } from '#kernel/text/fold.ts';
import { allow } from '#platform/access/policy.ts';
import { catalog, catalogChanged } from '#platform/catalog/catalog.ts';
import { setting } from '#platform/settings/api.ts';
import { labelShape } from '../model/card.ts';
import { CriteriaSet, Criterion } from '../model/criterion.ts';
import { organisationName } from '../name.ts';
import { belowOf, moveBelow, placeBelow } from './criteria-tree.ts';
import { cardId, ofVersion } from './persons.ts';

/** The set's key becomes the name of a field on the cards. */
const setKey = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{1,39}$/, 'must be one word that begins with a small letter, for example sector');
const nodeKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,99}$/,
    'must be small letters without marks, digits, "-", "_" or ".", for example black-sea',
  );
const nodeName = z.string().trim().min(1).max(200);
const label = z.union([
  nodeName.transform((text) => ({ tr: text, pl: text, en: text })),
  z.strictObject({ tr: nodeName, pl: nodeName, en: nodeName }),
]);

export const addCriterion = command({
  name: 'criterion.add',
  says: 'Defines a criterion; the first one of a set makes the set, and its field on the cards.',
  takes: z.strictObject({
    set: setKey,
    /** Made of the name where it is not given. */
    key: nodeKey.optional(),
    name: nodeName.optional(),
    /** Where it is called otherwise in another language. */
    names: labelShape.nullish(),
    /** Key of the node above. */
    parent: nodeKey.nullish(),
    /** How a new set is called, in one language or three; by its key where nothing is said. */
    setLabel: label.optional(),
  }),
  async does({ set, parent, setLabel, ...sent }, { actor }) {
    await allow(actor, 'add', 'criterion');
    const words = namesOf(sent);
    if (words === null) throw Fault.invalidAt('name', 'required', 'a criterion needs a name');
    const key = sent.key ?? keyOf(words.name);
    await openSet(set, setLabel);
    if ((await Criterion.query().findOne({ setKey: set, key })) !== undefined)
      throw Fault.invalidAt('key', 'taken', `"${key}" stands in ${set} already, perhaps closed`);
    const parentId = parent == null ? null : (await nodeBy(set, parent)).id;
    const made = await insert(Criterion, {
      setKey: set,
      key,
      ...words,
      parentId,
      closedAt: null,
      closedBy: null,
    });
    await placeBelow(made.id, parentId);
    return made;
  },
});

export const changeCriterion = command({
  name: 'criterion.change',
  says: 'Renames a criterion, or moves it with all below it to another place in its set. Its key stays for ever.',
  takes: z.strictObject({
    id: cardId,
    version: ofVersion,
    set: setKey.optional(),
    key: nodeKey.optional(),
    name: nodeName.optional(),
    names: labelShape.nullish(),
    parent: nodeKey.nullish(),
  }),
  async does({ id, version, set, key, parent, ...sent }, { actor }) {
    await allow(actor, 'change', 'criterion', { id });
    const before = await criterionBy(id);
    if ((set ?? before.setKey) !== before.setKey || (key ?? before.key) !== before.key)
      throw Fault.invalidAt(
        'key',
        'fixed',
        'set and key of a criterion stay as they are: cards, groups and programs name it by them',
      );
    const parentId =
      parent === undefined
        ? before.parentId
        : parent === null
          ? null
          : (await nodeBy(before.setKey, parent)).id;
    if (parentId !== before.parentId) await moveBelow(id, parentId);
    const words = namesOf(sent) ?? {};
    return update(Criterion, id, { ...words, parentId }, version === undefined ? {} : { version });
  },
});

export const closeCriterion = command({
  name: 'criterion.close',
  says: 'Closes a criterion: cards that have it keep it, no other card gets it.',
  takes: z.object({ id: cardId, version: ofVersion }),
  async does({ id, version }, { actor, at }) {
    await allow(actor, 'close', 'criterion', { id });
    const before = await criterionBy(id);
    if (before.closedAt !== null) return before;
    const open = await db()('criteria')
      .whereIn('id', await belowOf(id))
      .whereNot({ id })
      .whereNull('closed_at')
      .first('name');
    if (open !== undefined)
      throw Fault.conflict(
        'criterion.notEmpty',
        'Open criteria stand below this one: move or close them first.',
      );
    return update(
      Criterion,
      id,
      { closedAt: at, closedBy: actor.userId },
      version === undefined ? {} : { version },
    );
  },
});

export const restoreCriterion = command({
  name: 'criterion.restore',
  says: 'Opens a closed criterion again.',
  takes: z.object({ id: cardId }),
  async does({ id }, { actor }) {
    await allow(actor, 'restore', 'criterion', { id });
    return update(Criterion, id, { closedAt: null, closedBy: null });
  },
});

export const nameCriteriaSet = command({
  name: 'criterion.nameSet',
  says: 'Changes how a set of criteria is called on the cards.',
  right: 'criterion:change',
  takes: z.strictObject({ set: setKey, label }),
  async does({ set, label: words }) {
    const standing = await CriteriaSet.query().findOne({ key: set });
    if (standing === undefined) throw Fault.missing('criteriaSet', set);
    const named = await update(CriteriaSet, standing.id, { label: words });
    await catalogChanged();
    return named;
  },
});

/** What follows from a name for every language, or one for each; null where nothing was sent. */
function namesOf({ name, names }: { name?: string | undefined; names?: Label | null | undefined }) {
  if (names == null) return name === undefined ? null : { ...organisationName(name), names: null };
  const alike = new Set(Object.values(names)).size === 1;
  const { nameSortTr } = organisationName(names.tr);
  const { nameSortPl } = organisationName(names.pl);
  const { nameSortEn } = organisationName(names.en);
  return {
    ...organisationName(names[setting('language')]),
    ...{ nameSortTr, nameSortPl, nameSortEn },
    names: alike ? null : names,
  };
}

/** Makes the set where it is new; the key must not be the name of anything a card has. */
async function openSet(key: string, words: Label | undefined): Promise<void> {
  if ((await CriteriaSet.query().findOne({ key })) !== undefined) return;
  const known = await catalog();
  for (const name of ['person', 'organisation']) {
    const entity = known.entity(name);
    if (
      RESERVED.has(key) ||
      known.field(entity, key) !== undefined ||
      known.relation(entity, key) !== undefined
    )
      throw Fault.invalidAt(
        'set',
        'taken',
        `a ${name} has something called "${key}" already; choose another word`,
      );
  }
  const spoken = key[0]?.toUpperCase() + key.slice(1);
  await insert(CriteriaSet, { key, label: words ?? { tr: spoken, pl: spoken, en: spoken } });
  await catalogChanged();
}

/** What a record has beside its fields (contract: records), and what the commands take. */
const RESERVED = new Set(['id', 'entity', 'version', 'can', 'about', 'system', 'value', 'label', 'criteria']);

function keyOf(name: string): string {
  const key = foldedWords(name)
    .join('-')
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, 100);
  if (key === '') throw Fault.invalidAt('key', 'required', 'a name without Latin letters needs a key');
  return key;
}

async function criterionBy(id: string): Promise<Criterion> {
  const found = await Criterion.query().findById(id);
  if (found === undefined) throw Fault.missing('criterion', id);
  return found;
}

async function nodeBy(set: string, key: string): Promise<Criterion> {
  const found = await Criterion.query().findOne({ setKey: set, key });
  if (found === undefined) throw Fault.invalidAt('parent', 'missing', `there is no "${key}" in ${set}`);
  return found;
}
