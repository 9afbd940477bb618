/**
 * `<lobi-toasts>`: what was just done, with a way back for 8 seconds. Undo instead of "are you sure".
 *
 *   const toasts = this.renderRoot.querySelector('lobi-toasts');
 *   const undone = await toasts.say({ text: 'Card closed', undo: true });      // true when the reader took it back
 *
 * One stands in the console's shell; pages reach it by the event `lobi-toast-say` with { text, undo?: () => void, bad? }.
 */
import { css, html, nothing } from 'lit';
import cross from 'lucide-static/icons/x.svg?icon';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { words } from './texts.ts';

const undoFor = 8_000;

export interface Toast {
  text: string;
  undo?: boolean;
  bad?: boolean;
  /** Milliseconds; 8 s where nothing is said. */
  stays?: number;
}

interface Standing extends Toast {
  end: (undone: boolean) => void;
}

export class Toasts extends LobiElement {
  static override texts = words;
  static override properties = { standing: { state: true } };
  static override styles = [
    buttons,
    css`
      :host {
        position: fixed;
        z-index: 10;
        inset: auto auto var(--lobi-space-4) 50%;
        transform: translateX(-50%);
        display: grid;
        gap: var(--lobi-space-2);
        width: max-content;
        max-width: calc(100vw - 16px);
      }
      .toast {
        display: flex;
        align-items: center;
        gap: var(--lobi-space-2);
        min-height: 44px;
        padding: 4px 6px 4px var(--lobi-space-4);
        border: 1px solid var(--lobi-border-strong);
        border-radius: 8px;
        background: var(--lobi-surface-1);
        box-shadow: var(--lobi-shadow);
      }
      .toast.bad {
        border-color: var(--lobi-danger);
        background: var(--lobi-danger-soft);
        color: var(--lobi-danger);
      }
    `,
  ];

  declare standing: Standing[];

  constructor() {
    super();
    this.standing = [];
  }

  /** Resolves when the toast goes: true when it was undone. The time stands still while it is pointed at or focused. */
  say(toast: Toast): Promise<boolean> {
    return new Promise((resolve) => {
      let left = toast.stays ?? undoFor;
      const entry: Standing = { ...toast, end: (undone) => this.#end(entry, tick, resolve, undone) };
      const tick = setInterval(() => {
        if (!this.matches(':hover, :focus-within')) left -= 250;
        if (left <= 0) entry.end(false);
      }, 250);
      this.standing = [...this.standing, entry];
    });
  }

  override render() {
    return html`<div role="status" aria-live="polite">
      ${this.standing.map(
        (toast) => html`<div class="toast ${toast.bad ? 'bad' : ''}">
          <span class="grow">${toast.text}</span>
          ${toast.undo ? html`<button class="btn small" @click=${() => toast.end(true)}>${this.t('toast.undo')}</button>` : nothing}
          <button class="btn plain small only" @click=${() => toast.end(false)}>${icon(cross, this.t('dialog.close'))}</button>
        </div>`,
      )}
    </div>`;
  }

  #end(
    entry: Standing,
    tick: ReturnType<typeof setInterval>,
    done: (undone: boolean) => void,
    undone: boolean,
  ): void {
    if (!this.standing.includes(entry)) return;
    clearInterval(tick);
    this.standing = this.standing.filter((standing) => standing !== entry);
    done(undone);
  }
}

define('lobi-toasts', Toasts);
