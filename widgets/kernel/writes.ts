/** The store's writes, loaded with the first one: what only reads pays nothing for them. */
import type { Store } from './records.ts';
import type { Ref, Row } from './refs.ts';
import { nameOf, pathOf } from './refs.ts';
import { refusalOf } from './refusal.ts';

export async function patch<T extends Row>(
  store: Store,
  ref: Ref,
  change: Record<string, unknown>,
): Promise<T> {
  const before = store.known(ref);
  if (!before) throw new TypeError(`${nameOf(ref)} is not here, so its version is not known`);
  store.put({ ...before, ...change });
  try {
    const written = await store.api.patch<Row>(pathOf(ref), before.version, change);
    store.put(written);
    return written as T;
  } catch (thrown) {
    store.put((refusalOf(thrown).current as Row | null) ?? before);
    throw thrown;
  }
}

export async function create<T extends Row>(
  store: Store,
  path: string,
  body: unknown,
  options: { key?: string },
): Promise<T> {
  const row = await store.api.post<T>(path, body, options);
  if (row?.entity) {
    store.take(row);
    store.touch(row.entity);
  }
  return row;
}
