/**
 * Everything read from the server, once: rows by "entity:id", lists as the order of those names. Two elements that show the
 * same card share one row, one request and one subscription; a newer version read by one is seen by all.
 *
 *   const card = store.record({ entity: 'person', id });          // { row, state, refusal, at }, fetched when observed
 *   const list = listOf(store, '/api/messages', { thread: id });  // lists.ts: { items, next, count, state, refusal, at, more() }
 *   const stop = card.observe(() => host.requestUpdate());
 *   await store.patch(ref, { language: 'tr' });                   // shown at once, taken back when refused
 *   const mail = await store.create('/api/messages', letter);     // lists of that entity are asked again
 *
 * News are thin ({ entity, id, version }), so a record is read again through the normal door, which alone decides what may
 * be seen; many news in a short time make one request each.
 */
import type { Api } from './api.ts';
import { keptEntry } from './kept.ts';
import type { WatchedList } from './lists.ts';
import type { Ref, Row } from './refs.ts';
import { nameOf, parseRef, pathOf, pluralOf } from './refs.ts';
import type { Refusal } from './refusal.ts';
import { refused } from './refused.ts';

export interface News {
  entity: string;
  /** Null where only "something here changed" may be said. */
  id: string | null;
  version: number | null;
}

/** 'idle': to be read when somebody looks. 'failed': `refusal` says why; what was seen before is still here. */
export type Condition = 'idle' | 'loading' | 'here' | 'failed';

const calm = 60;

/** Something read from the server that can be watched. What was seen stays readable while it is read again, or failed to. */
export abstract class Watched {
  state: Condition = 'idle';
  refusal: Refusal | null = null;
  /** When the server last answered, in milliseconds since 1970; 0 before. */
  at = 0;
  /** When the last read began, in milliseconds since 1970: what was written before is in its answer. */
  #asked = 0;
  #observers = new Set<() => void>();
  #running: Promise<void> | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  get observed(): boolean {
    return this.#observers.size > 0;
  }

  /** Calls back after every change, and reads the first time. Give back what it returns to stop. */
  observe(changed: () => void): () => void {
    this.#observers.add(changed);
    if (this.state === 'idle') void this.refetch();
    return () => this.#observers.delete(changed);
  }

  changed(): void {
    for (const observer of [...this.#observers]) observer();
  }

  /** Reads again. Asked for while a read runs, it reads once more after it, since that answer may be older than the news. */
  refetch(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#read().finally(() => (this.#running = null));
    return this.#running;
  }

  /** Reads again soon; many calls make one read. What nobody looks at is read when somebody looks. */
  refetchSoon(): void {
    if (!this.observed) {
      this.state = 'idle';
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.refetch();
    }, calm);
  }

  /** Reads again once where the last read is not younger than a moment up to which news may have been missed. */
  missed(until: number): void {
    if (this.#asked <= until) this.refetchSoon();
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      this.#asked = Date.now();
      this.state = 'loading';
      this.changed();
      try {
        await this.read();
        this.refusal = null;
        this.at = Date.now();
        this.state = 'here';
      } catch (thrown) {
        this.refusal = await refused(thrown);
        this.state = 'failed';
      }
    } while (this.#again);
    this.changed();
  }

  protected abstract read(): Promise<void>;
}

export class WatchedRecord<T extends Row = Row> extends Watched {
  readonly ref: Ref;
  #store: Store;

  constructor(store: Store, ref: Ref) {
    super();
    this.#store = store;
    this.ref = ref;
  }

  get row(): T | null {
    return (this.#store.known(this.ref) as T | undefined) ?? null;
  }

  protected async read(): Promise<void> {
    try {
      this.#store.take(await this.#store.api.get<Row>(pathOf(this.ref)));
    } catch (thrown) {
      // What may no longer be seen is not kept on the screen.
      const { kind } = thrown as Refusal;
      if (kind === 'missing' || kind === 'forbidden') this.#store.drop(this.ref);
      throw thrown;
    }
  }
}

export class Store {
  readonly api: Api;
  readonly rows = new Map<string, Row>();
  /** By path and parameters; lists.ts puts them here. */
  readonly lists = new Map<string, WatchedList>();
  #records = new Map<string, WatchedRecord>();

  constructor(api: Api) {
    this.api = api;
  }

  record<T extends Row = Row>(ref: Ref | string): WatchedRecord<T> {
    const at = typeof ref === 'string' ? parseRef(ref) : ref;
    if (!at) throw new TypeError(`"${String(ref)}" names no record; write it like person:01J8…`);
    return keptEntry(this.#records, nameOf(at), () => new WatchedRecord(this, at)) as WatchedRecord<T>;
  }

  known(ref: Ref): Row | undefined {
    return this.rows.get(nameOf(ref));
  }

  /** Keeps a row that came from the server, unless a newer version of it is here. Lines of a timeline have no version. */
  take(row: Row): string {
    const name = nameOf({ entity: row.entity ?? 'line', id: row.id });
    const here = this.rows.get(name);
    if (here && (here.version ?? 0) > (row.version ?? 0)) return name;
    // A row of a list may be shorter than the record read by itself.
    const same = here !== undefined && here.version === row.version;
    this.rows.set(name, same ? { ...here, ...row } : row);
    this.#tell(name);
    return name;
  }

  drop(ref: Ref): void {
    this.rows.delete(nameOf(ref));
    this.#tell(nameOf(ref));
  }

  /** News from the server: what is older than they say is read again. */
  heard(news: News): void {
    if (news.id === null) return;
    const name = nameOf({ entity: news.entity, id: news.id });
    const row = this.rows.get(name);
    if (row && news.version !== null && row.version >= news.version) return;
    this.#records.get(name)?.refetchSoon();
    for (const list of this.lists.values()) if (list.holds(name)) list.refetchSoon();
  }

  /** Everything that is shown is read again: after the live line was cut, nobody knows what was missed. */
  refetchAll(): void {
    for (const watched of [...this.#records.values(), ...this.lists.values()]) {
      if (watched.state !== 'idle') watched.refetchSoon();
    }
  }

  /** Lists of an entity are asked again, after a write that may have put something into them. */
  touch(entity: string): void {
    const path = `/api/${pluralOf(entity)}`;
    for (const list of this.lists.values()) if (list.path === path) list.refetchSoon();
  }

  /**
   * Changes fields of a record that is here: shown at once, taken back when refused (then the Refusal is thrown; on
   * 'conflict' it carries the record as it stands, which is kept). Gives the written record.
   */
  async patch<T extends Row = Row>(ref: Ref, change: Record<string, unknown>): Promise<T> {
    return (await import('./writes.ts')).patch<T>(this, ref, change);
  }

  /** Makes a record; lists of its entity are asked again. `key` makes a repeat harmless. */
  async create<T extends Row = Row>(path: string, body: unknown, options: { key?: string } = {}): Promise<T> {
    return (await import('./writes.ts')).create<T>(this, path, body, options);
  }

  /** Puts a row as it is, also over a newer version: for what is shown before the server answered, and for taking it back. */
  put(row: Row): void {
    const name = nameOf(row);
    this.rows.set(name, row);
    this.#tell(name);
  }

  #tell(name: string): void {
    this.#records.get(name)?.changed();
    for (const list of this.lists.values()) if (list.holds(name)) list.changed();
  }
}
