import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import type { Label } from '#kernel/schema.ts';
import { knownCatalog } from '#platform/catalog/catalog.ts';
import { hasVerb, type Policy } from './policy.ts';
import type { Rights } from './rights.ts';

/**
 * What a role can be given, taken from what the rooms declare: verbs come from policies and from the rights that commands ask
 * for, classes from fields. So a new room stands on the role page by itself.
 */

export interface OfferedEntity {
  entity: string;
  label: Label;
  card: boolean;
  verbs: string[];
}

declare module '#kernel/room.ts' {
  interface Room {
    /** Verbs that a room asks for on whatever entity it is used with: writing lists out. */
    verbsOfEveryEntity?: readonly string[];
  }
}

export interface OfferedClass {
  name: string;
  /** Labels of the fields of this class. */
  fields: Label[];
}

/** Entities with the verbs that a role may have. What only administrators do is not offered. */
export function offeredEntities(): OfferedEntity[] {
  const { entities } = house().registry;
  return house()
    .registry.all('policies')
    .filter((each) => each.administration !== true && entities.has(each.entity))
    .map((each) => {
      const { label, card } = house().registry.entity(each.entity);
      return { entity: each.entity, label: label.many, card: card === true, verbs: verbsOf(each) };
    });
}

export function offeredClasses(): OfferedClass[] {
  const found = new Map<string, Map<string, Label>>();
  for (const { fields } of knownCatalog().entities.values())
    for (const field of fields) {
      if (field.class === undefined || field.hidden === true) continue;
      const known = found.get(field.class) ?? new Map<string, Label>();
      found.set(field.class, known.set(field.label.en, field.label));
    }
  return [...found].map(([name, labels]) => ({ name, fields: [...labels.values()] }));
}

/** The verbs that rights give, by entity: what is written in the role, and the grants of the built-in role it is like. */
export function givenVerbs(rights: Rights, key: string): Record<string, string[]> {
  const actor = { kind: 'user', roles: [key] } as unknown as Actor;
  return Object.fromEntries(
    offeredEntities().map(({ entity, verbs }) => [
      entity,
      verbs.filter((verb) => rights.like === 'administrator' || hasVerb(actor, verb, entity)),
    ]),
  );
}

function verbsOf(policy: Policy): string[] {
  const ofEvery = house().registry.all('verbsOfEveryEntity');
  const verbs = new Set(['see', 'add', 'change', 'close', ...ofEvery, ...Object.keys(policy.may ?? {})]);
  for (const command of house().registry.commands.values()) {
    if (command.right === null || command.right === 'open') continue;
    const [entity, verb] = (command.right ?? command.name.replace('.', ':')).split(':');
    if (entity === policy.entity && verb !== undefined) verbs.add(verb);
  }
  const never: Record<string, unknown> = { ...policy, ...policy.may };
  return [...verbs].filter((verb) => never[verb] !== false);
}
