/**
 * `<lobi-badge-camera>`: what the camera sees, and one key to keep it. `lobi-badge-camera-take` carries the photo;
 * `lobi-badge-camera-close` says that none was wanted.
 */
import { css, html } from 'lit';
import camera from 'lucide-static/icons/camera.svg?icon';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { Page } from '../page.ts';
import { photoOfVideo } from './photo.ts';

export class BadgeCamera extends Page {
  static override properties = { ...Page.properties, trouble: { state: true } };
  static override styles = [
    Page.styles,
    css`
      video {
        display: block;
        width: 100%;
        max-width: 320px;
        aspect-ratio: 4 / 5;
        object-fit: cover;
        border-radius: var(--lobi-radius);
        background: var(--lobi-surface-2);
        transform: scaleX(-1);
      }
      .line {
        margin-top: var(--lobi-space-2);
      }
    `,
  ];

  /** Key of the text that says why there is no picture. */
  declare trouble: string | null;
  #stream: MediaStream | null = null;

  constructor() {
    super();
    this.trouble = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }

  override render() {
    const close = () => this.emit('lobi-badge-camera-close', {});
    if (this.trouble)
      return html`<p class="hint amber" role="alert">${this.t(this.trouble)}</p>
        <div class="line"><button class="btn plain" type="button" @click=${close}>${this.t('form.leave')}</button></div>`;
    return html`<video autoplay muted playsinline aria-label=${this.t('desk.camera')}></video>
      <div class="line">
        <button class="btn first" type="button" @click=${() => this.#take()}>${icon(camera)}${this.t('desk.take')}</button>
        <button class="btn plain" type="button" @click=${close}>${this.t('form.leave')}</button>
      </div>`;
  }

  // Browsers open a camera on pages by https only, and on this machine's own.
  async #open(): Promise<void> {
    if (!navigator.mediaDevices) {
      this.trouble = 'desk.cameraHttps';
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 960 } },
      });
      this.#stream = stream;
      await this.updateComplete;
      const video = this.renderRoot.querySelector('video');
      if (!this.isConnected || !video) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      video.srcObject = stream;
      this.renderRoot.querySelector('button')?.focus();
    } catch (thrown) {
      const refused = (thrown as DOMException).name === 'NotAllowedError';
      this.trouble = refused ? 'desk.cameraRefused' : 'desk.cameraNone';
    }
  }

  async #take(): Promise<void> {
    const video = this.renderRoot.querySelector('video');
    if (!video?.videoWidth) return;
    this.emit('lobi-badge-camera-take', { photo: await photoOfVideo(video) });
  }
}

define('lobi-badge-camera', BadgeCamera);
