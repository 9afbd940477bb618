/** Saved views of the list of cards: groups of the house, with the conditions that the address holds while one changes them. */
import type { FieldDescription } from '../../kernel/form.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import type { Filter, Node } from './filters.ts';
import { filtersOf, whereOf } from './filters.ts';

export interface Group extends Row {
  name: string;
  of: 'person' | 'organisation';
  where: Record<string, unknown> | null;
  asOf: string | null;
  pinned: string[] | null;
  excluded: string[] | null;
  shared: boolean | null;
  owner: Ref | null;
  sentence?: string | null;
}

/** The conditions of a tree as filters, where it is no more than these: then they are shown and changed one by one; null where not. */
export function filtersIn(where: Record<string, unknown> | null): Filter[] | null {
  if (where === null) return [];
  const parts = Array.isArray(where.all) ? (where.all as Record<string, unknown>[]) : [where];
  const filters: Filter[] = [];
  for (const part of parts) {
    const each = Array.isArray(part.any) ? (part.any as Record<string, unknown>[]) : [part];
    const found = each.map(filterIn);
    const [first] = found;
    if (!first || found.some((filter) => filter?.field !== first.field)) return null;
    filters.push(...(found as Filter[]));
  }
  return filters;
}

function filterIn(node: Record<string, unknown>): Filter | null {
  const { field, is, under, ...more } = node;
  const value = is ?? under;
  if (typeof field !== 'string' || typeof value !== 'string' || Object.keys(more).length > 0) return null;
  return { field, value };
}

/** Filters in force: those of the address, else those of the view. */
export function filtersHere(query: URLSearchParams, group: Group | null): Filter[] {
  if (query.has('f') || !group) return filtersOf(query);
  return filtersIn(group.where) ?? [];
}

/** Conditions of the list; null where every card is meant. */
export function whereHere(
  query: URLSearchParams,
  group: Group | null,
  fields: FieldDescription[],
): Node | null {
  if (query.has('f') || !group) return whereOf(filtersOf(query), fields);
  const asked = group.where as Node | null;
  const { pinned, excluded } = { pinned: group.pinned ?? [], excluded: group.excluded ?? [] };
  const none: Node = { any: [] };
  const withPinned: Node | null = pinned.length
    ? { any: [asked ?? none, { field: 'id', in: pinned }] }
    : asked;
  if (excluded.length === 0) return withPinned ?? none;
  return { all: [withPinned ?? none, { not: { field: 'id', in: excluded } }] };
}
