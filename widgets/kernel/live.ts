/**
 * Live news, as elements see them: is the line there, and who listens to what. Topics and socket are loaded with the first
 * listener (live-topics.ts), which comes after the first picture.
 * Topics: "<entity>:<id>", "about:<entity>:<id>", "mailbox:<id>", "list:<entity>", "user:me".
 *
 *   const stop = live.watch('thread:01J…', (news) => …);
 */
import type { Api } from './api.ts';
import type { LiveTopics } from './live-topics.ts';
import type { News } from './records.ts';

export type Line = 'off' | 'connecting' | 'live' | 'cut';
export type Heard = (news: News, topic: string) => void;
/** Told that what was asked for up to then (milliseconds since 1970) may have missed news. */
export type Missed = (until: number) => void;

export class Live {
  line: Line = 'off';
  readonly api: Api;
  /** Told after every reconnect: nobody knows what was missed. */
  onRejoin: (() => void) | null = null;
  #lines = new Set<() => void>();
  #topics: Promise<LiveTopics | null> | null = null;

  constructor(api: Api) {
    this.api = api;
  }

  /** News of a topic from the server's yes on; `missed` is called then, and at once for who joins a topic that stands. */
  watch(topic: string, heard: Heard, missed?: Missed): () => void {
    // Without its file there is no line; what is shown is read again when the reader comes back to it.
    this.#topics ??= import('./live-topics.ts').then(
      (file) => new file.LiveTopics(this),
      () => null,
    );
    let left = false;
    const stop = this.#topics.then((topics) => (left ? null : topics?.watch(topic, heard, missed)));
    return () => {
      left = true;
      void stop.then((leave) => leave?.());
    };
  }

  /** Calls back when the line is cut or joined again. */
  onLine(changed: () => void): () => void {
    this.#lines.add(changed);
    return () => this.#lines.delete(changed);
  }

  /** A new token from the host's page or from the provider goes to the server at once. */
  renewed(token: string): void {
    void this.#topics?.then((topics) => topics?.socket.renewed(token));
  }

  close(): void {
    void this.#topics?.then((topics) => topics?.socket.close());
    this.#topics = null;
    this.become('off');
  }

  become(line: Line): void {
    if (this.line === line) return;
    this.line = line;
    for (const changed of [...this.#lines]) changed();
  }
}
