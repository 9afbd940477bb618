import { z } from 'zod';
import { listener } from '#kernel/events.ts';
import { house } from '#kernel/house.ts';
import { route } from '#kernel/http/route.ts';
import { room } from '#kernel/room.ts';
import './api.ts';
import { find } from './find.ts';
import { forgetTexts, indexTexts } from './index-texts.ts';

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
      await forgetTexts(
        searchable.entity,
        ids.filter((id) => !found.has(id)),
      );
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
      entities: z
        .string()
        .optional()
        .transform((value) => value?.split(',').filter((part) => part !== '')),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: z.coerce.number().int().optional(),
    }),
  },
  async handle({ actor, query }) {
    const hits = await find(query.q, actor, {
      limit: query.limit + 1,
      before: query.cursor,
      entities: query.entities,
    });
    const items = hits.slice(0, query.limit);
    return {
      items: items.map(({ entity, id, at, title, note }) => ({ entity, id, at, title, note })),
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
