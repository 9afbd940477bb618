import type { Entity, Field } from '#kernel/schema.ts';
import { rowKey } from '#kernel/schema.ts';
import { presentersOf, type RecordRow } from './declared.ts';

/** Row keys that are read of an entity: listed, never `*`, since a prepared `SELECT *` breaks when a column is added. */
export function rowKeysOf(entity: Entity, whole: boolean): string[] {
  const keys = new Set([
    'id',
    'version',
    'createdAt',
    'updatedAt',
    ...(entity.closes === true ? ['closedAt', 'closedBy'] : []),
  ]);
  for (const field of entity.fields) {
    if (field.hidden === true || (field.detail === true && !whole)) continue;
    for (const key of keysOf(field)) keys.add(key);
  }
  for (const presenter of presentersOf(entity.name)) for (const key of presenter.needs ?? []) keys.add(key);
  return [...keys];
}

function keysOf(field: Field): string[] {
  if (field.link !== undefined) return [];
  if (field.derived !== undefined) return [field.derived];
  if (field.type.stored === null && field.tree === undefined) return [];
  return field.entityColumn === undefined ? [rowKey(field)] : [rowKey(field), field.entityColumn];
}

/** Makes values of the columns what they mean: JSON read, truth values true or false. Changes the rows. */
export function readRows(entity: Entity, rows: readonly RecordRow[]): readonly RecordRow[] {
  const readers = entity.fields.filter(
    (field) => field.link === undefined && (field.type.stored === 'json' || field.type.stored === 'boolean'),
  );
  for (const row of rows) for (const field of readers) readValue(row, field);
  return rows;
}

function readValue(row: RecordRow, field: Field): void {
  const key = rowKey(field);
  const held = row[key];
  if (held === null || held === undefined) return;
  if (field.type.stored === 'boolean') row[key] = Boolean(held);
  else if (typeof held === 'string') row[key] = JSON.parse(held);
}
