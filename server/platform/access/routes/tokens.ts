import { z } from 'zod';
import { run } from '#kernel/command.ts';
import { route } from '#kernel/http/route.ts';
import { addToken, addWidgetToken, closeToken, tokenFields, widgetTokenFields } from '../commands/tokens.ts';
import { ApiToken } from '../model.ts';
import { flag } from '../paging.ts';
import { isAdministrator } from '../rights.ts';
import { presentToken } from '../wire.ts';

export const tokenRoutes = [
  route({
    method: 'GET',
    path: '/api/tokens',
    says: 'Your API tokens; with `all=true` everybody’s, for administrators.',
    takes: { query: z.object({ all: flag.optional() }) },
    async handle({ actor, query }) {
      const rows = ApiToken.query().whereNull('closedAt').orderBy('createdAt', 'desc').orderBy('id', 'desc');
      if (query.all !== true || !isAdministrator(actor)) rows.where({ userId: actor.userId ?? '' });
      return { items: (await rows).map(presentToken), next: null };
    },
  }),
  route({
    method: 'POST',
    path: '/api/tokens',
    says: 'Makes an API token; `token` is shown this once. `origins` are the host pages that may use the API from a browser.',
    takes: { body: tokenFields },
    async handle({ body, actor }) {
      const { row, token } = await run(addToken, body, actor);
      return { ...presentToken(row), token };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/tokens/:id',
    says: 'Ends an API token and the widget tokens it made.',
    takes: { params: z.object({ id: z.string() }) },
    status: 204,
    async handle({ params: { id }, actor }) {
      await run(closeToken, { id: id.padEnd(26, '0').slice(0, 26) }, actor);
    },
  }),
  route({
    method: 'POST',
    path: '/api/widget-tokens',
    says: 'Makes a short-lived token for elements on one page: bound to a user, elements, records and the page’s origin.',
    takes: { body: widgetTokenFields },
    handle: ({ body, actor }) => run(addWidgetToken, { ...body, scope: body.scope ?? 'user' }, actor),
  }),
];
