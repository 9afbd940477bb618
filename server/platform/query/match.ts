import type { Entity, Field, Relation } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import type { Asking } from './asking.ts';
import type { FieldMeaning, Hop, KnownMeaning, Meaning, Measure, RowsMeaning } from './meaning.ts';

/**
 * `match`: whether a record in memory fits. It never asks the database: what a question looks at beside the record's own row must
 * have been loaded before (`loadSubjects`), or it throws.
 */

/**
 * A record with what lies around it: its row by row keys; under the key of a relation the subject(s) at its other end; under the
 * key of a field with several values (or of a tree) the values.
 */
export type Subject = Readonly<Record<string, unknown>>;

/** One of several values. */
export interface HeldValue {
  value: unknown;
  from?: string | null;
  until?: string | null;
}

export function matches(meaning: Meaning, subject: Subject, asking: Asking): boolean {
  switch (meaning.kind) {
    case 'all':
      return meaning.parts.every((part) => matches(part, subject, asking));
    case 'any':
      return meaning.parts.some((part) => matches(part, subject, asking));
    case 'not':
      return !matches(meaning.part, subject, asking);
    case 'rows':
      return matchesRows(meaning, subject, asking);
    case 'field':
      return matchesField(meaning, subject, asking);
    case 'known':
      return meaning.known === (valuesAt(meaning, subject, asking) !== null);
  }
}

function matchesField(meaning: FieldMeaning, subject: Subject, asking: Asking): boolean {
  const found = valuesAt(meaning, subject, asking);
  if (found === null) return false;
  const seeing = { field: meaning.field, asking, row: found.row };
  return found.values.some((held) => meaning.operator.match(held, meaning.value, seeing));
}

/** The values at the end of a path, with the row that holds them; null where there is none. */
function valuesAt(
  { hops, field }: FieldMeaning | KnownMeaning,
  subject: Subject,
  asking: Asking,
): { row: Subject; values: unknown[] } | null {
  let row: Subject | undefined = subject;
  for (const hop of hops) {
    [row] = rowsOf(hop, row, asking, true);
    if (row === undefined) return null;
  }
  const values = valuesOf(field, row, asking);
  return values.length === 0 ? null : { row, values };
}

function valuesOf(field: Field, row: Subject, asking: Asking): unknown[] {
  if (field.link === undefined)
    return [field.tree === undefined ? row[field.derived ?? rowKey(field)] : loaded(row, field.key)].filter(
      isThere,
    );
  const held = loaded(row, field.key) as readonly HeldValue[];
  const valid =
    field.link.dated === undefined
      ? held
      : held.filter((each) => isValid(each.from, each.until, asking.today));
  return valid.map((each) => each.value).filter(isThere);
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function matchesRows(meaning: RowsMeaning, subject: Subject, asking: Asking): boolean {
  const { which, measure } = meaning;
  const rows = rowsOf(meaning, subject, asking, meaning.ever);
  if (meaning.word === 'every') return rows.every((row) => which === null || matches(which, row, asking));
  const meant = which === null ? rows : rows.filter((row) => matches(which, row, asking));
  if (meaning.word === 'none') return meant.length === 0;
  return measure === null ? meant.length > 0 : fits(measure, meant, asking);
}

function fits(measure: Measure, rows: readonly Subject[], asking: Asking): boolean {
  if (measure.kind === 'count')
    return (
      rows.length >= (measure.atLeast ?? 0) && rows.length <= (measure.atMost ?? Number.POSITIVE_INFINITY)
    );
  const sum = rows.reduce((total, row) => total + Number(row[rowKey(measure.field)] ?? 0), 0);
  return measure.operator.match(sum, measure.value, { field: measure.field, asking, row: {} });
}

/** The rows at the other end of a relation that count: open, and valid on the asked day unless `ever`. */
function rowsOf({ relation, target }: Hop, subject: Subject, asking: Asking, ever: boolean): Subject[] {
  if ('one' in relation.link && !holds(relation.link.where, subject)) return [];
  const held = loaded(subject, relation.key) as Subject | null | readonly Subject[];
  const rows = Array.isArray(held) ? (held as readonly Subject[]) : held === null ? [] : [held as Subject];
  return rows.filter(
    (row) => counts(relation, target, row) && (ever || isValidRow(relation, row, asking.today)),
  );
}

function counts({ link }: Relation, target: Entity, row: Subject): boolean {
  if (target.closes === true && isThere(row.closedAt)) return false;
  return 'one' in link || holds(link.where, row);
}

function holds(constants: Record<string, string> | undefined, row: Subject): boolean {
  return Object.entries(constants ?? {}).every(([key, value]) => row[key] === value);
}

function isValidRow({ dated }: Relation, row: Subject, day: string): boolean {
  return (
    dated === undefined || isValid(row[dated.from] as string | null, row[dated.until] as string | null, day)
  );
}

function isValid(from: string | null | undefined, until: string | null | undefined, day: string): boolean {
  return (from == null || from <= day) && (until == null || until >= day);
}

function loaded(subject: Subject, key: string): unknown {
  const held = subject[key];
  if (held === undefined)
    throw new Error(`"${key}" was not loaded: match looks only at what loadSubjects brought.`);
  return held;
}
