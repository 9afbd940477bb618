/**
 * Controllers that tie an element to what it shows. They read when the element appears, follow when its attributes change,
 * hear the news, and stop when it goes.
 *
 *   card = new RecordWatch<Person>(this, () => this.card);
 *   mails = new ListWatch<Message>(this, () => ({ path: '/api/messages', params: { thread: this.thread }, topics: [`thread:${this.thread}`] }));
 *   render() { return this.card.row ? … : … }
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Connection } from './connection.ts';
import type { Condition, News, Watched, WatchedRecord } from './records.ts';
import type { Ref, Row } from './refs.ts';
import { nameOf, parseRef } from './refs.ts';
import type { Refusal } from './refusal.ts';

/** What an element must offer to watch something; LobiElement does. */
export interface Watcher extends ReactiveControllerHost {
  readonly connection: Connection;
  readonly watches: Set<Watch>;
}

export abstract class Watch<W extends Watched = Watched> implements ReactiveController {
  protected host: Watcher;
  protected watched: W | null = null;
  #key = '';
  #connection: Connection | null = null;
  #stop: (() => void)[] = [];
  #listening = false;

  constructor(host: Watcher) {
    this.host = host;
    host.watches.add(this as unknown as Watch);
    host.addController(this);
  }

  get state(): Condition {
    return this.watched?.state ?? 'idle';
  }

  get refusal(): Refusal | null {
    return this.watched?.refusal ?? null;
  }

  /** When it was last read, in milliseconds since 1970; 0 when it never was. */
  get at(): number {
    return this.watched?.at ?? 0;
  }

  /** Is there something to show? */
  abstract get here(): boolean;

  refetch(): Promise<void> {
    return this.watched?.refetch() ?? Promise.resolve();
  }

  hostUpdate(): void {
    const key = this.key();
    if (key === this.#key && this.host.connection === this.#connection) return;
    this.#leave();
    this.#key = key;
    this.#connection = this.host.connection;
    if (!key) return;
    this.watched = this.find(this.#connection);
    this.#stop.push(this.watched.observe(() => this.#changed()));
    this.#listen();
  }

  hostDisconnected(): void {
    this.#leave();
  }

  /** Empty while there is nothing to watch. */
  protected abstract key(): string;
  protected abstract find(connection: Connection): W;
  protected abstract topics(): string[];
  protected abstract heard(news: News, topic: string): void;

  #changed(): void {
    this.#listen();
    this.host.requestUpdate();
  }

  // Live news begin after the first answer: the first picture does not wait for them. What happened before the server
  // joined the topic is read once more then.
  #listen(): void {
    if (this.#listening || !this.watched?.at || !this.#connection) return;
    this.#listening = true;
    for (const topic of this.topics()) {
      const { live } = this.#connection;
      const missed = (until: number) => this.watched?.missed(until);
      this.#stop.push(live.watch(topic, (news, of) => this.heard(news, of), missed));
    }
  }

  #leave(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.watched = null;
    this.#listening = false;
    this.#key = '';
  }
}

export class RecordWatch<T extends Row = Row> extends Watch<WatchedRecord<T>> {
  #which: () => Ref | string | null | undefined;

  constructor(host: Watcher, which: () => Ref | string | null | undefined) {
    super(host);
    this.#which = which;
  }

  get ref(): Ref | null {
    const which = this.#which();
    return typeof which === 'string' ? parseRef(which) : (which ?? null);
  }

  get row(): T | null {
    return this.watched?.row ?? null;
  }

  get here(): boolean {
    return this.row !== null;
  }

  protected key(): string {
    return this.ref ? nameOf(this.ref) : '';
  }

  protected find(connection: Connection): WatchedRecord<T> {
    return connection.store.record<T>(this.ref!);
  }

  protected topics(): string[] {
    return [this.key()];
  }

  protected heard(news: News): void {
    this.host.connection.store.heard(news);
  }
}
