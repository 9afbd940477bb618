import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { Reply, type Route, route } from '#kernel/http/route.ts';
import { type ExportAsked, exported, exportShape } from '../exporting/asked.ts';

const TYPES: Record<ExportAsked['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

async function sent(actor: Actor, asked: ExportAsked): Promise<Reply> {
  const { body, name } = await exported(actor, asked);
  return new Reply(body, {
    'Content-Type': TYPES[asked.format],
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });
}

export const EXPORT_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/exports',
    says: 'Writes a list out as CSV or Excel: the whole filter, the columns that are named, what the actor may see.',
    takes: { query: exportShape },
    handle: ({ actor, query }) => sent(actor, query),
  }),
  route({
    method: 'POST',
    path: '/api/exports',
    says: 'The same as GET, for queries that are too long for an address.',
    status: 200,
    takes: { body: exportShape.extend({ where: z.record(z.string(), z.unknown()).optional() }) },
    handle: ({ actor, body }) => sent(actor, body as ExportAsked),
  }),
];
