import type { Route } from '#kernel/http/route.ts';
import type { Field } from '#kernel/schema.ts';
import type { Presenter, RecordRow } from '#platform/records/declared.ts';
import { resource } from '#platform/records/resource.ts';
import { addTrait, changeTrait, closeTrait, restoreTrait } from './commands.ts';
import { addTraitKind, changeTraitKind, closeTraitKind, restoreTraitKind } from './kinds.ts';
import { Trait, TraitKind, traitEntity, traitKindEntity, traitKindField } from './trait.ts';

export const TRAIT_COMMANDS = [
  ...[addTrait, changeTrait, closeTrait, restoreTrait],
  ...[addTraitKind, changeTraitKind, closeTraitKind, restoreTraitKind],
];

export const TRAIT_ROUTES: readonly Route[] = [
  ...resource({
    entity: traitEntity,
    add: addTrait,
    change: changeTrait,
    close: closeTrait,
    restore: restoreTrait,
  }),
  ...resource({
    entity: traitKindEntity,
    add: addTraitKind,
    change: changeTraitKind,
    close: closeTraitKind,
    restore: restoreTraitKind,
  }),
];

export const traitPresenter: Presenter = {
  entity: 'trait',
  says: 'The value as it is read: the name of a choice in the reader’s language.',
  async present(rows, actor) {
    const kinds = new Map((await TraitKind.query()).map((kind) => [kind.key, kind]));
    const shown = (row: RecordRow) => {
      const kind = kinds.get(row.kind as string);
      const option = kind?.options.find(({ key }) => key === row.value);
      return {
        shown: option?.label[actor.language] ?? row.value,
        kindName: kind?.label[actor.language] ?? row.kind,
      };
    };
    return new Map(rows.map((row) => [row.id, shown(row)]));
  },
};

export async function traitFields(): Promise<Record<string, Field[]>> {
  return { trait: [traitKindField(await TraitKind.query().orderBy('key'))] };
}

/** A trait is shown on its card. */
export async function traitTopics(id: string): Promise<string[]> {
  const row = await Trait.query().findById(id);
  return row === undefined ? [] : [`${row.cardEntity}:${row.cardId}`];
}
