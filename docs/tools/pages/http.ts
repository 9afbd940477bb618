import { readFileSync } from 'node:fs';
import { describeApi } from '#kernel/http/openapi.ts';
import type { Route } from '#kernel/http/route.ts';
import type { Registry } from '#kernel/room.ts';
import { root } from '#test/check/files.ts';
import { code, grouped, page, table } from './markdown.ts';
import { shapeOf } from './shape.ts';

/** The OpenAPI description, as `/api/openapi.json` answers it. */
export function apiDescription(registry: Registry): string {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
  return `${JSON.stringify(describeApi(registry.routes, version), null, 2)}\n`;
}

export function httpPage(registry: Registry): string {
  const groups = [
    ...grouped(inOrder(registry.routes), ({ tag, path }) => tag ?? path.split('/')[2] ?? 'api'),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return page(
    'HTTP',
    'The whole of it with every schema is `openapi.json` here and `/api/openapi.json` on a running Lobi. Signed in by cookie or `Authorization: Bearer`; writes with the cookie send `X-Lobi-Request: 1`. Errors are `application/problem+json`.',
    ...groups.map(
      ([tag, routes]) =>
        `## ${tag}\n\n${table(
          ['call', 'what it does', 'query', 'body'],
          routes.map(({ method, path, says, open, takes }) => [
            code(`${method} ${path}`),
            open ? `${says} (open to strangers)` : says,
            takes?.query ? code(shapeOf(takes.query)) : '',
            takes?.body ? code(shapeOf(takes.body)) : '',
          ]),
        )}`,
    ),
  );
}

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function inOrder(routes: readonly Route[]): Route[] {
  return [...routes].sort((a, b) =>
    a.path === b.path ? verbs.indexOf(a.method) - verbs.indexOf(b.method) : a.path < b.path ? -1 : 1,
  );
}
