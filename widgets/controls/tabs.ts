/**
 * `<lobi-tabs>`: parts of one thing, one shown at a time. Arrow keys move, Home and End jump.
 *
 *   <lobi-tabs label="Parts of the card" .tabs=${[{ key: 'mail', label: 'Mail', count: 4 }]} chosen="mail"
 *     @lobi-tab-choose=${(event) => (this.tab = event.detail.key)}></lobi-tabs>
 *
 * The panel is the owner's: <div role="tabpanel" aria-label="Mail">.
 */
import { css, html, nothing } from 'lit';
import { define, LobiElement } from '../kernel/element.ts';
import { numberOf } from '../kernel/numbers.ts';

export interface Tab {
  key: string;
  label: string;
  count?: number | null;
}

class Tabs extends LobiElement {
  static override properties = { tabs: { attribute: false }, chosen: {}, label: {} };
  static override styles = css`
    [role='tablist'] {
      display: flex;
      gap: var(--lobi-space-4);
      padding: 0 var(--lobi-tabs-indent, var(--lobi-space-4));
      border-bottom: 1px solid var(--lobi-border);
      overflow-x: auto;
      scrollbar-width: none;
    }
    button {
      padding: 8px 0;
      border-bottom: 2px solid transparent;
      color: var(--lobi-text-2);
      font-size: var(--lobi-size-s);
      line-height: var(--lobi-line-s);
      white-space: nowrap;
    }
    button:hover {
      color: var(--lobi-text);
    }
    button:focus-visible {
      outline-offset: -2px;
      border-radius: 4px;
    }
    [aria-selected='true'] {
      color: var(--lobi-text);
      font-weight: 600;
      border-color: var(--lobi-accent);
    }
    i {
      margin-inline-start: 3px;
      color: var(--lobi-text-3);
      font-style: normal;
      font-weight: 400;
      font-variant-numeric: tabular-nums;
    }
    @media (pointer: coarse) {
      button {
        min-height: var(--lobi-touch);
      }
    }
  `;

  declare tabs: Tab[];
  declare chosen: string;
  declare label: string;

  constructor() {
    super();
    this.tabs = [];
  }

  override render() {
    return html`<div role="tablist" aria-label=${this.label ?? nothing} @keydown=${this.#key}>
      ${this.tabs.map(
        ({ key, label, count }) => html`<button
          role="tab"
          data-key=${key}
          aria-selected=${key === this.chosen ? 'true' : 'false'}
          tabindex=${key === this.chosen ? 0 : -1}
          @click=${() => this.#choose(key)}
        >
          ${label}${count ? html`<i>${numberOf(this.language, count)}</i>` : nothing}
        </button>`,
      )}
    </div>`;
  }

  #choose(key: string): void {
    if (key !== this.chosen) this.emit('lobi-tab-choose', { key });
  }

  async #key(event: KeyboardEvent): Promise<void> {
    const at = this.tabs.findIndex(({ key }) => key === this.chosen);
    const last = this.tabs.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const { key } = this.tabs[to < 0 ? last : to > last ? 0 : to]!;
    this.#choose(key);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus();
  }
}

define('lobi-tabs', Tabs);
