/**
 * Live news: who listens to what. The socket itself is loaded apart, when the first topic is watched (live-socket.ts).
 * Topics: "<entity>:<id>", "about:<entity>:<id>", "mailbox:<id>", "list:<entity>", "user:me".
 *
 *   const stop = live.watch('thread:01J…', (news) => …);
 */
import type { Api } from './api.ts';
import type { LiveSocket } from './live-socket.ts';
import type { News } from './records.ts';

export type Line = 'off' | 'connecting' | 'live' | 'cut';
export type Heard = (news: News, topic: string) => void;
/** Told that what was asked for up to then (milliseconds since 1970) may have missed news. */
export type Missed = (until: number) => void;

interface Listener {
  heard: Heard;
  missed: Missed | undefined;
}

export class Live {
  line: Line = 'off';
  readonly api: Api;
  readonly topics = new Map<string, Set<Listener>>();
  /** Told after every reconnect: nobody knows what was missed. */
  onRejoin: (() => void) | null = null;
  /** When a topic was joined, or last had news. */
  #since = new Map<string, number>();
  #lines = new Set<() => void>();
  #socket: Promise<LiveSocket | null> | null = null;

  constructor(api: Api) {
    this.api = api;
  }

  /**
   * Who listens to a topic is counted: the first one asks the server, the last one stops asking. News come from the server's yes
   * on; `missed` is called then, and at once for who joins a topic that stands.
   */
  watch(topic: string, heard: Heard, missed?: Missed): () => void {
    const listeners = this.topics.get(topic) ?? new Set();
    const listener = { heard, missed };
    listeners.add(listener);
    const since = this.#since.get(topic);
    if (since !== undefined) missed?.(since);
    if (!this.topics.has(topic)) {
      this.topics.set(topic, listeners);
      this.#tell((socket) => socket.watch(topic));
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.topics.get(topic) !== listeners) return;
      this.topics.delete(topic);
      this.#since.delete(topic);
      this.#tell((socket) => socket.unwatch(topic));
    };
  }

  /** The server said yes to a topic: between the first answer and this, news went by unheard. */
  joined(topic: string): void {
    const listeners = this.topics.get(topic);
    if (!listeners) return;
    const now = Date.now();
    this.#since.set(topic, now);
    for (const { missed } of [...listeners]) missed?.(now);
  }

  /** News to whoever listens to a topic; to all where the server names none, and the store knows what is new. */
  spread(news: News, named?: string): void {
    for (const [topic, listeners] of this.topics) {
      if (named && named !== topic) continue;
      if (this.#since.has(topic)) this.#since.set(topic, Date.now());
      for (const { heard } of [...listeners]) heard(news, topic);
    }
  }

  /** Calls back when the line is cut or joined again. */
  onLine(changed: () => void): () => void {
    this.#lines.add(changed);
    return () => this.#lines.delete(changed);
  }

  /** A new token from the host's page or from the provider goes to the server at once. */
  renewed(token: string): void {
    void this.#socket?.then((socket) => socket?.renewed(token));
  }

  close(): void {
    void this.#socket?.then((socket) => socket?.close());
    this.#socket = null;
    this.become('off');
  }

  become(line: Line): void {
    if (this.line === line) return;
    this.line = line;
    for (const changed of [...this.#lines]) changed();
  }

  #tell(what: (socket: LiveSocket) => void): void {
    // Without its file there is no line; what is shown is read again when the reader comes back to it.
    this.#socket ??= import('./live-socket.ts').then(
      ({ LiveSocket }) => new LiveSocket(this),
      () => null,
    );
    void this.#socket.then((socket) => socket && what(socket));
  }
}
