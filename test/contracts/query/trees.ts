import fc from 'fast-check';
import type { Entity, Field } from '#kernel/schema.ts';
import { Catalog } from '#platform/catalog/catalog.ts';
import { operatorsOf } from '#platform/catalog/describe.ts';
import { standardFields } from '#platform/catalog/standard.ts';
import type { Node } from '#platform/query/tree.ts';
import { ENTITIES, firmIds, WORDS, workerIds } from './acme.ts';

/** Trees as people and rules may write them: every operator of every type, over every path and relation. */

export const CATALOG = new Catalog(ENTITIES);

const texts = fc.oneof(
  fc.constantFrom(
    ...WORDS.names,
    'ISI',
    'ışı',
    'łó',
    '%',
    '_',
    '\\',
    'z',
    'general',
    'müdür',
    'x_',
    '50',
    'i',
    'Ş',
  ),
  fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
);
const days = fc.oneof(
  fc.constantFrom(...WORDS.days),
  fc.constantFrom('today', 'today-1d', 'today+1w', 'today-3m', 'today-1y', 'today-36y'),
);
const moments = fc.oneof(fc.constantFrom(...WORDS.moments), days, fc.constant('2026-11-24T11:00:00+03:00'));
const periods = fc.constantFrom(
  'today',
  'yesterday',
  'tomorrow',
  'this-week',
  'last-month',
  'this-month',
  'this-quarter',
  'this-year',
  'last-year',
  'next-year',
  'last-30-days',
  'next-7-days',
);
const numbers = fc.oneof(
  fc.integer({ min: -4, max: 5 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER),
);
const ages = fc.constantFrom(0, 25, 26, 35, 36, 37, 38, 39, 200);

/** A value that fits an operator of a field. */
export function valueFor(field: Field, word: string): fc.Arbitrary<unknown> {
  if (word === 'known') return fc.boolean();
  if (word === 'during') return periods;
  const one = oneFor(field);
  if (word === 'between') return fc.tuple(one, one);
  if (word === 'in' || word === 'under') return fc.oneof(one, fc.array(one, { maxLength: 3 }));
  return one;
}

function oneFor(field: Field): fc.Arbitrary<unknown> {
  switch (field.type.name) {
    case 'number':
      return numbers;
    case 'age':
      return ages;
    case 'day':
      return days;
    case 'moment':
      return moments;
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...(field.options ?? []).map((option) => option.key));
    case 'criteria':
      return fc.constantFrom(
        ...(WORDS.nodes[field.of?.[0] as string] ?? []).map(([key]) => key),
        'unheard-of',
      );
    case 'reference':
      if (field.of?.includes('user')) return fc.constantFrom('me', '01ACMES0000000000000000001');
      return fc.constantFrom<unknown>(
        ...workerIds.slice(0, 5),
        ...firmIds.slice(0, 5),
        ...(field.of ?? []).map((entity) => ({ entity, id: workerIds[0] })),
        ...(field.of ?? []).map((entity) => `${entity}:${firmIds[0]}`),
      );
    case 'email':
      return fc.constantFrom(...WORDS.mails, 'ISIK@marmara.example', 'lodz', '_');
    case 'code':
    case 'phone':
    case 'word':
    case 'link':
      return field.key === 'id'
        ? fc.constantFrom(...workerIds.slice(0, 4), ...firmIds.slice(0, 4))
        : fc.constantFrom(...WORDS.codes, ...WORDS.tags, ...WORDS.sites, '+902121234567', 'lobi', '%');
    default:
      return texts;
  }
}

/** Fields that an entity's table of the tests really has. */
export function fieldsOf(entity: Entity): Field[] {
  const standard = standardFields(entity).filter((field) => field.key === 'id' || field.key === 'closedAt');
  return [...entity.fields.filter((field) => field.hidden !== true), ...standard];
}

/** One condition on a field, at the end of some path. */
function fieldNode(entity: Entity, hops: number): fc.Arbitrary<Node> {
  const here = fc
    .constantFrom(...fieldsOf(entity))
    .chain((field) =>
      fc
        .constantFrom(...operatorsOf(field))
        .chain((word) => valueFor(field, word).map((value) => ({ field: field.key, [word]: value }) as Node)),
    );
  const toOne = [...CATALOG.relations(entity).values()].filter((relation) => 'one' in relation.link);
  if (hops === 0 || toOne.length === 0) return here;
  const further = fc
    .constantFrom(...toOne)
    .chain((relation) =>
      fieldNode(CATALOG.entity(relation.of), hops - 1).map(
        (node) => ({ ...node, field: `${relation.key}.${(node as { field: string }).field}` }) as Node,
      ),
    );
  return fc.oneof({ arbitrary: here, weight: 3 }, { arbitrary: further, weight: 1 });
}

/** A tree of some depth over an entity. */
export function treeOver(entity: Entity, depth: number): fc.Arbitrary<Node> {
  const leaf = fieldNode(entity, 2);
  if (depth === 0) return leaf;
  const inner = treeOver(entity, depth - 1);
  return fc.oneof(
    { arbitrary: leaf, weight: 2 },
    { arbitrary: fc.array(inner, { maxLength: 3 }).map((all) => ({ all })), weight: 2 },
    { arbitrary: fc.array(inner, { maxLength: 3 }).map((any) => ({ any })), weight: 2 },
    { arbitrary: inner.map((not) => ({ not })), weight: 2 },
    ...(CATALOG.relations(entity).size === 0 ? [] : [{ arbitrary: rowsNode(entity, depth - 1), weight: 4 }]),
  ) as fc.Arbitrary<Node>;
}

function rowsNode(entity: Entity, depth: number): fc.Arbitrary<Node> {
  return fc.constantFrom(...CATALOG.relations(entity).values()).chain((relation) => {
    const target = CATALOG.entity(relation.of);
    const inner = treeOver(target, depth);
    const list = fc.array(inner, { maxLength: 2 });
    const body = fc.oneof(
      fc.constant({}),
      list.map((all) => ({ all })),
      list.map((any) => ({ any })),
      inner.map((not) => ({ not })),
    );
    const ever =
      relation.dated === undefined ? fc.constant({}) : fc.constantFrom({}, {}, { ever: true as const });
    return fc
      .tuple(quantifier(relation.key, 'many' in relation.link, target), body, ever)
      .map((parts) => Object.assign({}, ...parts) as Node);
  });
}

function quantifier(key: string, many: boolean, target: Entity): fc.Arbitrary<object> {
  const plain = fc.constantFrom({ some: key }, { none: key }, { every: key });
  if (!many) return plain;
  const count = fc.integer({ min: 0, max: 3 });
  const counted = fc.oneof(
    count.map((atLeast) => ({ some: key, atLeast })),
    count.map((atMost) => ({ some: key, atMost })),
    fc.tuple(count, count).map(([atLeast, atMost]) => ({ some: key, atLeast, atMost })),
  );
  const number = target.fields.find((field) => field.type.name === 'number');
  if (number === undefined)
    return fc.oneof({ arbitrary: plain, weight: 3 }, { arbitrary: counted, weight: 1 });
  const sum = fc
    .constantFrom(...number.type.operators.filter((word) => word !== 'known'))
    .chain((word) =>
      (word === 'in'
        ? fc.array(fc.integer({ min: -3, max: 9 }), { maxLength: 3 })
        : valueFor(number, word)
      ).map((value) => ({ some: key, sum: { field: number.key, [word]: value } })),
    );
  return fc.oneof(plain, counted, sum);
}
