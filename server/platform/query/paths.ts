import type { Entity, Field } from '#kernel/schema.ts';
import type { Catalog } from '#platform/catalog/catalog.ts';
import type { Hop } from './meaning.ts';
import type { Refusals } from './refusals.ts';

const MOST_HOPS = 5;

/** Finds what `organisation.sector` names: steps over relations to one, then a field. */
export class FieldPaths {
  readonly #catalog: Catalog;
  readonly #refusals: Refusals;
  readonly #isHidden: (field: Field) => boolean;

  /** `inside`: the house itself asks, so hidden fields are found. `unseen`: what the asker is not shown is not found. */
  constructor(
    catalog: Catalog,
    refusals: Refusals,
    asked: { inside?: boolean; unseen?(field: Field): boolean },
  ) {
    this.#catalog = catalog;
    this.#refusals = refusals;
    this.#isHidden = (field) =>
      asked.inside !== true && (field.hidden === true || asked.unseen?.(field) === true);
  }

  path(sent: unknown, of: Entity, path: string): { hops: Hop[]; entity: Entity; field: Field } | null {
    const keys = typeof sent === 'string' ? sent.split('.') : [];
    const last = keys.pop();
    if (last === undefined || keys.length > MOST_HOPS) {
      this.#refusals.refuse(path, 'field', `must be the key of a field, over ${MOST_HOPS} relations at most`);
      return null;
    }
    const hops: Hop[] = [];
    let entity = of;
    for (const key of keys) {
      const hop = this.#hop(entity, key, path);
      if (hop === null) return null;
      hops.push(hop);
      entity = hop.target;
    }
    const field = this.field(entity, last, path);
    return field === null ? null : { hops, entity, field };
  }

  field(entity: Entity, key: unknown, path: string): Field | null {
    const field = typeof key === 'string' ? this.#catalog.field(entity, key) : undefined;
    if (field !== undefined && !this.#isHidden(field)) return field;
    this.#refusals.refuse(path, 'field', `"${String(key)}" is no field of ${entity.name}`);
    return null;
  }

  #hop(entity: Entity, key: string, path: string): Hop | null {
    const relation = this.#catalog.relation(entity, key);
    if (relation !== undefined && 'one' in relation.link)
      return { relation, target: this.#catalog.entity(relation.of) };
    const detail =
      relation === undefined
        ? `"${key}" is no relation of ${entity.name}`
        : `"${key}" leads to many: use some, none or every`;
    this.#refusals.refuse(path, 'field', detail);
    return null;
  }
}
