/**
 * The socket under live-topics.ts: one per server and token.
 * 1. Topics are asked for when the line stands, and all of them again after every reconnect; the server may refuse a topic, then
 * nothing comes. 2. News go to whoever listens to their topic. 3. A token is renewed well before it ends, since the socket ends
 * with it; an ended one is renewed at the next try to join.
 */
import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';
import type { Live } from './live.ts';
import type { LiveTopics } from './live-topics.ts';
import type { News } from './records.ts';

/** Widget tokens live 15 minutes at most; a provider is asked well before. */
const renewEvery = 10 * 60_000;

export class LiveSocket {
  #topics: LiveTopics;
  #live: Live;
  #socket: Socket;
  #renewal: ReturnType<typeof setInterval> | null = null;
  #joined = false;

  constructor(topics: LiveTopics) {
    const { live } = topics;
    const { api } = live;
    this.#topics = topics;
    this.#live = live;
    live.become('connecting');
    this.#socket = io(api.server || location.origin, {
      path: '/live',
      transports: ['websocket'],
      withCredentials: true,
      reconnectionDelayMax: 20_000,
      auth: (answer) => answer(api.token ? { token: api.token } : {}),
    });
    this.#socket.on('connect', () => this.#join());
    this.#socket.on('disconnect', (reason) => this.#cut(reason === 'io server disconnect'));
    this.#socket.on('connect_error', () => this.#cut(!this.#socket.active));
    this.#socket.on('news', (news: News & { topic: string }) => topics.spread(news, news.topic));
    // Rights have changed: topics that are seen now are joined, and everything is read again.
    this.#socket.on('rights', () => this.#join());
    // A refused renewal ends the socket at the server; the next read of the element says why.
    if (api.renewable) this.#renewal = setInterval(() => void this.#renew(), renewEvery);
  }

  watch(topic: string): void {
    if (!this.#socket.connected) return;
    this.#socket.emit(
      'watch',
      { topic },
      (answer?: { ok?: true }) => answer?.ok && this.#topics.joined(topic),
    );
  }

  unwatch(topic: string): void {
    if (this.#socket.connected) this.#socket.emit('unwatch', { topic });
  }

  renewed(token: string): void {
    if (this.#socket.connected) this.#socket.emit('renew', { token });
    else this.#socket.connect();
  }

  close(): void {
    if (this.#renewal) clearInterval(this.#renewal);
    this.#socket.disconnect();
  }

  #join(): void {
    for (const topic of this.#topics.topics.keys()) this.watch(topic);
    this.#live.become('live');
    if (this.#joined) this.#live.onRejoin?.();
    this.#joined = true;
  }

  // Cut by the server itself: it does not come back by itself, so a fresh token is tried once, where there is one.
  #cut(byServer: boolean): void {
    this.#live.become('cut');
    if (byServer && this.#live.api.renewable) void this.#renew();
  }

  async #renew(): Promise<void> {
    const token = await this.#live.api.renew().catch(() => null);
    if (token) this.renewed(token);
  }
}
