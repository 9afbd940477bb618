/** Is the way to the server whole? The browser's word at once; the live line's after a while, since it comes back by itself. */
import type { ReactiveController } from 'lit';
import type { LobiElement } from '../../kernel/element.ts';

const patience = 4000;

export class Online implements ReactiveController {
  #stop: (() => void) | null = null;
  #host: LobiElement;
  #cutSince = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #told = () => this.#look();

  constructor(host: LobiElement) {
    this.#host = host;
    host.addController(this);
  }

  get whole(): boolean {
    return navigator.onLine && (this.#cutSince === 0 || Date.now() - this.#cutSince < patience);
  }

  get says(): string {
    return navigator.onLine ? 'shell.cut' : 'shell.offline';
  }

  hostConnected(): void {
    addEventListener('online', this.#told);
    addEventListener('offline', this.#told);
    this.#stop = this.#host.connection.live.onLine(this.#told);
  }

  hostDisconnected(): void {
    this.#stop?.();
    removeEventListener('online', this.#told);
    removeEventListener('offline', this.#told);
    if (this.#timer) clearTimeout(this.#timer);
  }

  #look(): void {
    const cut = this.#host.connection.live.line === 'cut';
    if (!cut) this.#cutSince = 0;
    else if (this.#cutSince === 0) this.#cutSince = Date.now();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = cut ? setTimeout(() => this.#host.requestUpdate(), patience + 50) : null;
    this.#host.requestUpdate();
  }
}
