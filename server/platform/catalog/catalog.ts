import { afterCommit, currentUnit, db, requireUnit, type Unit } from '#kernel/db/unit.ts';
import { takeNumbers } from '#kernel/events.ts';
import { house, roomMemory } from '#kernel/house.ts';
import type { Entity, Field, Relation } from '#kernel/schema.ts';
import { standardFields } from './standard.ts';

/**
 * Every entity with all its fields: those a room declares, those that people added while the house runs (sets of criteria), and
 * those every record has. Queries, forms, lists and exports ask here and nowhere else.
 */

/** Fields that come and go with data: one per set of criteria. Rooms declare a source, and call `catalogChanged` when it changes. */
export interface FieldSource {
  says: string;
  /** The added fields, by entity. */
  fields(): Promise<Record<string, readonly Field[]>>;
}

declare module '#kernel/room.ts' {
  interface Room {
    fieldSources?: readonly FieldSource[];
  }
}

export class Catalog {
  readonly entities: ReadonlyMap<string, Entity>;
  #fields = new Map<string, Map<string, Field>>();
  #relations = new Map<string, Map<string, Relation>>();

  constructor(entities: Iterable<Entity>, added: readonly Record<string, readonly Field[]>[] = []) {
    const all = new Map<string, Entity>();
    for (const each of entities) {
      const more = added.flatMap((fields) => fields[each.name] ?? []);
      all.set(each.name, more.length === 0 ? each : { ...each, fields: [...each.fields, ...more] });
    }
    this.entities = all;
  }

  /** Throws an Error: who passes a name from outside looks it up in `entities` first. */
  entity(name: string): Entity {
    const found = this.entities.get(name);
    if (found === undefined) throw new Error(`No room declares an entity "${name}".`);
    return found;
  }

  /** A field by key, standard ones (`id`, `createdAt`, …) included. */
  field(entity: Entity, key: string): Field | undefined {
    let fields = this.#fields.get(entity.name);
    if (fields === undefined) {
      fields = new Map([...standardFields(entity), ...entity.fields].map((field) => [field.key, field]));
      this.#fields.set(entity.name, fields);
    }
    return fields.get(key);
  }

  /** A relation by key: the declared ones, and one for each reference that can point to one entity only. */
  relation(entity: Entity, key: string): Relation | undefined {
    return this.relations(entity).get(key);
  }

  relations(entity: Entity): ReadonlyMap<string, Relation> {
    let relations = this.#relations.get(entity.name);
    if (relations === undefined) {
      const given = [...referredTo(entity), ...(entity.relations ?? [])].filter((each) =>
        this.entities.has(each.of),
      );
      relations = new Map(given.map((relation) => [relation.key, relation]));
      this.#relations.set(entity.name, relations);
    }
    return relations;
  }
}

function referredTo(entity: Entity): Relation[] {
  return entity.fields
    .filter((field) => field.type.name === 'reference' && field.link === undefined && field.of?.length === 1)
    .map((field) => ({
      key: field.key,
      label: field.label,
      of: field.of?.[0] as string,
      link: { one: field.column as string },
    }));
}

const MEMORY = Symbol('catalog');
/** Other processes see a change within this time. */
const FRESH_MS = 2000;

interface Memory {
  catalog: Catalog | null;
  /** Running number of the last change that is in it. */
  number: number;
  checkedAt: number;
}

function memory(): Memory {
  return roomMemory(MEMORY, () => ({ catalog: null, number: -1, checkedAt: -FRESH_MS }));
}

/** What the catalog becomes when a unit is committed. */
const changing = new WeakMap<Unit, Catalog>();

/** The catalog as it stands. */
export async function catalog(): Promise<Catalog> {
  const changed = changedHere();
  if (changed !== undefined) return changed;
  const held = memory();
  if (held.catalog !== null && performance.now() - held.checkedAt < FRESH_MS) return held.catalog;
  const number = await changeNumber();
  if (held.catalog === null || number !== held.number) held.catalog = await load();
  held.number = number;
  held.checkedAt = performance.now();
  return held.catalog;
}

/** The catalog as it was last read, for what cannot wait: policies, the schema of a command. */
export function knownCatalog(): Catalog {
  const held = memory();
  return changedHere() ?? (held.catalog ??= new Catalog(house().registry.entities.values()));
}

function changedHere(): Catalog | undefined {
  const unit = currentUnit();
  return unit === undefined ? undefined : changing.get(unit);
}

/** Says that a source gives other fields now: at the end of the command that made it so. */
export async function catalogChanged(): Promise<void> {
  const number = await takeNumbers('catalog', 1);
  const changed = await load();
  changing.set(requireUnit(), changed);
  afterCommit(() => Object.assign(memory(), { catalog: changed, number, checkedAt: performance.now() }));
}

async function load(): Promise<Catalog> {
  const { registry } = house();
  const added: Record<string, readonly Field[]>[] = [];
  for (const source of registry.all('fieldSources')) added.push(await source.fields());
  return new Catalog(registry.entities.values(), added);
}

async function changeNumber(): Promise<number> {
  const row = (await db()('sequences').where({ name: 'catalog' }).first('value')) as
    | { value: number }
    | undefined;
  return Number(row?.value ?? 0);
}
