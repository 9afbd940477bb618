/**
 * `<lobi-mail-frame>`: HTML mail in a frame from Lobi's own server, without origin, network or storage (decision 21). The mail's
 * styles stay inside, its scripts, forms and pictures do nothing.
 *
 * A page whose policy refuses the frame (`frame-src`) sees the mail as text, and is told so once in the console.
 */
import type { PropertyValues } from 'lit';
import { css, html } from 'lit';
import { define, LobiElement } from '../kernel/element.ts';
import type { Show, Told } from './frame/port.ts';
import { hello } from './frame/port.ts';
import { words } from './texts.ts';

const patience = 6_000;
const tallest = 20_000;

export class MailFrame extends LobiElement {
  static override texts = words;
  static override properties = {
    source: { attribute: false },
    plain: { attribute: false },
    subject: { attribute: false },
    pictureOf: { attribute: false },
    refused: { state: true },
  };
  static override styles = css`
    iframe {
      display: block;
      width: 100%;
      height: 0;
      border: 0;
      background: none;
      color-scheme: inherit;
    }
    .plain {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  `;

  /** The HTML as the server gives it. */
  declare source: string;
  /** The text that says the same. */
  declare plain: string;
  declare subject: string;
  /** Fetches a picture that the mail carries ("cid:…") or names; null where there is none. */
  declare pictureOf: ((src: string) => Promise<Blob | null>) | undefined;
  declare refused: boolean;

  #port: MessagePort | null = null;
  #waiting: ReturnType<typeof setTimeout> | null = null;
  #hear = (event: MessageEvent) => this.#heard(event);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('message', this.#hear);
    this.#waiting = setTimeout(() => this.#giveUp(), patience);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('message', this.#hear);
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#port?.close();
    this.#port = null;
  }

  override render() {
    if (this.refused) return html`<div class="plain">${this.plain}</div>`;
    return html`<iframe
      src="${this.connection.api.server}/embed/mail-frame"
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
      title=${this.t('frame.title', { subject: this.subject || '' })}
    ></iframe>`;
  }

  /** Hands the bytes of pictures to the mail, for example after the reader asked for them. Gives how many did not come. */
  async showPictures(names: string[]): Promise<number> {
    let missed = 0;
    await Promise.all(
      names.map(async (src) => {
        const bytes = await this.pictureOf?.(src).catch(() => null);
        if (bytes) this.#port?.postMessage({ picture: { src, bytes } });
        else missed++;
      }),
    );
    return missed;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('source') || changed.has('theme')) this.#show();
  }

  // A frame that moved in the page loads again and says hello again: each hello gets a port of its own.
  #heard(event: MessageEvent): void {
    const frame = this.renderRoot.querySelector('iframe');
    if (event.data !== hello || !frame?.contentWindow || event.source !== frame.contentWindow) return;
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#port?.close();
    const channel = new MessageChannel();
    this.#port = channel.port1;
    this.#port.addEventListener('message', ({ data }: MessageEvent<Told>) => this.#told(data));
    this.#port.start();
    // The frame's origin is opaque, so no origin can be named; only this window gets the port.
    frame.contentWindow.postMessage(hello, '*', [channel.port2]);
    this.#show();
  }

  #show(): void {
    const look = getComputedStyle(this);
    const dark = this.#isDark();
    const message: Show = {
      show: {
        html: this.source,
        lang: this.language,
        title: this.subject,
        quoted: this.t('frame.quoted'),
        look: { text: look.color, link: this.#colour('--lobi-accent'), font: look.fontFamily, dark },
      },
    };
    this.#port?.postMessage(message);
  }

  // What comes out of the frame was written by a stranger: only a number, names and one key are taken from it.
  #told({ height, wants, blocked, key }: Told): void {
    const frame = this.renderRoot.querySelector('iframe');
    if (typeof height === 'number' && Number.isFinite(height) && frame) {
      frame.style.height = `${Math.min(Math.max(height, 0), tallest)}px`;
      if (height > tallest) frame.setAttribute('scrolling', 'yes');
    }
    if (Array.isArray(wants)) void this.showPictures(wants.filter(isName).filter(isOwn).slice(0, 100));
    if (Array.isArray(blocked))
      this.emit('lobi-frame-block', { pictures: blocked.filter(isName).slice(0, 500) });
    if (typeof key === 'string' && key.length < 8) {
      frame?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
      );
    }
  }

  #giveUp(): void {
    if (this.#port) return;
    console.warn(
      `Lobi shows mail in a frame of ${this.connection.api.server}; this page's frame-src refuses it.`,
    );
    this.refused = true;
  }

  #isDark(): boolean {
    const probe = this.#colour('--lobi-surface-1');
    const [r = 255, g = 255, b = 255] = (probe.match(/[\d.]+/g) ?? []).map(Number);
    return 0.299 * r + 0.587 * g + 0.114 * b < 128;
  }

  // light-dark() is only resolved in a property that is a colour.
  #colour(token: string): string {
    const before = this.style.outlineColor;
    this.style.outlineColor = `var(${token})`;
    const colour = getComputedStyle(this).outlineColor;
    this.style.outlineColor = before;
    return colour;
  }
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name.length < 4_000;
}

/** Only what the mail carries is given unasked: a picture elsewhere would tell its sender. */
function isOwn(name: string): boolean {
  return name.startsWith('cid:');
}

define('lobi-mail-frame', MailFrame);
