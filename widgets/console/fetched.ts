/**
 * One answer of the API that is no record and no list of records (system state, settings, backups): read when the page appears,
 * read again on demand; what was seen stays while it is read again.
 *
 *   readonly state = new Fetched<System>(this, () => '/api/system');
 *   this.state.value, this.state.refusal, this.state.refetch()
 */
import type { ReactiveController } from 'lit';
import type { LobiElement } from '../kernel/element.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { refusalOf } from '../kernel/refusal.ts';

export class Fetched<T> implements ReactiveController {
  value: T | null = null;
  refusal: Refusal | null = null;
  busy = false;
  /** When it was last read, in milliseconds since 1970; 0 before. */
  at = 0;
  #host: LobiElement;
  #path: () => string | null;
  #asked: string | null = null;

  constructor(host: LobiElement, path: () => string | null) {
    this.#host = host;
    this.#path = path;
    host.addController(this);
  }

  hostUpdate(): void {
    const path = this.#path();
    if (path === this.#asked) return;
    this.#asked = path;
    this.value = null;
    if (path) void this.refetch();
  }

  async refetch(): Promise<void> {
    const path = this.#path();
    if (!path) return;
    this.busy = true;
    this.#host.requestUpdate();
    try {
      const value = await this.#host.connection.api.get<T>(path);
      if (path !== this.#path()) return;
      this.value = value;
      this.refusal = null;
      this.at = Date.now();
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
    } finally {
      this.busy = false;
      this.#host.requestUpdate();
    }
  }
}
