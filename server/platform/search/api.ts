import type { Actor } from '#kernel/actor.ts';
import { emit } from '#kernel/events.ts';
import type { SearchText } from './index-texts.ts';

/** A room's word for what of its entity is found. */
export interface Searchable {
  entity: string;
  /** Row key of the moment that its texts have as `at`: lists in that order, newest first, stream from the index. */
  moment?: string;
  /** Texts of these records, as they stand; a record left out is taken from the index. */
  texts(ids: readonly string[]): Promise<SearchText[]>;
}

/** Words of access that an actor holds through a room: `mb…` for mailboxes, `card`, `rep…`, `team…` for cards. */
export interface SearchWords {
  name: string;
  words(actor: Actor): Promise<string[]>;
}

declare module '#kernel/room.ts' {
  interface Room {
    searchable?: readonly Searchable[];
    searchWords?: readonly SearchWords[];
  }
}

declare module '#kernel/events.ts' {
  interface Events {
    /** Texts of these records must be read again. For rooms that write in bulk; single rows are heard by `record.changed`. */
    'search.stale': { entity: string; ids: string[] };
  }
}

/** Records of one event: no more than one unit of the index takes. */
const PER_EVENT = 40;

/** Asks for records to be indexed again, in a unit of work. */
export async function makeStale(entity: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += PER_EVENT)
    await emit('search.stale', { entity, ids: ids.slice(from, from + PER_EVENT) });
}
