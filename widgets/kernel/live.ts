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

export class Live {
  line: Line = 'off';
  readonly api: Api;
  readonly topics = new Map<string, Set<Heard>>();
  /** Told after every reconnect: nobody knows what was missed. */
  onRejoin: (() => void) | null = null;
  #lines = new Set<() => void>();
  #socket: Promise<LiveSocket | null> | null = null;

  constructor(api: Api) {
    this.api = api;
  }

  /** Who listens to a topic is counted: the first one asks the server, the last one stops asking. */
  watch(topic: string, heard: Heard): () => void {
    const listeners = this.topics.get(topic) ?? new Set();
    listeners.add(heard);
    if (!this.topics.has(topic)) {
      this.topics.set(topic, listeners);
      this.#tell((socket) => socket.watch(topic));
    }
    return () => {
      listeners.delete(heard);
      if (listeners.size > 0 || this.topics.get(topic) !== listeners) return;
      this.topics.delete(topic);
      this.#tell((socket) => socket.unwatch(topic));
    };
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
