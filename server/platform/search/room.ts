import { z } from 'zod';
import { listener } from '#kernel/events.ts';
import { house } from '#kernel/house.ts';
import { route } from '#kernel/http/route.ts';
import { room } from '#kernel/room.ts';
import './api.ts';
import { find } from './find.ts';
import { forgetTexts, type IndexRow, indexRows, rowOf } from './index-texts.ts';

/** Records of one unit: who brings a mail meanwhile waits for it. */
const PORTION = 40;

/** What the index must learn of some records of an entity. */
interface Changes {
  entity: string;
  rows: IndexRow[];
  /** Ids of what is not found any more. */
  gone: string[];
}

const keepIndex = listener({
  name: 'search.index',
  says: 'Keeps the search index as the records are.',
  on: ['record.changed', 'records.added', 'search.stale'],
  portion: { most: PORTION, weighs: ({ payload }) => ('ids' in payload ? payload.ids.length : 1) },
  async looks(events) {
    const stale = new Map<string, Set<string>>();
    for (const { payload } of events) {
      const known = stale.get(payload.entity) ?? new Set<string>();
      for (const id of 'ids' in payload ? payload.ids : [payload.id]) known.add(id);
      stale.set(payload.entity, known);
    }
    const changes: Changes[] = [];
    for (const { entity, texts } of house().registry.all('searchable')) {
      const ids = [...(stale.get(entity) ?? [])];
      if (ids.length === 0) continue;
      const rows = (await texts(ids)).map(rowOf);
      const found = new Set(rows.map((row) => row.recordId));
      changes.push({ entity, rows, gone: ids.filter((id) => !found.has(id)) });
    }
    return changes.length === 0 ? null : changes;
  },
  async hears(_events, changes: Changes[]) {
    for (const { entity, rows, gone } of changes) {
      await indexRows(rows);
      await forgetTexts(entity, gone);
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
