/**
 * `<lobi-drop>`: files by drop, by paste or by choosing. It draws nothing but what stands inside it, with a frame while files
 * hang over it; `choose()` opens the file window.
 *
 *   <lobi-drop @lobi-files-drop=${(event) => upload(event.detail.files)}>…</lobi-drop>
 */
import { css, html } from 'lit';
import { define, LobiElement } from '../kernel/element.ts';
import { words } from './texts.ts';

export class Drop extends LobiElement {
  static override texts = words;
  static override properties = { over: { type: Boolean, reflect: true } };
  static override styles = css`
    :host {
      position: relative;
    }
    .over {
      display: none;
    }
    :host([over]) .over {
      position: absolute;
      inset: 2px;
      z-index: 2;
      display: grid;
      place-items: center;
      border: 2px dashed var(--lobi-accent);
      border-radius: var(--lobi-radius);
      background: color-mix(in srgb, var(--lobi-accent-soft) 92%, transparent);
      color: var(--lobi-accent-strong);
      font-weight: 500;
      pointer-events: none;
    }
  `;

  declare over: boolean;

  choose(): void {
    this.renderRoot.querySelector('input')!.click();
  }

  constructor() {
    super();
    this.addEventListener('dragover', this.#hover);
    this.addEventListener('dragleave', this.#leave);
    this.addEventListener('drop', this.#drop);
    this.addEventListener('paste', this.#paste);
  }

  override render() {
    return html`<slot></slot>
      <div class="over" aria-hidden="true">${this.t('drop.here')}</div>
      <input type="file" multiple hidden aria-label=${this.t('drop.choose')} @change=${this.#chosen} />`;
  }

  #hover(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  }

  #leave(event: DragEvent): void {
    if (!this.contains(event.relatedTarget as Node | null)) this.over = false;
  }

  #drop(event: DragEvent): void {
    this.over = false;
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.#give(event.dataTransfer.files);
  }

  #paste(event: ClipboardEvent): void {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.#give(event.clipboardData.files);
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.files?.length) this.#give(input.files);
    input.value = '';
  }

  #give(files: FileList): void {
    this.emit('lobi-files-drop', { files: [...files] });
  }
}

define('lobi-drop', Drop);
