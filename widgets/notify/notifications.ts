/**
 * `<lobi-notifications>`: the bell, with how much its user has not read; a click opens the list under it.
 *
 * The list is moved through by arrow keys, Enter opens, Delete marks as read, Escape goes back to the bell. It works from 32 px
 * of width, in a host's page as in the console's top.
 *
 * Events, cancelable where the host may act instead: `lobi-record-open` { entity, id }, `lobi-element-open` { place }.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import bell from 'lucide-static/icons/bell.svg?icon';
import { float, floatStyles, sink } from '../controls/float.ts';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import type { Alert } from './alert.ts';
import { unreadAlerts } from './alert.ts';
import { words } from './texts.ts';

/** The server counts so far. */
const counted = 100;

export class Notifications extends LobiElement {
  static override texts = words;
  static override properties = { open: { type: Boolean, reflect: true } };
  static override styles = [
    buttons,
    floatStyles,
    css`
      :host {
        display: inline-flex;
      }
      .count {
        position: absolute;
        inset-block-start: -4px;
        inset-inline-end: -5px;
        min-width: 16px;
        padding: 0 4px;
        border-radius: 8px;
        background: var(--lobi-accent);
        color: var(--lobi-on-accent);
        font-size: 11px;
        line-height: 16px;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
      [popover] {
        width: 400px;
        padding: 0;
        overflow: hidden;
      }
      [popover]:popover-open {
        display: flex;
        flex-direction: column;
      }
      lobi-alert-list {
        min-height: 0;
        overflow: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
      }
      .foot {
        display: flex;
        gap: var(--lobi-space-4);
        padding: var(--lobi-space-2) var(--lobi-space-4);
        border-top: 1px solid var(--lobi-border);
        font-size: var(--lobi-size-s);
      }
    `,
  ];

  declare open: boolean;

  readonly unread = new ListWatch<Alert>(this, () => unreadAlerts);

  #outside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.#close(false);
  };
  // Also where the focus was on what is gone by now.
  #escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close(true);
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close(false);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.error = this.unread.here ? null : (this.unread.refusal?.code ?? null);
    this.loading = !this.unread.here && !this.unread.refusal;
  }

  override render(): TemplateResult {
    const count = this.unread.count ?? 0;
    const many = count >= counted;
    return html`<button
        class="btn plain only"
        aria-label=${this.t('bell.open', { count, many: String(many) })}
        aria-haspopup="dialog"
        aria-expanded=${this.open ? 'true' : 'false'}
        @click=${() => this.toggle()}
      >
        ${icon(bell)}${count > 0 ? html`<span class="count" aria-hidden="true">${many ? `${counted - 1}+` : count}</span>` : nothing}
      </button>
      <div role="dialog" aria-label=${this.t('bell.title')} popover="manual">
        ${this.open ? this.#inside() : nothing}
      </div>`;
  }

  /** Opens the list, or closes it; the console's key does the same. */
  toggle(): void {
    if (this.open) this.#close(true);
    else void this.#show();
  }

  #inside(): TemplateResult {
    const link = (place: string, text: string) => html`<a
      class="link"
      href=${this.connection.api.server + place}
      target=${this.outer ? nothing : '_blank'}
      rel="noopener"
      @click=${(event: Event) => this.#go(event, place)}
      >${text}</a
    >`;
    return html`<lobi-alert-list @lobi-alert-open=${() => this.#close(false)}></lobi-alert-list>
      <div class="foot">
        ${link('/alerts', this.t('bell.all'))}${link('/alerts/preferences', this.t('bell.preferences'))}
      </div>`;
  }

  get #layer(): HTMLElement {
    return this.renderRoot.querySelector('[popover]')!;
  }

  async #show(): Promise<void> {
    await import('./alert-list.ts');
    this.open = true;
    await this.updateComplete;
    const list = this.renderRoot.querySelector('lobi-alert-list')!;
    await list.updateComplete;
    float(this.renderRoot.querySelector('button')!, this.#layer, { align: 'end' });
    list.focusFirst();
    addEventListener('pointerdown', this.#outside, true);
    addEventListener('keydown', this.#escape, true);
  }

  #close(back: boolean): void {
    if (!this.open) return;
    this.open = false;
    sink(this.#layer);
    removeEventListener('pointerdown', this.#outside, true);
    removeEventListener('keydown', this.#escape, true);
    if (back) this.renderRoot.querySelector('button')?.focus();
  }

  #go(event: Event, place: string): void {
    if (!this.emit('lobi-element-open', { place })) event.preventDefault();
    this.#close(false);
  }
}

define('lobi-notifications', Notifications);
