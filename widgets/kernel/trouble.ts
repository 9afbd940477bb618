/**
 * `<lobi-trouble>`: what an element says instead of its content, or over it. What is empty and how to begin; what failed, and that
 * nothing was lost; that there is nothing to see; or, over what was last seen, of when it is.
 */
import type { ReactiveController } from 'lit';
import { css, html, nothing } from 'lit';
import key from 'lucide-static/icons/key-round.svg?icon';
import again from 'lucide-static/icons/refresh-cw.svg?icon';
import nowhere from 'lucide-static/icons/search-x.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import unplugged from 'lucide-static/icons/wifi-off.svg?icon';
import type { Piece } from './box.ts';
import { buttonLook } from './button-look.ts';
import type { Connection } from './connection.ts';
import { timeOf } from './dates.ts';
import { define, LobiElement } from './element.ts';
import { loadWords } from './i18n.ts';
import { icon } from './icons.ts';
import type { Refusal } from './refusal.ts';
import type { Saying } from './saying.ts';
import { saying, sayingStyles } from './saying.ts';
import { words } from './trouble/texts.ts';

const named = ['offline', 'later', 'limited'];

/** Fetches the words too, and what refuses: once the network is gone, they could not be. */
export async function prepareFor(host: LobiElement): Promise<void> {
  host.addController(new Weather(host));
  await Promise.all([loadWords(words, host.language), import('./again.ts')]);
}

/** Draws the element anew when the network or the live line goes or comes. */
class Weather implements ReactiveController {
  #host: LobiElement;
  #stop: (() => void) | null = null;
  #heard: Connection | null = null;
  #shaken = () => this.#host.requestUpdate();
  #seen = () => this.#cameBack();

  constructor(host: LobiElement) {
    this.#host = host;
  }

  hostConnected(): void {
    addEventListener('online', this.#seen);
    addEventListener('offline', this.#shaken);
    document.addEventListener('visibilitychange', this.#seen);
    this.hostUpdate();
  }

  // Another token or server is another line.
  hostUpdate(): void {
    const { connection } = this.#host;
    if (this.#heard === connection) return;
    this.#stop?.();
    this.#heard = connection;
    this.#stop = connection.live.onLine(this.#shaken);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.#seen);
    removeEventListener('offline', this.#shaken);
    document.removeEventListener('visibilitychange', this.#seen);
    this.#stop?.();
    this.#heard = null;
  }

  // What is shown may be old when the live line was down meanwhile.
  #cameBack(): void {
    const line = this.#host.connection.live.line;
    if (document.visibilityState === 'visible' && line !== 'live') void this.#host.refresh();
    this.#shaken();
  }
}

export class Trouble extends LobiElement {
  static override texts = words;
  static override properties = {
    refusal: { attribute: false },
    saying: { attribute: false },
    unseen: { attribute: false },
    asOf: { attribute: false },
  };
  static override styles = [
    buttonLook,
    sayingStyles,
    css`
      .strip {
        display: flex;
        align-items: center;
        gap: var(--lobi-space-2);
        padding: 6px var(--lobi-space-3);
        background: var(--lobi-warning-soft);
        color: var(--lobi-warning);
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
    `,
  ];

  declare refusal: Refusal | null | undefined;
  /** Words of the element's own. */
  declare saying: Saying | undefined;
  /** Why there may be nothing to see, in the element's own words. */
  declare unseen: string | null | undefined;
  /** When what is shown below was read, in milliseconds since 1970. */
  declare asOf: number | undefined;

  override render(): Piece {
    if (this.asOf !== undefined) return this.#strip(this.asOf);
    if (this.saying) return saying(this.saying);
    return this.refusal ? saying(this.#sayingOf(this.refusal)) : nothing;
  }

  #strip(at: number): Piece {
    const offline = !navigator.onLine || this.refusal?.kind === 'offline';
    const time = timeOf(at, this.clock);
    return html`<p class="strip" role="status">
      ${icon(unplugged)}<span>${this.t(offline ? 'state.asOfOffline' : 'state.asOfLate', { time })}</span>
    </p>`;
  }

  #sayingOf({ kind }: Refusal): Saying {
    const why = this.unseen ?? this.t('state.missingWhy');
    if (kind === 'unknown')
      return { icon: key, title: this.t('state.ended'), text: this.t('state.endedWhy') };
    // What is not there and what is somebody else's look the same.
    if (kind === 'missing' || kind === 'forbidden')
      return { icon: nowhere, title: this.t('state.missing'), text: why };
    const offline = kind === 'offline';
    return {
      icon: offline ? unplugged : alert,
      title: this.t(offline ? 'state.offline' : 'state.failed'),
      text: this.t(`state.${named.includes(kind) ? kind : 'broken'}Why`),
      action: html`<button class="btn" @click=${() => this.emit('lobi-trouble-retry')}>
        ${icon(again)}${this.t('state.again')}
      </button>`,
      bad: !offline,
    };
  }
}

define('lobi-trouble', Trouble);
