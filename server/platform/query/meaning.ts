import type { Entity, Field, Relation } from '#kernel/schema.ts';
import type { Operator } from './operators/operator.ts';

/** A query tree that was checked: every name is found, every value is fit. `say`, `match` and `compile` read this. */
export type Meaning = GroupMeaning | NotMeaning | RowsMeaning | FieldMeaning | KnownMeaning;

export interface GroupMeaning {
  kind: 'all' | 'any';
  parts: readonly Meaning[];
}

export interface NotMeaning {
  kind: 'not';
  part: Meaning;
}

/** Over the rows of a relation. */
export interface RowsMeaning {
  kind: 'rows';
  word: 'some' | 'none' | 'every';
  relation: Relation;
  /** The entity at the other end. */
  target: Entity;
  /** Which rows; all where null. */
  which: Meaning | null;
  ever: boolean;
  measure: Measure | null;
}

export type Measure = CountMeasure | SumMeasure;

export interface CountMeasure {
  kind: 'count';
  atLeast: number | null;
  atMost: number | null;
}

export interface SumMeasure {
  kind: 'sum';
  field: Field;
  operator: Operator;
  value: unknown;
}

/** One operator on a field, at the end of a path over relations to one. */
export interface FieldMeaning {
  kind: 'field';
  hops: readonly Hop[];
  /** Entity that has the field. */
  entity: Entity;
  field: Field;
  operator: Operator;
  value: unknown;
}

/** Whether a field has a value at all: the one question that a missing value can answer. */
export interface KnownMeaning {
  kind: 'known';
  hops: readonly Hop[];
  entity: Entity;
  field: Field;
  known: boolean;
}

/** One step over a relation to one. */
export interface Hop {
  relation: Relation;
  target: Entity;
}

/** A whole question that was checked. */
export interface CheckedQuery {
  of: Entity;
  where: Meaning;
  asOf: string | undefined;
}
