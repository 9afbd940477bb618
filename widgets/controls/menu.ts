/**
 * `<lobi-menu>`: a button that opens a list of acts. Arrow keys move, Enter acts, Escape goes back to the button.
 *
 *   <lobi-menu label="More" .acts=${[{ key: 'raw', label: 'Original', icon: file }]}
 *     @lobi-menu-choose=${(event) => …event.detail.key}>${icon(dots)}</lobi-menu>
 *
 * What stands inside is drawn in the button; `plain` and `small` as on buttons.
 */
import type { SVGTemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { float, floatStyles, sink } from './float.ts';

export interface Act {
  key: string;
  label: string;
  icon?: SVGTemplateResult;
  /** A key that does the same, shown at the end: "r". */
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  chosen?: boolean;
}

export class Menu extends LobiElement {
  static override properties = {
    label: {},
    acts: { attribute: false },
    look: {},
    open: { type: Boolean, reflect: true },
  };
  static override styles = [
    buttons,
    floatStyles,
    css`
      :host {
        display: inline-flex;
      }
      ::slotted(*) {
        flex: none;
      }
      .btn {
        border-radius: var(--lobi-menu-radius, var(--lobi-radius));
      }
      .option.danger {
        color: var(--lobi-danger);
      }
      .option kbd {
        margin-inline-start: auto;
        padding-inline-start: var(--lobi-space-4);
        color: var(--lobi-text-3);
        font: inherit;
        font-size: var(--lobi-size-s);
      }
      .option .icon {
        color: var(--lobi-text-2);
      }
      .option.danger .icon {
        color: inherit;
      }
      .option[aria-checked='true'] {
        color: var(--lobi-accent-strong);
        font-weight: 500;
      }
    `,
  ];

  declare label: string;
  declare acts: Act[];
  /** Classes of the button: "plain only small". */
  declare look: string;
  declare open: boolean;

  #outside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.#close(false);
  };

  constructor() {
    super();
    this.acts = [];
    this.look = 'plain only';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close(false);
  }

  // A button with words in it is called by them, with what it is for before; one with an icon alone by what it is for.
  override render() {
    const alone = this.look.split(' ').includes('only');
    return html`<button
        class="btn ${this.look}"
        aria-label=${alone ? this.label : nothing}
        title=${this.label}
        aria-haspopup="menu"
        aria-expanded=${this.open ? 'true' : 'false'}
        @click=${() => (this.open ? this.#close(true) : this.#show())}
        @keydown=${(event: KeyboardEvent) => event.key === 'ArrowDown' && this.#show(event)}
      >
        ${alone ? nothing : html`<span class="say-only">${this.label}: </span>`}<slot></slot>
      </button>
      <div role="menu" aria-label=${this.label} popover="manual" @keydown=${this.#key}>
        ${this.acts.map(
          (act) => html`<button
            class="option ${act.danger ? 'danger' : ''}"
            role=${act.chosen === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked=${act.chosen === undefined ? nothing : String(act.chosen)}
            tabindex="-1"
            ?disabled=${act.disabled}
            @click=${() => this.#act(act.key)}
          >
            ${act.icon ? icon(act.icon) : nothing}${act.label}${act.shortcut ? html`<kbd>${act.shortcut}</kbd>` : nothing}
          </button>`,
        )}
      </div>`;
  }

  get #layer(): HTMLElement | null {
    return this.renderRoot.querySelector('[role="menu"]');
  }

  #show(event?: Event): void {
    event?.preventDefault();
    this.open = true;
    float(this.renderRoot.querySelector('button')!, this.#layer!, { align: 'end' });
    this.#layer!.querySelector<HTMLElement>('.option:not([disabled])')?.focus();
    addEventListener('pointerdown', this.#outside, true);
    addEventListener('scroll', this.#outside, true);
  }

  #close(back: boolean): void {
    if (!this.open) return;
    this.open = false;
    sink(this.#layer);
    removeEventListener('pointerdown', this.#outside, true);
    removeEventListener('scroll', this.#outside, true);
    if (back) this.renderRoot.querySelector('button')?.focus();
  }

  #act(key: string): void {
    this.#close(true);
    this.emit('lobi-menu-choose', { key });
  }

  #key(event: KeyboardEvent): void {
    const options = [...this.#layer!.querySelectorAll<HTMLElement>('.option:not([disabled])')];
    const here = options.indexOf(this.shadowRoot!.activeElement as HTMLElement);
    const last = options.length - 1;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      options[to < 0 ? last : to > last ? 0 : to]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      this.#close(event.key === 'Escape');
      event.stopPropagation();
    }
  }
}

define('lobi-menu', Menu);
