/**
 * Live news. One socket per server and token, opened when the first topic is watched, loaded apart from everything else.
 * Topics: "<entity>:<id>", "about:<entity>:<id>", "mailbox:<id>", "list:<entity>", "user:me".
 *
 *   const stop = live.watch('thread:01J…', (news) => …);
 *
 * 1. `watch` counts who listens to a topic; the first one asks the server, which may refuse (then nothing comes).
 * 2. After every reconnect all topics are asked for again and `onRejoin` is called: nobody knows what was missed.
 * 3. A token is renewed before it ends, since the socket ends with it.
 */
import type { Socket } from 'socket.io-client';
import type { Api } from './api.ts';
import type { News } from './records.ts';

export type Line = 'off' | 'connecting' | 'live' | 'cut';

/** Widget tokens live 15 minutes at most; a provider is asked well before. */
const renewEvery = 10 * 60_000;

export class Live {
  line: Line = 'off';
  onRejoin: (() => void) | null = null;
  onLine: (() => void) | null = null;
  #api: Api;
  #socket: Socket | null = null;
  #opening: Promise<void> | null = null;
  #topics = new Map<string, Set<(news: News, topic: string) => void>>();
  #renewal: ReturnType<typeof setInterval> | null = null;
  #joined = false;

  constructor(api: Api) {
    this.#api = api;
  }

  watch(topic: string, heard: (news: News, topic: string) => void): () => void {
    const listeners = this.#topics.get(topic) ?? new Set();
    listeners.add(heard);
    if (!this.#topics.has(topic)) {
      this.#topics.set(topic, listeners);
      this.#opening ??= this.#open();
      if (this.#socket?.connected) this.#socket.emit('watch', { topic });
    }
    return () => {
      listeners.delete(heard);
      if (listeners.size > 0 || this.#topics.get(topic) !== listeners) return;
      this.#topics.delete(topic);
      if (this.#socket?.connected) this.#socket.emit('unwatch', { topic });
    };
  }

  close(): void {
    if (this.#renewal) clearInterval(this.#renewal);
    this.#renewal = null;
    this.#socket?.disconnect();
    this.#socket = null;
    this.#opening = null;
    this.#become('off');
  }

  /** A new token from the host's page or from the provider goes to the server at once. */
  renewed(token: string): void {
    if (this.#socket?.connected) this.#socket.emit('renew', { token });
    else this.#socket?.connect();
  }

  async #open(): Promise<void> {
    this.#become('connecting');
    const { io } = await import('socket.io-client');
    const socket = io(this.#api.server || location.origin, {
      path: '/live',
      transports: ['websocket'],
      withCredentials: true,
      reconnectionDelayMax: 20_000,
      auth: (answer) => answer(this.#api.token ? { token: this.#api.token } : {}),
    });
    this.#socket = socket;
    socket.on('connect', () => this.#join());
    socket.on('disconnect', () => this.#become('cut'));
    socket.on('connect_error', () => this.#become('cut'));
    socket.on('news', (news: News & { topic?: string }) => this.#spread(news));
    if (this.#api.renewable) {
      this.#renewal = setInterval(() => {
        // A refused renewal ends the socket at the server; the next read of the element says why.
        this.#api.renew().then(
          (token) => this.renewed(token),
          () => {},
        );
      }, renewEvery);
    }
  }

  #join(): void {
    for (const topic of this.#topics.keys()) this.#socket!.emit('watch', { topic });
    this.#become('live');
    if (this.#joined) this.onRejoin?.();
    this.#joined = true;
  }

  // A server that names the topic is believed; else every listener hears it, and the store knows what is new.
  #spread(news: News & { topic?: string }): void {
    for (const [topic, listeners] of this.#topics) {
      if (news.topic && news.topic !== topic) continue;
      for (const heard of [...listeners]) heard(news, topic);
    }
  }

  #become(line: Line): void {
    this.line = line;
    this.onLine?.();
  }
}
