import type { Knex } from 'knex';
import { Fault } from '#kernel/errors.ts';
import type { Entity, Field, Language } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import type { Catalog } from '#platform/catalog/catalog.ts';
import { column } from '#platform/query/sql.ts';
import type { RecordRow } from './declared.ts';

/**
 * Order of a list, and the cursor that goes on after its last row: the value it was sorted by and its id, so that pages neither
 * repeat nor leave out rows while others are added. Rows without a value come last, whichever way it goes.
 */
export interface Sort {
  /** As it was asked: `-createdAt`. */
  said: string;
  rowKey: string;
  descending: boolean;
  /** The column may be without a value. */
  open: boolean;
}

export function sortOf(
  said: string | undefined,
  entity: Entity,
  catalog: Catalog,
  language: Language,
  isUnseen: (field: Field) => boolean = () => false,
): Sort {
  const asked = said ?? entity.order ?? '-createdAt';
  const descending = asked.startsWith('-');
  const field = catalog.field(entity, descending ? asked.slice(1) : asked);
  if (
    field === undefined ||
    field.hidden === true ||
    isUnseen(field) ||
    (field.sortable !== true && said !== undefined) ||
    field.link !== undefined
  )
    throw Fault.invalidAt(
      'sort',
      'sort.field',
      `must be a field that can be sorted by, with - before it to turn the order: ${sortable(entity)}`,
    );
  const key = field.sortKeys?.[language] ?? field.derived ?? rowKey(field);
  const always =
    field.sortKeys !== undefined ||
    field.required === true ||
    field.key === 'createdAt' ||
    field.key === 'updatedAt';
  return { said: asked, rowKey: key, descending, open: !always };
}

function sortable(entity: Entity): string {
  return [
    ...entity.fields.filter((field) => field.sortable === true).map((field) => field.key),
    'createdAt',
    'updatedAt',
  ].join(', ');
}

/** Puts the order into a query over the alias, and leaves out what came before the cursor. */
export function applySort(
  query: Knex.QueryBuilder,
  sort: Sort,
  alias: string,
  cursor: string | undefined,
): void {
  const direction = sort.descending ? 'DESC' : 'ASC';
  const [value, id] = [column(alias, sort.rowKey), column(alias, 'id')];
  query.orderByRaw(`${value} ${direction}${sort.open ? ' NULLS LAST' : ''}, ${id} ${direction}`);
  if (cursor === undefined) return;
  const last = readCursor(cursor, sort);
  const sign = sort.descending ? '<' : '>';
  if (last.value === null) query.whereRaw(`${value} IS NULL AND ${id} ${sign} ?`, [last.id]);
  else if (sort.open)
    query.whereRaw(`(${value} IS NULL OR (${value}, ${id}) ${sign} (?, ?))`, [last.value, last.id]);
  else query.whereRaw(`(${value}, ${id}) ${sign} (?, ?)`, [last.value, last.id]);
}

interface Last {
  value: string | number | null;
  id: string;
}

/** The key under which the sorted-by value is read beside the row. */
export const SORTED_BY = 'sortedBy';

export function cursorAfter(row: RecordRow, sort: Sort): string {
  return Buffer.from(JSON.stringify([sort.said, row[SORTED_BY] ?? null, row.id])).toString('base64url');
}

/** The value after which a cursor goes on. */
export function cursorValue(cursor: string, sort: Sort): string | number | null {
  return readCursor(cursor, sort).value;
}

function readCursor(cursor: string, sort: Sort): Last {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(read) &&
      read.length === 3 &&
      read[0] === sort.said &&
      isValue(read[1]) &&
      typeof read[2] === 'string'
    )
      return { value: read[1], id: read[2] };
  } catch {
    // Answered below, as the cursor of another list is.
  }
  throw Fault.invalidAt(
    'cursor',
    'cursor.invalid',
    'is not a cursor of this list in this order; begin without one',
  );
}

function isValue(value: unknown): value is string | number | null {
  return (
    value === null || typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value))
  );
}
