/**
 * `<lobi-dialog>`: something that must be answered before going on; used rarely. The browser keeps the focus inside and gives
 * it back. Escape and the cross close it. `wide`
 * for what needs room.
 *
 *   <lobi-dialog heading="New mailbox" ?open=${this.asking} @lobi-dialog-close=${() => (this.asking = false)}>
 *     …<div slot="acts"><button class="btn first">Save</button></div>
 *   </lobi-dialog>
 */
import type { PropertyValues } from 'lit';
import { css, html } from 'lit';
import cross from 'lucide-static/icons/x.svg?icon';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { words } from './texts.ts';

class Dialog extends LobiElement {
  static override texts = words;
  static override properties = { heading: {}, open: { type: Boolean, reflect: true } };
  static override styles = [
    buttons,
    css`
      dialog {
        width: min(520px, calc(100vw - 32px));
        max-height: calc(100dvh - 64px);
        padding: 0;
        border: 1px solid var(--lobi-border-strong);
        border-radius: 8px;
        background: var(--lobi-surface-1);
        color: var(--lobi-text);
        box-shadow: var(--lobi-shadow);
        overflow: auto;
      }
      :host([wide]) dialog {
        width: min(1120px, calc(100vw - 32px));
      }
      dialog::backdrop {
        background: light-dark(rgb(29 32 31 / 32%), rgb(0 0 0 / 56%));
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--lobi-space-2);
        padding: var(--lobi-space-3) var(--lobi-space-4);
        border-bottom: 1px solid var(--lobi-border);
      }
      .head h2 {
        font-size: var(--lobi-size-read);
      }
      .inside {
        padding: var(--lobi-space-4);
      }
      ::slotted([slot='acts']) {
        display: flex;
        justify-content: flex-end;
        gap: var(--lobi-space-2);
        padding: 0 var(--lobi-space-4) var(--lobi-space-4);
      }
    `,
  ];

  declare heading: string;
  declare open: boolean;

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${this.#closed} @click=${this.#beside}>
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <button class="btn plain only" @click=${() => this.#dialog?.close()}>${icon(cross, this.t('dialog.close'))}</button>
      </div>
      <div class="inside"><slot></slot></div>
      <slot name="acts"></slot>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  protected override updated(changed: PropertyValues): void {
    const dialog = this.#dialog!;
    if (!changed.has('open')) return;
    if (this.open && !dialog.open) dialog.showModal();
    else if (!this.open && dialog.open) dialog.close();
  }

  #closed(): void {
    this.open = false;
    this.emit('lobi-dialog-close');
  }

  #beside(event: MouseEvent): void {
    if (event.target === this.#dialog) this.#dialog?.close();
  }
}

define('lobi-dialog', Dialog);
