// What a zod schema takes, said in a line: `{ givenName: text, age?: number }`.

import { type ZodType, z } from 'zod';

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
}

/** The shape of what is sent in; `—` where nothing is. */
export function shapeOf(schema: ZodType | undefined): string {
  if (!schema) return '—';
  return say(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema);
}

function say(schema: Schema, depth = 0): string {
  if (schema.$ref) return 'itself';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((each) => say(each, depth)))].join(' | ');
  if (schema.allOf) return schema.allOf.map((each) => say(each, depth)).join(' & ');
  if (schema.type === 'array') return `[${schema.items ? say(schema.items, depth) : 'anything'}]`;
  if (schema.properties) return sayObject(schema, depth);
  if (schema.type === 'object') return '{ … }';
  if (schema.type === 'string') return schema.format ?? 'text';
  return Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'anything');
}

function sayObject(schema: Schema, depth: number): string {
  const members = Object.entries(schema.properties ?? {});
  if (members.length === 0) return '{}';
  if (depth > 2) return '{ … }';
  const required = new Set(schema.required);
  return `{ ${members.map(([key, inner]) => `${key}${required.has(key) ? '' : '?'}: ${say(inner, depth + 1)}`).join(', ')} }`;
}
