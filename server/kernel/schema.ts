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
  /** Too large for lists: sent with the single record only. */
  detail?: boolean;
  /** Weight in search; absent = not searched. */
  search?: number;
  sortable?: boolean;
  /** Personal data in the sense of KVKK and GDPR. */
  personal?: boolean;
  /** Class of fields (`contact`, `private`) that roles may hide or keep from change; access gives it meaning. */
  class?: string;
  /** Longest text. */
  max?: number;
  /** Row key from which it is computed: `age` from `birthDate`. The query room gives it meaning. */
  derived?: string;
  /** Row key that holds the folded text; without it a text is only compared as it stands (`is`, `in`). */
  folded?: string;
  /** Row keys that hold the sort key of each language; without them it sorts as it stands. */
  sortKeys?: Record<Language, string>;
  /** Row key that names the entity of a reference which may point to several. */
  entityColumn?: string;
  /** Where several values rest: a table with one row per value. */
  link?: Link;
  /** The tree that its values are nodes of. */
  tree?: Tree;
}

/** One row per value: `card_criteria (card_entity, card_id, criterion_id)`. All names are row keys, as in code. */
export interface Link {
  table: string;
  /** Row key with the id of the record. */
  owner: string;
  /** Row key with the value, or with the id of the node of a tree. */
  value: string;
  /** Constants that must hold: `{ cardEntity: 'person' }`. */
  where?: Record<string, string>;
  /** Row keys between which a value is valid (days, both included, null = open). */
  dated?: { from: string; until: string };
}

/** Nodes that people know by key, and who lies below whom (every node also below itself). All names are row keys. */
export interface Tree {
  /** `name`: how a node is called in sentences; its key where absent. `names`: a column of JSON with its name in each language. */
  nodes: {
    table: string;
    id: string;
    key: string;
    name?: string;
    names?: string;
    where?: Record<string, string>;
  };
  closure: { table: string; above: string; below: string };
}

export interface Relation {
  key: string;
  label: Label;
  /** The entity at the other end. */
  of: string;
  /**
   * `one`: this row's column holds the other's id, where constants hold in this row. `many`: the other's column holds this
   * row's id, with constants that must hold there (`{ cardEntity: 'person' }`).
   */
  link: { one: string; where?: Record<string, string> } | { many: string; where?: Record<string, string> };
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
