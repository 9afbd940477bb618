import type { Knex } from 'knex';
import type { Actor } from '#kernel/actor.ts';
import { house } from '#kernel/house.ts';
import type { Entity, Field, Link } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import { type Asking, askingOf } from './asking.ts';
import { meaningOf } from './check.ts';
import type { CountMeasure, FieldMeaning, GroupMeaning, Hop, KnownMeaning, Meaning, Measure, RowsMeaning, SumMeasure } from './meaning.ts';
import { inTree } from './operators/criteria.ts';
import type { Cell } from './operators/operator.ts';
import { allOf, anyOf, column, constants, FALSE, type Sql, sql, TRUE, tableAs, validOn } from './sql.ts';
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
export function whereNode(query: Knex.QueryBuilder, node: Node, entity: string, actor: Actor, alias: string): void {
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
        const inner = this.#group({ kind, parts: paths.map((path) => ({ ...path, hops: path.hops.slice(1) })) }, at, false);
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
    return this.#along(hops, alias, negated, (at, not) => this.#ofField(field, at, not, (cell) => isThere(cell)));
  }

  /** Walks a path: there is a row at its end for which the condition holds. */
  #along(hops: readonly Hop[], alias: string, negated: boolean, end: (alias: string, negated: boolean) => Sql): Sql {
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
    return this.#belonging(link.table, at, link.owner, alias, conditions, negated);
  }

  #rows(meaning: RowsMeaning, alias: string, negated: boolean): Sql {
    const { relation, target, which, measure } = meaning;
    const at = this.#alias();
    const dated = relation.dated === undefined || meaning.ever ? [] : validOn(at, relation.dated, this.#asking.today);
    const around = [...this.#open(target, at), ...dated];
    const inner = which === null ? TRUE : this.of(which, at, meaning.word === 'every');
    if (meaning.word === 'every' && which === null) return negated ? FALSE : TRUE;
    if (measure !== null) return this.#measured(meaning, measure, alias, at, [inner, ...around], negated);
    return this.#related({ relation, target }, alias, at, [inner, ...around], (meaning.word !== 'some') !== negated);
  }

  /** There is a row at the other end for which all conditions hold; or there is none. */
  #related({ relation, target }: Hop, alias: string, at: string, conditions: readonly Sql[], negated: boolean): Sql {
    const { link } = relation;
    if ('many' in link) return this.#belonging(target.table, at, link.many, alias, [...constants(at, link.where), ...conditions], negated);
    const own = constants(alias, link.where);
    const from = column(alias, link.one);
    if (this.#gathers && !negated) {
      const chosen = allOf(conditions);
      return allOf([...own, sql(`${from} IN (SELECT ${column(at, 'id')} FROM ${tableAs(target.table, at)} WHERE ${chosen.text})`, chosen.values)]);
    }
    return exists(target.table, at, [sql(`${column(at, 'id')} = ${from}`), ...own, ...conditions], negated);
  }

  /** There is a row of a table that belongs to this one (its `owner` holds the id) and for which all conditions hold; or none. */
  #belonging(table: string, at: string, owner: string, alias: string, conditions: readonly Sql[], negated: boolean): Sql {
    const mine = column(at, owner);
    const id = column(alias, 'id');
    if (!this.#gathers) return exists(table, at, [sql(`${mine} = ${id}`), ...conditions], negated);
    const chosen = allOf(negated ? [sql(`${mine} IS NOT NULL`), ...conditions] : conditions);
    return sql(`${id} ${negated ? 'NOT IN' : 'IN'} (SELECT ${mine} FROM ${tableAs(table, at)} WHERE ${chosen.text})`, chosen.values);
  }

  #measured(meaning: RowsMeaning, measure: Measure, alias: string, at: string, conditions: readonly Sql[], negated: boolean): Sql {
    const link = meaning.relation.link as { many: string; where?: Record<string, string> };
    const group: Group = { table: meaning.target.table, at, owner: link.many, alias, conditions: [...constants(at, link.where), ...conditions] };
    const fits = measure.kind === 'count' ? this.#counted(measure, group) : this.#summed(measure, group);
    return negated ? notTrue(fits) : fits;
  }

  #counted({ atLeast, atMost }: CountMeasure, group: Group): Sql {
    const count = 'COUNT(*)';
    const bounds: Sql[] = [];
    if (atLeast !== null && atLeast > 0) bounds.push(this.#grouped(group, count, (rows) => sql(`${rows} >= CAST(? AS bigint)`, [atLeast]), false));
    if (atMost !== null) bounds.push(this.#grouped(group, count, (rows) => sql(`${rows} <= CAST(? AS bigint)`, [atMost]), true));
    return allOf(bounds);
  }

  #summed({ field, operator, value }: SumMeasure, group: Group): Sql {
    const ofNothing = operator.match(0, value, { field, asking: this.#asking, row: {} });
    const fits = (sum: string) => operator.compile({ field, value: sum, at: () => sum }, value, this.#asking);
    return this.#grouped(group, `COALESCE(SUM(${column(group.at, rowKey(field))}), 0)`, fits, ofNothing);
  }

  /** Records for whose rows, taken together, something holds. Where it holds for no rows too, they are found by leaving out the others. */
  #grouped({ table, at, owner, alias, conditions }: Group, total: string, fits: (total: string) => Sql, ofNothing: boolean): Sql {
    const mine = column(at, owner);
    const id = column(alias, 'id');
    const from = tableAs(table, at);
    if (this.#options.way === 'probe') {
      const own = allOf([sql(`${mine} = ${id}`), ...conditions]);
      const whole = `(SELECT ${total} FROM ${from} WHERE ${own.text})`;
      const holds = fits(whole);
      // An operator names the number once, or not at all where it can hold of none (`in: []`).
      return sql(holds.text, holds.text.includes(whole) ? [...own.values, ...holds.values] : holds.values);
    }
    const chosen = allOf([sql(`${mine} IS NOT NULL`), ...conditions]);
    const holds = ofNothing ? notTrue(fits(total)) : fits(total);
    return sql(`${id} ${ofNothing ? 'NOT IN' : 'IN'} (SELECT ${mine} FROM ${from} WHERE ${chosen.text} GROUP BY ${mine} HAVING ${holds.text})`, [
      ...chosen.values,
      ...holds.values,
    ]);
  }

  /** Closed rows are as good as removed, and what the asker may not see does not exist. */
  #open(target: Entity, at: string): Sql[] {
    const seen = this.#options.within?.(target, at) ?? true;
    return [...(target.closes === true ? [sql(`${column(at, 'closedAt')} IS NULL`)] : []), ...(seen === true ? [] : [seen])];
  }

  #alias(): string {
    this.#aliases++;
    return `x${this.#aliases}`;
  }
}

/** The rows of a record that are counted or summed. */
interface Group {
  table: string;
  at: string;
  owner: string;
  alias: string;
  conditions: readonly Sql[];
}

/** The relation over which a condition's path begins; null where it has none, or asks for what is missing. */
function firstStep(meaning: Meaning): string | null {
  if (meaning.kind === 'field' || (meaning.kind === 'known' && meaning.known)) return meaning.hops[0]?.relation.key ?? null;
  return null;
}

function cellOf(alias: string, field: Field, valueKey: string): Cell {
  return { field, value: column(alias, valueKey), at: (key) => column(alias, key) };
}

/** An empty text is a missing one. */
function isThere({ field, value }: Cell): Sql {
  if (field.tree !== undefined) return inTree(value, field.tree);
  return sql(field.type.stored === 'text' ? `${value} <> ''` : `${value} IS NOT NULL`);
}

function exists(table: string, at: string, conditions: readonly Sql[], negated: boolean): Sql {
  const chosen = allOf(conditions);
  return sql(`${negated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${tableAs(table, at)} WHERE ${chosen.text})`, chosen.values);
}

function notTrue(condition: Sql): Sql {
  return sql(`(${condition.text}) IS NOT TRUE`, condition.values);
}
