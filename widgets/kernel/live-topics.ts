/** Who listens to what, over one socket (see live.ts). */
import type { Heard, Live, Missed } from './live.ts';
import { LiveSocket } from './live-socket.ts';
import type { News } from './records.ts';

interface Listener {
  heard: Heard;
  missed: Missed | undefined;
}

export class LiveTopics {
  readonly live: Live;
  readonly socket: LiveSocket;
  readonly topics = new Map<string, Set<Listener>>();
  /** When a topic was joined, or last had news. */
  #since = new Map<string, number>();

  constructor(live: Live) {
    this.live = live;
    this.socket = new LiveSocket(this);
  }

  /** Who listens to a topic is counted: the first one asks the server, the last one stops asking. */
  watch(topic: string, heard: Heard, missed?: Missed): () => void {
    const listeners = this.topics.get(topic) ?? new Set();
    const listener = { heard, missed };
    listeners.add(listener);
    const since = this.#since.get(topic);
    if (since !== undefined) missed?.(since);
    if (!this.topics.has(topic)) {
      this.topics.set(topic, listeners);
      this.socket.watch(topic);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.topics.get(topic) !== listeners) return;
      this.topics.delete(topic);
      this.#since.delete(topic);
      this.socket.unwatch(topic);
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

  /** News of a topic to whoever listens to it. */
  spread(news: News, topic: string): void {
    if (this.#since.has(topic)) this.#since.set(topic, Date.now());
    for (const { heard } of [...(this.topics.get(topic) ?? [])]) heard(news, topic);
  }
}
