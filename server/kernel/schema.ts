import type { ZodType } from 'zod';

/**
 * What an entity is: one definition from which validation, forms, list filters, search, export, audit and the API's
 * description are made. Field types live in platform/catalog; the kernel only knows their shape.
 */

export type Language = 'tr' | 'pl' | 'en';
export type Label = Record<Language, string>;

export interface FieldType {
  /** `text`, `day`, `reference`, … */
  name: string;
  /** One value as it is sent and shown; `many` is wrapped around it by the catalog. */
  takes(field: Field): ZodType;
  /** How the value rests in its column; null where it rests elsewhere (criteria, relations, calculated). */
  stored: 'text' | 'integer' | 'boolean' | 'json' | null;
  /** Words of the query tree that fit this type: `is`, `in`, `under`, `over`, `before`, … (operators live in platform/query). */
  operators: readonly string[];
}

export interface Field {
  key: string;
  type: FieldType;
  label: Label;
  /** Key of the row that holds it, where it is not `key` itself: `organisation` → `organisationId`. */
  column?: string;
  required?: boolean;
  many?: boolean;
  /** Entities that a reference may point to, or the set of criteria. */
  of?: readonly string[];
  options?: readonly { key: string; label: Label }[];
  /** Shown, never sent. */
  readOnly?: boolean;
  /** Kept from lists, forms and exports. */
  hidden?: boolean;
  /** Weight in search; absent = not searched. */
  search?: number;
  sortable?: boolean;
  /** Personal data in the sense of KVKK and GDPR. */
  personal?: boolean;
  /** Longest text. */
  max?: number;
  /** Value computed in SQL from the row: `age` from `birthDate`. The query room gives it meaning. */
  derived?: string;
}

export interface Relation {
  key: string;
  label: Label;
  /** The entity at the other end. */
  of: string;
  /**
   * `one`: this row's column holds the other's id. `many`: the other's column holds this row's id, with constants that
   * must hold there (`{ cardEntity: 'person' }`).
   */
  link: { one: string } | { many: string; where?: Record<string, string> };
  /** Columns of the other side between which the relation is valid (days, both included, null = open). */
  dated?: { from: string; until: string };
}

export interface Entity {
  /** Singular, as in references: `person`. */
  name: string;
  /** Plural, as in tables and paths: `persons`. */
  plural: string;
  table: string;
  label: { one: Label; many: Label };
  fields: readonly Field[];
  relations?: readonly Relation[];
  /** How a row is called where it is only named. */
  title(row: Record<string, unknown>): string;
  /** Default order of lists, for example `-createdAt`. */
  order?: string;
  /** Rows have `closedAt`: closing instead of deleting. */
  closes?: boolean;
  /** A card: may be what records are `about`. */
  card?: boolean;
}

export function entity(definition: Entity): Entity {
  return definition;
}

/** Row key under which a field's value is stored. */
export function rowKey(field: Field): string {
  return field.column ?? field.key;
}
