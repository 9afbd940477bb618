/** The controller of a list (see watch.ts); apart from it, since an element's first picture may do without lists. */
import type { Params } from './api.ts';
import { withParams } from './api.ts';
import type { Connection } from './connection.ts';
import type { WatchedList } from './lists.ts';
import { listOf } from './lists.ts';
import type { Row } from './refs.ts';
import type { Watcher } from './watch.ts';
import { Watch } from './watch.ts';

export interface ListQuery {
  path: string;
  params?: Params;
  /** Whose news mean that this list may be another one now: "list:person", "about:person:01J…", "thread:01J…". */
  topics?: string[];
}

export class ListWatch<T extends Row = Row> extends Watch<WatchedList<T>> {
  #which: () => ListQuery | null | undefined;

  constructor(host: Watcher, which: () => ListQuery | null | undefined) {
    super(host);
    this.#which = which;
  }

  get items(): T[] {
    return this.watched?.items ?? [];
  }

  /** How many there are in all, where the server counted (params: { count: true }). */
  get count(): number | null {
    return this.watched?.count ?? null;
  }

  get hasMore(): boolean {
    return Boolean(this.watched?.next);
  }

  get here(): boolean {
    return this.at > 0;
  }

  more(): Promise<void> {
    return this.watched?.more() ?? Promise.resolve();
  }

  protected key(): string {
    const which = this.#which();
    return which ? withParams(which.path, which.params) : '';
  }

  protected find(connection: Connection): WatchedList<T> {
    const { path, params } = this.#which()!;
    return listOf<T>(connection.store, path, params);
  }

  protected topics(): string[] {
    return this.#which()?.topics ?? [];
  }

  protected heard(): void {
    this.watched?.refetchSoon();
  }
}
