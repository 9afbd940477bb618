import type { Entity, Field, Label } from '#kernel/schema.ts';
import type { Catalog } from './catalog.ts';
import { standardFields } from './standard.ts';

/** What a form, a list or a builder of queries has to know of an entity, as it is sent. */
export interface EntityWords {
  entity: string;
  plural: string;
  label: { one: Label; many: Label };
  card: boolean;
  closes: boolean;
  /** Default order of lists. */
  order: string | null;
  fields: FieldWords[];
  relations: { key: string; label: Label; of: string; many: boolean; dated: boolean }[];
}

export interface FieldWords {
  key: string;
  type: string;
  label: Label;
  required: boolean;
  many: boolean;
  of: readonly string[];
  options: readonly { key: string; label: Label }[];
  readOnly: boolean;
  sortable: boolean;
  operators: readonly string[];
  /** Longest text; null = as long as the type allows. */
  max: number | null;
}

export function describeEntity(catalog: Catalog, entity: Entity): EntityWords {
  const relations = [...catalog.relations(entity).values()].map((relation) => ({
    key: relation.key,
    label: relation.label,
    of: relation.of,
    many: 'many' in relation.link,
    dated: relation.dated !== undefined,
  }));
  const fields = [
    ...entity.fields,
    ...standardFields(entity).filter((each) => !entity.fields.some((own) => own.key === each.key)),
  ];
  return {
    entity: entity.name,
    plural: entity.plural,
    label: entity.label,
    card: entity.card === true,
    closes: entity.closes === true,
    order: entity.order ?? null,
    fields: fields.filter((field) => field.hidden !== true).map(describeField),
    relations,
  };
}

function describeField(field: Field): FieldWords {
  return {
    key: field.key,
    type: field.type.name,
    label: field.label,
    required: field.required === true,
    many: field.many === true,
    of: field.of ?? [],
    options: field.options ?? [],
    readOnly: field.readOnly === true,
    sortable: field.sortable === true,
    operators: operatorsOf(field),
    max: field.max ?? null,
  };
}

/** Parts of a text that only make sense where a folded column is kept. */
const FOLDED_ONLY = new Set(['contains', 'startsWith']);

/** Operators that a field takes in queries. */
export function operatorsOf(field: Field): readonly string[] {
  const foldable = field.type.name === 'text' || field.type.name === 'longText';
  return foldable && field.folded === undefined
    ? field.type.operators.filter((word) => !FOLDED_ONLY.has(word))
    : field.type.operators;
}
