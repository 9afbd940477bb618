import type { Field, Language } from '#kernel/schema.ts';
import { cleaned } from '#kernel/text/fold.ts';
import type { Asking } from '../asking.ts';
import type { Sql } from '../sql.ts';

/**
 * One word of the query tree for one type of field, with its four readers side by side, so that nobody changes one without the
 * others. `match` and `compile` must agree on every value: test/contracts/query.test.ts holds them to it on all engines.
 *
 * Missing values never reach an operator: what is missing makes it false. For fields with several values an operator is asked
 * about each, and holds where it holds for one.
 */
export interface Operator {
  word: string;
  /** What was sent, made fit; throws Unfit with what it must be. */
  check(sent: unknown, field: Field): unknown;
  /** A clause: `age is over 35`. */
  say(value: unknown, saying: Saying): string;
  /** Whether it holds of one value, never a missing one. */
  match(held: unknown, value: unknown, seeing: Seeing): boolean;
  /** The same as SQL; what is unknown to SQL counts as false. */
  compile(cell: Cell, value: unknown, asking: Asking): Sql;
}

/** Where a value rests, for `compile`. */
export interface Cell {
  field: Field;
  /** The column of the value. */
  value: string;
  /** Another column of the same row, by row key. */
  at(rowKey: string): string;
}

/** What `match` sees beside the value. */
export interface Seeing {
  field: Field;
  asking: Asking;
  /** The row that holds the value. */
  row: Readonly<Record<string, unknown>>;
}

/** What `say` speaks with. */
export interface Saying {
  language: Language;
  field: Field;
  /** The field with its path, as a noun. */
  subject: string;
  zone: string;
  /** A text of this room. */
  text(key: string, values?: Record<string, string | number>): string;
  /** How a record or a node is called; its key where nobody knows. */
  nameOf(key: string, entity?: string | null): string;
}

/** What was sent does not fit; `at` leads further into it. */
export class Unfit extends Error {
  readonly at: string;
  constructor(detail: string, at = '') {
    super(detail);
    this.at = at;
  }
}

/** Most values in one list. */
const MOST_VALUES = 1000;
const LONGEST_TEXT = 1000;

/** A list of values, each made fit by `one`; a single value stands for a list of it. */
export function listOf<T>(sent: unknown, one: (each: unknown) => T): T[] {
  const values: readonly unknown[] = Array.isArray(sent) ? sent : [sent];
  if (values.length > MOST_VALUES) throw new Unfit(`must be ${MOST_VALUES} values at most`);
  return values.map((each, at) => {
    try {
      return one(each);
    } catch (error) {
      if (error instanceof Unfit && Array.isArray(sent)) throw new Unfit(error.message, String(at));
      throw error;
    }
  });
}

export function textOf(sent: unknown): string {
  if (typeof sent !== 'string') throw new Unfit('must be a text');
  const text = cleaned(sent);
  if (text.trim() === '') throw new Unfit('must not be empty');
  if (text.length > LONGEST_TEXT) throw new Unfit(`must be ${LONGEST_TEXT} characters at most`);
  return text;
}

export function wholeNumberOf(sent: unknown): number {
  if (typeof sent !== 'number' || !Number.isSafeInteger(sent)) throw new Unfit('must be a whole number');
  return sent;
}

export function truthOf(sent: unknown): boolean {
  if (typeof sent !== 'boolean') throw new Unfit('must be true or false');
  return sent;
}

/** Two values, the first not after the second. */
export function pairOf<T extends string | number>(sent: unknown, one: (each: unknown) => T): [T, T] {
  if (!Array.isArray(sent) || sent.length !== 2)
    throw new Unfit('must be two values, the least and the greatest');
  return listOf(sent, one) as [T, T];
}
