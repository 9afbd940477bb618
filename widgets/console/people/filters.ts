/**
 * Filters of the list of cards. In the address as `f=kinds:customer&f=sector:food`, for the server as a query tree:
 * what is a tree means everything below, several values of one field mean any of them, several fields all of them.
 */
import type { FieldDescription } from '../../kernel/form.ts';

export interface Filter {
  field: string;
  value: string;
}

export type Node = { all: Node[] } | { any: Node[] } | Record<string, unknown>;

export function filtersOf(query: URLSearchParams): Filter[] {
  return query.getAll('f').flatMap((text) => {
    const [field = '', ...value] = text.split(':');
    return field && value.length ? [{ field, value: value.join(':') }] : [];
  });
}

/** null where nothing is filtered. */
export function whereOf(filters: Filter[], fields: FieldDescription[]): Node | null {
  const byField = Map.groupBy(filters, ({ field }) => field);
  const nodes = [...byField].map(([field, chosen]): Node => {
    const each = chosen.map(({ value }) =>
      nodeOf(
        field,
        value,
        fields.find(({ key }) => key === field),
      ),
    );
    return each.length === 1 ? each[0]! : { any: each };
  });
  return nodes.length === 0 ? null : nodes.length === 1 ? nodes[0]! : { all: nodes };
}

function nodeOf(field: string, value: string, description: FieldDescription | undefined): Node {
  return description?.type === 'criteria' ? { field, under: value } : { field, is: value };
}

/** The address with a filter put in or taken out. */
export function withFilters(query: URLSearchParams, filters: Filter[]): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete('f');
  for (const { field, value } of filters) next.append('f', `${field}:${value}`);
  return next;
}
