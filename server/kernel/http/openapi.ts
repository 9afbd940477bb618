import type { ZodType } from 'zod';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Route } from './route.ts';

/** The API's description, made from the routes themselves (OpenAPI 3.1). */
export function describeApi(routes: readonly Route[], version: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Lobi',
      version,
      description: 'Errors are application/problem+json. What the actor may not see does not exist (404).',
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'lobi_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { token: [] }],
  });
}

function operation(route: Route): ZodOpenApiOperationObject {
  const takes = route.takes ?? {};
  const status = String(route.status ?? (route.method === 'POST' ? 201 : 200)) as '200';
  const params = takes.params ?? paramsOf(route.path);
  return {
    summary: route.says,
    tags: [route.tag ?? route.path.split('/')[2] ?? 'api'],
    ...(route.open === true ? { security: [] } : {}),
    requestParams: {
      ...(params === undefined ? {} : { path: params as never }),
      ...(takes.query === undefined ? {} : { query: takes.query as never }),
    },
    ...(takes.body === undefined
      ? {}
      : { requestBody: { content: { 'application/json': { schema: takes.body } } } }),
    responses: {
      [status]: {
        description: 'Done',
        ...(route.gives === undefined ? {} : { content: { 'application/json': { schema: route.gives } } }),
      },
      default: { description: 'A problem, as application/problem+json' },
    },
  };
}

function paramsOf(path: string): ZodType | undefined {
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
  return names.length === 0
    ? undefined
    : z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}
