import type { Entity, Field } from '#kernel/schema.ts';
import { type Catalog, knownCatalog } from '#platform/catalog/catalog.ts';
import { saysDay } from './days.ts';
import type { CheckedQuery, Meaning, Measure } from './meaning.ts';
import { numberOperator, operatorFor } from './operators/by-type.ts';
import { truthOf, Unfit } from './operators/operator.ts';
import { FieldPaths } from './paths.ts';
import { Refusals } from './refusals.ts';
import type { Node } from './tree.ts';

/**
 * `check`: from what was sent to what it means. Unknown entities, relations, fields, operators and unfit values are refused with
 * their paths, all at once; so are trees that are too deep or too large to be meant.
 */

const DEEPEST = 12;
const MOST_NODES = 300;
/** Relations inside relations: each level multiplies the work. */
const DEEPEST_RELATIONS = 5;

export interface CheckOptions {
  /** The house itself asks: hidden fields may be used. */
  inside?: boolean;
  /** Fields that the asker is not shown, so that a question cannot tell what they hold. */
  unseen?(field: Field): boolean;
  catalog?: Catalog;
}

/** Checks a whole question. Throws Fault `invalid` (`query.invalid`) with the places. */
export function checkQuery(sent: unknown, options: CheckOptions = {}): CheckedQuery {
  const catalog = options.catalog ?? knownCatalog();
  const refusals = new Refusals();
  const { of, where, asOf, ...others } = refusals.object(sent, '') ?? {};
  const entity = typeof of === 'string' ? catalog.entities.get(of) : undefined;
  if (entity === undefined)
    refusals.refuse('of', 'entity', `must be one of ${[...catalog.entities.keys()].join(', ')}`);
  for (const key of Object.keys(others))
    refusals.refuse(key, 'key', 'is not part of a query: of, where, asOf');
  const day = asOf === undefined ? undefined : refusals.value(() => dayOnly(asOf), 'asOf');
  const check = new Check(catalog, refusals, options);
  const everything = entity === undefined || where === undefined;
  const meaning = everything ? EVERYTHING : check.node(where, entity, 'where', 1, 0);
  refusals.done();
  return { of: entity as Entity, where: meaning, asOf: day as string | undefined };
}

/** `asOf` is a day of the calendar: a saved question means the same day whenever it is asked. */
function dayOnly(sent: unknown): string {
  if (typeof sent !== 'string' || !/^\d/.test(sent) || !saysDay(sent))
    throw new Unfit('must be a day (2026-11-24)');
  return sent;
}

/** Checks a tree over an entity; its places begin with `where`. */
export function checkNode(sent: unknown, of: Entity, options: CheckOptions = {}): Meaning {
  const refusals = new Refusals();
  const check = new Check(options.catalog ?? knownCatalog(), refusals, options);
  const meaning = check.node(sent, of, 'where', 1, 0);
  refusals.done();
  return meaning;
}

/** Checks a tree that the house itself wrote, mostly a policy's. */
export function meaningOf(node: Node, of: Entity): Meaning {
  return checkNode(node, of, { inside: true });
}

const EVERYTHING: Meaning = { kind: 'all', parts: [] };
const MEASURES = ['atLeast', 'atMost', 'sum'] as const;
const BODIES = ['all', 'any', 'not'] as const;
const QUANTIFIERS = ['some', 'none', 'every'] as const;

class Check {
  readonly #catalog: Catalog;
  readonly #refusals: Refusals;
  readonly #paths: FieldPaths;
  #nodes = 0;

  constructor(catalog: Catalog, refusals: Refusals, options: CheckOptions) {
    this.#catalog = catalog;
    this.#refusals = refusals;
    this.#paths = new FieldPaths(catalog, refusals, options);
  }

  node(sent: unknown, of: Entity, path: string, depth: number, relations: number): Meaning {
    this.#nodes++;
    if (depth > DEEPEST || this.#nodes > MOST_NODES) {
      if (this.#nodes <= MOST_NODES + 1)
        this.#refusals.refuse(
          path,
          'size',
          `goes too far: ${DEEPEST} levels and ${MOST_NODES} conditions at most`,
        );
      return EVERYTHING;
    }
    const node = this.#refusals.object(sent, path);
    if (node === null) return EVERYTHING;
    if (QUANTIFIERS.some((word) => word in node)) return this.#rows(node, of, path, depth, relations);
    if ('field' in node) return this.#field(node, of, path);
    const [key, ...others] = Object.keys(node);
    if (others.length > 0 || !BODIES.includes(key as 'all')) {
      this.#refusals.refuse(path, 'node', 'must have exactly one of all, any, not, some, none, every, field');
      return EVERYTHING;
    }
    return this.#group(key as 'all', node[key as string], of, path, depth, relations);
  }

  #group(
    word: (typeof BODIES)[number],
    sent: unknown,
    of: Entity,
    path: string,
    depth: number,
    relations: number,
  ): Meaning {
    if (word === 'not')
      return { kind: 'not', part: this.node(sent, of, `${path}.not`, depth + 1, relations) };
    if (!Array.isArray(sent)) {
      this.#refusals.refuse(`${path}.${word}`, 'node', 'must be a list of conditions');
      return EVERYTHING;
    }
    const parts: Meaning[] = [];
    for (const [at, part] of sent.entries()) {
      if (this.#nodes > MOST_NODES) break;
      parts.push(this.node(part, of, `${path}.${word}.${at}`, depth + 1, relations));
    }
    return { kind: word, parts };
  }

  #rows(node: Record<string, unknown>, of: Entity, path: string, depth: number, relations: number): Meaning {
    const words = QUANTIFIERS.filter((word) => word in node);
    const bodies = BODIES.filter((word) => word in node);
    const [word] = words as [(typeof QUANTIFIERS)[number]];
    for (const key of Object.keys(node))
      if (![...QUANTIFIERS, ...BODIES, ...MEASURES, 'ever'].includes(key))
        this.#refusals.refuse(
          `${path}.${key}`,
          'key',
          'is not part of a relation: all, any, not, atLeast, atMost, sum, ever',
        );
    if (words.length > 1 || bodies.length > 1)
      this.#refusals.refuse(
        path,
        'node',
        'must have one of some, none, every, and one of all, any, not at most',
      );
    const key = node[word];
    const relation = typeof key === 'string' ? this.#catalog.relation(of, key) : undefined;
    if (relation === undefined) {
      this.#refusals.refuse(
        `${path}.${word}`,
        'relation',
        `is no relation of ${of.name}: ${[...this.#catalog.relations(of).keys()].join(', ') || 'it has none'}`,
      );
      return EVERYTHING;
    }
    if (relations >= DEEPEST_RELATIONS)
      this.#refusals.refuse(
        path,
        'size',
        `goes too far: ${DEEPEST_RELATIONS} relations inside each other at most`,
      );
    const target = this.#catalog.entity(relation.of);
    const [body] = bodies;
    return {
      kind: 'rows',
      word,
      relation,
      target,
      which:
        body === undefined || relations >= DEEPEST_RELATIONS
          ? null
          : this.#group(body, node[body], target, path, depth, relations + 1),
      ever: this.#ever(node, relation.dated !== undefined, path),
      measure: this.#measure(node, word, 'many' in relation.link, target, path),
    };
  }

  #ever(node: Record<string, unknown>, dated: boolean, path: string): boolean {
    if (!('ever' in node)) return false;
    if (node.ever !== true || !dated)
      this.#refusals.refuse(
        `${path}.ever`,
        'unfit',
        dated ? 'must be true' : 'has no meaning here: this relation has no dates',
      );
    return true;
  }

  #measure(
    node: Record<string, unknown>,
    word: string,
    many: boolean,
    target: Entity,
    path: string,
  ): Measure | null {
    const given = MEASURES.filter((each) => each in node);
    const [first] = given;
    if (first === undefined) return null;
    if (word !== 'some' || !many) {
      this.#refusals.refuse(`${path}.${first}`, 'node', 'goes with some, over a relation to many');
      return null;
    }
    if (given.includes('sum')) {
      if (given.length > 1) this.#refusals.refuse(path, 'node', 'must not count and sum at once');
      return this.#sum(node.sum, target, `${path}.sum`);
    }
    return {
      kind: 'count',
      atLeast: this.#count(node.atLeast, `${path}.atLeast`),
      atMost: this.#count(node.atMost, `${path}.atMost`),
    };
  }

  #count(sent: unknown, path: string): number | null {
    if (sent === undefined) return null;
    if (typeof sent === 'number' && Number.isInteger(sent) && sent >= 0 && sent <= 1_000_000) return sent;
    this.#refusals.refuse(path, 'unfit', 'must be a whole number, 0 to 1000000');
    return null;
  }

  #sum(sent: unknown, target: Entity, path: string): Measure | null {
    const node = this.#refusals.object(sent, path);
    if (node === null) return null;
    const field = this.#paths.field(target, node.field, `${path}.field`);
    const [word, ...others] = Object.keys(node).filter((key) => key !== 'field');
    const operator = word === undefined ? undefined : numberOperator(word);
    if (field !== null && (field.type.name !== 'number' || field.link !== undefined))
      this.#refusals.refuse(`${path}.field`, 'type', 'must be a number to be summed');
    if (operator === undefined || others.length > 0) {
      this.#refusals.refuse(
        path,
        'operator',
        'must have exactly one operator of numbers: is, over, below, atLeast, atMost, between, in',
      );
      return null;
    }
    return field === null
      ? null
      : {
          kind: 'sum',
          field,
          operator,
          value: this.#refusals.value(() => operator.check(node[word as string], field), `${path}.${word}`),
        };
  }

  #field(node: Record<string, unknown>, of: Entity, path: string): Meaning {
    const found = this.#paths.path(node.field, of, `${path}.field`);
    if (found === null) return EVERYTHING;
    const [word, ...others] = Object.keys(node).filter((key) => key !== 'field');
    if (word === undefined || others.length > 0) {
      this.#refusals.refuse(path, 'operator', 'must have a field and exactly one operator');
      return EVERYTHING;
    }
    const { field } = found;
    const sent = node[word];
    if (word === 'known' && field.type.operators.includes('known'))
      return {
        kind: 'known',
        ...found,
        known: this.#refusals.value(() => truthOf(sent), `${path}.known`) as boolean,
      };
    const operator = operatorFor(field, word);
    if (operator === undefined) {
      const fit = field.type.operators.filter(
        (each) => each === 'known' || operatorFor(field, each) !== undefined,
      );
      this.#refusals.refuse(
        `${path}.${word}`,
        'operator',
        `is no operator of ${field.key} (${field.type.name}): ${fit.join(', ') || 'it takes none'}`,
      );
      return EVERYTHING;
    }
    return {
      kind: 'field',
      ...found,
      operator,
      value: this.#refusals.value(() => operator.check(sent, field), `${path}.${word}`),
    };
  }
}
