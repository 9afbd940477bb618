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
  /** Members by record id. `whole`: the single record, with what is too large for lists. */
  present(
    rows: readonly RecordRow[],
    actor: Actor,
    whole: boolean,
  ): Promise<ReadonlyMap<string, Record<string, unknown>>>;
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
