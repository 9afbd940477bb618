import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import type { Entity, Field, Link } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import { type Asking, askingOf } from './asking.ts';
import { cellOf, isThere } from './cell.ts';
import { meaningOf } from './check.ts';
import type { FieldMeaning, GroupMeaning, Hop, KnownMeaning, Meaning, RowsMeaning } from './meaning.ts';
import type { Cell } from './operators/operator.ts';
import { belonging, measured, type Rows } from './rows.ts';
import {
  allOf,
  anyOf,
  column,
  constants,
  exists,
  FALSE,
  notTrue,
  type Sql,
  sql,
  TRUE,
  tableAs,
  validOn,
} from './sql.ts';
import type { Node } from './tree.ts';

/**
 * `compile`: the same as SQL, for the rows of a table or alias. Rows at the other end of a relation are only ever asked whether
 * they exist, so that no row is found twice; values are bound.
 *
 * SQL knows a third truth value. What is unknown counts as false where rows are chosen, and AND and OR keep that; so only `not`
 * has to be careful: it is pushed down to the single conditions, and there means "is not true".
 */

export interface CompileOptions {
  /**
   * How SQLite is to answer conditions over relations. `gather`: find the other rows first, then these (a list over a whole
   * table). `probe`: look around each row (few rows, or the newest of many). PostgreSQL decides by itself.
   */
  way?: 'gather' | 'probe';
  /** What the asker may see of an entity at the other end of a relation, for its alias; true where all. */
  within?(entity: Entity, alias: string): Sql | true;
}

/** Compiles a meaning for the rows of an alias. */
export function compile(meaning: Meaning, alias: string, asking: Asking, options: CompileOptions = {}): Sql {
  return new Compiler(asking, options).of(meaning, alias, false);
}

/** Puts a tree of the house (a policy's) into a query over a table or alias. */
export function whereNode(
  query: Knex.QueryBuilder,
  node: Node,
  entity: string,
  actor: Actor,
  alias: string,
): void {
  const meaning = meaningOf(node, house().registry.entity(entity));
  const { text, values } = compile(meaning, alias, askingOf(actor), { way: 'probe' });
  query.whereRaw(text, values as Knex.RawBinding[]);
}

class Compiler {
  readonly #asking: Asking;
  readonly #options: CompileOptions;
  readonly #gathers: boolean;
  #aliases = 0;

  constructor(asking: Asking, options: CompileOptions) {
    this.#asking = asking;
    this.#options = options;
    this.#gathers = asking.dialect === 'sqlite' && options.way !== 'probe';
  }

  of(meaning: Meaning, alias: string, negated: boolean): Sql {
    switch (meaning.kind) {
      case 'not':
        return this.of(meaning.part, alias, !negated);
      case 'all':
      case 'any':
        return this.#group(meaning, alias, negated);
      case 'rows':
        return this.#rows(meaning, alias, negated);
      case 'field':
        return this.#field(meaning, alias, negated);
      case 'known':
        return this.#known(meaning, alias, negated === meaning.known);
    }
  }

  #group({ kind, parts }: GroupMeaning, alias: string, negated: boolean): Sql {
    const joined = (kind === 'all') === negated ? anyOf : allOf;
    if (negated) return joined(parts.map((part) => this.of(part, alias, true)));
    // Conditions that begin with the same step are asked of the row at its end together: it is found once.
    const steps = Map.groupBy(parts, firstStep);
    return joined(
      [...steps].flatMap(([key, sharing]) => {
        if (key === null || sharing.length === 1) return sharing.map((part) => this.of(part, alias, false));
        const paths = sharing as readonly (FieldMeaning | KnownMeaning)[];
        const [hop] = (paths[0] as FieldMeaning).hops as [Hop];
        const at = this.#alias();
        const inner = this.#group(
          { kind, parts: paths.map((path) => ({ ...path, hops: path.hops.slice(1) })) },
          at,
          false,
        );
        return [this.#related(hop, alias, at, [inner, ...this.#open(hop.target, at)], false)];
      }),
    );
  }

  #field({ hops, field, operator, value }: FieldMeaning, alias: string, negated: boolean): Sql {
    return this.#along(hops, alias, negated, (at, not) =>
      this.#ofField(field, at, not, (cell) => operator.compile(cell, value, this.#asking)),
    );
  }

  #known({ hops, field }: KnownMeaning, alias: string, negated: boolean): Sql {
    return this.#along(hops, alias, negated, (at, not) =>
      this.#ofField(field, at, not, (cell) => isThere(cell)),
    );
  }

  /** Walks a path: there is a row at its end for which the condition holds. */
  #along(
    hops: readonly Hop[],
    alias: string,
    negated: boolean,
    end: (alias: string, negated: boolean) => Sql,
  ): Sql {
    const [hop, ...further] = hops;
    if (hop === undefined) return end(alias, negated);
    const at = this.#alias();
    const inner = this.#along(further, at, false, end);
    return this.#related(hop, alias, at, [inner, ...this.#open(hop.target, at)], negated);
  }

  /** A condition on a field's value, or on one of its several values. */
  #ofField(field: Field, alias: string, negated: boolean, holds: (cell: Cell) => Sql): Sql {
    if (field.link === undefined) {
      const condition = holds(cellOf(alias, field, field.derived ?? rowKey(field)));
      return negated ? notTrue(condition) : condition;
    }
    return this.#linked(field, field.link, alias, negated, holds);
  }

  #linked(field: Field, link: Link, alias: string, negated: boolean, holds: (cell: Cell) => Sql): Sql {
    const at = this.#alias();
    const dated = link.dated === undefined ? [] : validOn(at, link.dated, this.#asking.today);
    const conditions = [...constants(at, link.where), ...dated, holds(cellOf(at, field, link.value))];
    return belonging({ table: link.table, at, owner: link.owner, alias, conditions }, this.#gathers, negated);
  }

  #rows(meaning: RowsMeaning, alias: string, negated: boolean): Sql {
    const { relation, target, which, measure } = meaning;
    const at = this.#alias();
    const dated =
      relation.dated === undefined || meaning.ever ? [] : validOn(at, relation.dated, this.#asking.today);
    const around = [...this.#open(target, at), ...dated];
    const inner = which === null ? TRUE : this.of(which, at, meaning.word === 'every');
    if (meaning.word === 'every' && which === null) return negated ? FALSE : TRUE;
    if (measure !== null && 'many' in relation.link) {
      // Grouping serves both engines, so only `probe` counts around each record.
      const gather = this.#options.way !== 'probe';
      const rows = rowsOf(relation.link, target, at, alias, [inner, ...around]);
      const fits = measured(measure, rows, gather, this.#asking);
      return negated ? notTrue(fits) : fits;
    }
    return this.#related(
      { relation, target },
      alias,
      at,
      [inner, ...around],
      (meaning.word !== 'some') !== negated,
    );
  }

  /** There is a row at the other end for which all conditions hold; or there is none. */
  #related(
    { relation, target }: Hop,
    alias: string,
    at: string,
    conditions: readonly Sql[],
    negated: boolean,
  ): Sql {
    const { link } = relation;
    if ('many' in link) return belonging(rowsOf(link, target, at, alias, conditions), this.#gathers, negated);
    const own = constants(alias, link.where);
    const from = column(alias, link.one);
    if (this.#gathers && !negated) {
      const chosen = allOf(conditions);
      return allOf([
        ...own,
        sql(
          `${from} IN (SELECT ${column(at, 'id')} FROM ${tableAs(target.table, at)} WHERE ${chosen.text})`,
          chosen.values,
        ),
      ]);
    }
    return exists(target.table, at, [sql(`${column(at, 'id')} = ${from}`), ...own, ...conditions], negated);
  }

  /** Closed rows are as good as removed, and what the asker may not see does not exist. */
  #open(target: Entity, at: string): Sql[] {
    const seen = this.#options.within?.(target, at) ?? true;
    return [
      ...(target.closes === true ? [sql(`${column(at, 'closedAt')} IS NULL`)] : []),
      ...(seen === true ? [] : [seen]),
    ];
  }

  #alias(): string {
    this.#aliases++;
    return `x${this.#aliases}`;
  }
}

function rowsOf(
  link: { many: string; where?: Record<string, string> },
  target: Entity,
  at: string,
  alias: string,
  conditions: readonly Sql[],
): Rows {
  return {
    table: target.table,
    at,
    owner: link.many,
    alias,
    conditions: [...constants(at, link.where), ...conditions],
  };
}

/** The relation over which a condition's path begins; null where it has none, or asks for what is missing. */
function firstStep(meaning: Meaning): string | null {
  if (meaning.kind === 'field' || (meaning.kind === 'known' && meaning.known))
    return meaning.hops[0]?.relation.key ?? null;
  return null;
}
