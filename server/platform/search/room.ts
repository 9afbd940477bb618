import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { emit, listener } from '#kernel/events.ts';
import { house } from '#kernel/house.ts';
import { route } from '#kernel/http/route.ts';
import { room } from '#kernel/room.ts';
import { find } from './find.ts';
import { forgetTexts, indexTexts, type SearchText } from './index-texts.ts';

/** A room's word for what of its entity is found. */
export interface Searchable {
  entity: string;
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

/** Asks for records to be indexed again, in a unit of work. */
export async function makeStale(entity: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 200) await emit('search.stale', { entity, ids: ids.slice(from, from + 200) });
}

const keepIndex = listener({
  name: 'search.index',
  says: 'Keeps the search index as the records are.',
  on: ['record.changed', 'search.stale'],
  async hears(events) {
    const stale = new Map<string, Set<string>>();
    for (const { payload } of events) {
      const ids = 'ids' in payload ? payload.ids : [payload.id];
      const known = stale.get(payload.entity) ?? new Set<string>();
      for (const id of ids) known.add(id);
      stale.set(payload.entity, known);
    }
    for (const searchable of house().registry.all('searchable')) {
      const ids = [...(stale.get(searchable.entity) ?? [])];
      if (ids.length === 0) continue;
      const texts = await searchable.texts(ids);
      const found = new Set(texts.map((text) => text.id));
      await indexTexts(texts);
      await forgetTexts(searchable.entity, ids.filter((id) => !found.has(id)));
    }
  },
});

const search = route({
  method: 'GET',
  path: '/api/search',
  says: 'Finds records by their words, newest first, among those the actor may see.',
  takes: {
    query: z.object({
      q: z.string().max(500),
      entities: z.string().optional().transform((value) => value?.split(',').filter((part) => part !== '')),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: z.coerce.number().int().optional(),
    }),
  },
  async handle({ actor, query }) {
    const hits = await find(query.q, actor, { limit: query.limit + 1, before: query.cursor, entities: query.entities });
    const items = hits.slice(0, query.limit);
    return {
      items: items.map(({ entity, id, at, title }) => ({ entity, id, at, title })),
      next: hits.length > query.limit ? String(items.at(-1)?.nr) : null,
    };
  },
});

export default room({
  name: 'search',
  says: 'One index over all texts, with who may see them inside it.',
  listeners: [keepIndex],
  routes: [search],
});
