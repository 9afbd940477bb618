/**
 * Lists as the order of names of rows that the store holds (records.ts): what several elements ask for is read once.
 *
 *   const list = listOf(store, '/api/messages', { thread: id });
 */
import type { Params } from './api.ts';
import { withParams } from './api.ts';
import { keptEntry } from './kept.ts';
import type { Store } from './records.ts';
import { Watched } from './records.ts';
import type { Page, Row } from './refs.ts';

export class WatchedList<T extends Row = Row> extends Watched {
  readonly path: string;
  readonly params: Params;
  next: string | null = null;
  count: number | null = null;
  #names: string[] = [];
  #pages = 1;
  #store: Store;

  constructor(store: Store, path: string, params: Params) {
    super();
    this.#store = store;
    this.path = path;
    this.params = params;
  }

  get items(): T[] {
    return this.#names
      .map((name) => this.#store.rows.get(name) as T | undefined)
      .filter((row) => row !== undefined);
  }

  holds(name: string): boolean {
    return this.#names.includes(name);
  }

  /** The following page, put behind what is shown. */
  async more(): Promise<void> {
    if (!this.next || this.state === 'loading') return;
    const page = await this.#store.api.list<Row>(this.path, { ...this.params, cursor: this.next });
    this.#pages += 1;
    this.#show([...this.#names, ...page.items.map((row) => this.#store.take(row))], page);
    this.changed();
  }

  /** Reads as many pages as are shown, so that reading again does not shorten the list under the reader. */
  protected async read(): Promise<void> {
    let page = await this.#store.api.list<Row>(this.path, this.params);
    const names = page.items.map((row) => this.#store.take(row));
    for (let pages = 1; pages < this.#pages && page.next; pages += 1) {
      page = await this.#store.api.list<Row>(this.path, { ...this.params, cursor: page.next });
      names.push(...page.items.map((row) => this.#store.take(row)));
    }
    this.#show(names, page);
  }

  #show(names: string[], last: Page<Row>): void {
    this.#names = [...new Set(names)];
    this.next = last.next ?? null;
    this.count = last.count ?? this.count;
  }
}

export function listOf<T extends Row = Row>(store: Store, path: string, params: Params = {}): WatchedList<T> {
  return keptEntry(
    store.lists,
    withParams(path, params),
    () => new WatchedList(store, path, params),
  ) as WatchedList<T>;
}
