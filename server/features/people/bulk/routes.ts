import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { type Route, route } from '#kernel/http/route.ts';
import { resource } from '#platform/records/resource.ts';
import { show } from '#platform/records/show.ts';
import { bulkAction } from './action.ts';
import { bulkChangeEntity, bulkQuestion } from './change.ts';
import { addBulkChange, undoBulkChange } from './commands.ts';

export const BULK_ROUTES: readonly Route[] = [
  ...resource({ entity: bulkChangeEntity }),
  route({
    method: 'POST',
    path: '/api/bulk-changes',
    says: addBulkChange.says,
    takes: {
      body: z.strictObject({
        of: z.enum(['person', 'organisation']),
        cards: bulkQuestion,
        action: bulkAction,
      }),
    },
    async handle({ actor, body }) {
      const { id } = await run(addBulkChange, body, actor);
      return show('bulkChange', id, actor);
    },
  }),
  route({
    method: 'POST',
    path: '/api/bulk-changes/:id/undo',
    says: undoBulkChange.says,
    takes: { params: z.object({ id: z.string().max(60) }) },
    status: 200,
    async handle({ actor, params: { id } }) {
      await show('bulkChange', id, actor);
      await run(undoBulkChange, { id }, actor);
      return show('bulkChange', id, actor);
    },
  }),
];
