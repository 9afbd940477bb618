import { z } from 'zod';
import { db } from '#kernel/db/unit.ts';
import { Fault } from '#kernel/errors.ts';
import { house } from '#kernel/house.ts';
import { route } from '#kernel/http/route.ts';
import { say } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import type { Language } from '#kernel/schema.ts';
import { allow } from '#platform/access/policy.ts';
import type { Said } from './api.ts';

interface LineRow {
  id: string;
  recordEntity: string;
  recordId: string;
  at: string;
  kind: string;
  direction: 'in' | 'out' | null;
  title: string;
  said: string | null;
  snippet: string;
  who: string;
}

/** `person:01J…` as a reference to a card. Throws Fault `invalid`. */
function cardReference(text: string): { entity: string; id: string } {
  const [entity = '', id = ''] = text.split(':');
  if (!house().registry.entities.get(entity)?.card || id === '')
    throw Fault.invalidAt('about', 'about.card', 'must name a card, for example person:01J…');
  return { entity, id };
}

const history = route({
  method: 'GET',
  path: '/api/timeline',
  says: 'The history of a card over all channels, newest first.',
  takes: {
    query: z.object({
      about: z.string(),
      kinds: z
        .string()
        .optional()
        .transform((value) => value?.split(',').filter((part) => part !== '')),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().optional(),
      count: z.literal('true').optional(),
    }),
  },
  async handle({ actor, query }) {
    const card = cardReference(query.about);
    await allow(actor, 'see', card.entity, card);
    const lines = db()('timeline_lines').where({ cardEntity: card.entity, cardId: card.id });
    const counted = query.count === undefined ? undefined : await kindCounts(card);
    if (query.kinds !== undefined && query.kinds.length > 0) lines.whereIn('kind', query.kinds);
    if (query.cursor !== undefined) {
      const [at = '', id = ''] = query.cursor.split('~');
      lines.where((q) =>
        q.where('at', '<', at).orWhere((same) => same.where({ at }).andWhere('id', '<', id)),
      );
    }
    const rows = (await lines
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .select(
        'id',
        'record_entity',
        'record_id',
        'at',
        'kind',
        'direction',
        'title',
        'said',
        'snippet',
        'who',
      )) as LineRow[];
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: items.map((line) => wire(line, actor.language)),
      next: rows.length > query.limit && last !== undefined ? `${last.at}~${last.id}` : null,
      ...(counted === undefined ? {} : { counts: counted }),
    };
  },
});

function wire({ recordEntity, recordId, said, ...line }: LineRow, language: Language) {
  const title = said === null ? line.title : told(JSON.parse(said) as Said, language);
  return { ...line, title, record: { entity: recordEntity, id: recordId } };
}

function told({ key, values }: Said, language: Language): string {
  const words = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? value
      : value.map((label) => label[language].toLocaleLowerCase(language)).join(', '),
  ]);
  return say(language, key, Object.fromEntries(words) as Record<string, string>);
}

async function kindCounts(card: { entity: string; id: string }): Promise<Record<string, number>> {
  const rows = (await db()('timeline_lines')
    .where({ cardEntity: card.entity, cardId: card.id })
    .groupBy('kind')
    .select('kind')
    .count('* as n')) as unknown as { kind: string; n: number }[];
  return Object.fromEntries(rows.map((row) => [row.kind, Number(row.n)]));
}

export default room({
  name: 'timeline',
  says: 'The history on a card: one line for each thing that happened.',
  routes: [history],
});
