import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { route } from '#kernel/http/route.ts';
import { catalog } from './catalog.ts';
import { describeEntity } from './describe.ts';

const label = z.object({ tr: z.string(), pl: z.string(), en: z.string() });
const fieldWords = z.object({
  key: z.string(),
  type: z.string(),
  label,
  required: z.boolean(),
  many: z.boolean(),
  of: z.array(z.string()),
  options: z.array(z.object({ key: z.string(), label })),
  readOnly: z.boolean(),
  sortable: z.boolean(),
  operators: z.array(z.string()),
  max: z.number().nullable(),
});
const entityWords = z.object({
  entity: z.string(),
  plural: z.string(),
  label: z.object({ one: label, many: label }),
  card: z.boolean(),
  closes: z.boolean(),
  order: z.string().nullable(),
  fields: z.array(fieldWords),
  relations: z.array(
    z.object({ key: z.string(), label, of: z.string(), many: z.boolean(), dated: z.boolean() }),
  ),
});

export const ROUTES = [
  route({
    method: 'GET',
    path: '/api/entities',
    says: 'Everything that records can be, with the fields each has: what forms, lists and queries are made of.',
    gives: z.object({ items: z.array(entityWords), next: z.null() }),
    async handle() {
      const found = await catalog();
      return {
        items: [...found.entities.values()].map((entity) => describeEntity(found, entity)),
        next: null,
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/entities/:name',
    says: 'One entity with its fields, their types and the operators they take in queries, and its relations.',
    gives: entityWords,
    async handle(call) {
      const found = await catalog();
      const { name } = call.params as { name: string };
      const entity =
        found.entities.get(name) ?? [...found.entities.values()].find((each) => each.plural === name);
      if (entity === undefined) throw Fault.missing('entity', name);
      return describeEntity(found, entity);
    },
  }),
];
