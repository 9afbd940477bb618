import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import type { Node } from '#platform/query/tree.ts';

/** What rooms declare to this one. */

export interface RecordRef {
  entity: string;
  id: string;
}

/** A row as it was read, by row keys. */
export type RecordRow = Record<string, unknown> & { id: string };

/** Adds to what is sent of an entity's records, or puts something in place of a field. */
export interface Presenter {
  entity: string;
  says: string;
  /** Row keys that it looks at beside the columns of the fields. */
  needs?: readonly string[];
  /** What it reads of one record, in one question with the record's own row: each question more is a way to the database more. */
  beside?: Beside;
  /** Members by record id. `whole`: the single record, with what is too large for lists. */
  present(
    rows: readonly RecordRow[],
    actor: Actor,
    whole: boolean,
  ): Promise<ReadonlyMap<string, Record<string, unknown>>>;
}

/** Rows that are read together with one record. Its presenter finds them in the row under `key`, as it would have read them. */
export interface Beside {
  key: string;
  /** Columns of `rows`, by the names that they have there. */
  columns: readonly string[];
  /** A SELECT with `?` for the record's id alone and then for `values`, in the order in which the rows are shown. */
  rows: string;
  values(actor: Actor): readonly unknown[];
  /** Whether the actor sees all of these rows, so that no scope narrows them. */
  all(actor: Actor): boolean;
}

/** Which records of an entity are about a card, where the table of the timeline does not say it. */
export interface Aboutness {
  entity: string;
  about(card: RecordRef): Node;
}

declare module '#kernel/room.ts' {
  interface Room {
    presenters?: readonly Presenter[];
    aboutness?: readonly Aboutness[];
  }
}

export function presentersOf(entity: string): Presenter[] {
  return house()
    .registry.all('presenters')
    .filter((each) => each.entity === entity);
}

export function aboutnessOf(entity: string): Aboutness | undefined {
  return house()
    .registry.all('aboutness')
    .find((each) => each.entity === entity);
}
