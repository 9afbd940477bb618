/**
 * `<lobi-alerts-page>`: all one was told of, and how one wants to be told. `/alerts/ID`, where a digest leads, opens what an alert
 * is about.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { define } from '../../kernel/element.ts';
import { placeOf } from '../../kernel/refs.ts';
import '../../notify/alert-list.ts';
import type { Alert } from '../../notify/alert.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import './preferences.ts';
import './follows.ts';
import { words } from './texts.ts';

const rooms = ['all', 'preferences'] as const;

export class AlertsPage extends Page {
  static override texts = words;
  static override styles = [
    Page.styles,
    fieldStyles,
    css`
      :host {
        position: relative;
        overflow: auto;
        scrollbar-width: thin;
      }
      .column {
        max-width: 760px;
        padding: 0 0 40px;
      }
      nav {
        display: flex;
        gap: var(--lobi-space-4);
        padding: 0 var(--lobi-space-4);
        border-bottom: 1px solid var(--lobi-border);
      }
      nav a {
        padding: 12px 0 10px;
        border-bottom: 2px solid transparent;
        color: var(--lobi-text-2);
      }
      nav a[aria-current] {
        border-color: var(--lobi-accent);
        color: var(--lobi-text);
        font-weight: 600;
      }
      .inside {
        padding: 20px var(--lobi-space-4);
      }
    `,
  ];
  #opened = '';

  protected override updated(): void {
    this.emit('lobi-page-title', { title: this.t(`alerts.${this.#room}`), back: null });
    const [named = ''] = this.route.parts;
    if (/^[0-9A-Z]{26}$/.test(named) && named !== this.#opened) void this.#open(named);
  }

  get #room(): (typeof rooms)[number] {
    return rooms.find((room) => room === this.route.parts[0]) ?? 'all';
  }

  override render(): TemplateResult {
    const link = (room: (typeof rooms)[number]) => html`<a
      href=${room === 'all' ? '/alerts' : `/alerts/${room}`}
      aria-current=${room === this.#room ? 'page' : nothing}
      >${this.t(`alerts.${room}`)}</a
    >`;
    return html`<h1 class="say-only">${this.t('place.alerts')}</h1>
      <nav aria-label=${this.t('place.alerts')}>${rooms.map(link)}</nav>
      <div class="column">
      ${
        this.#room === 'all'
          ? html`<lobi-alert-list all></lobi-alert-list>`
          : html`<div class="inside">
              <lobi-alert-preferences></lobi-alert-preferences>
              <lobi-follows></lobi-follows>
            </div>`
      }
    </div>`;
  }

  // What is gone, or no longer one's own to see, leaves one at the list.
  async #open(id: string): Promise<void> {
    this.#opened = id;
    const { api } = this.connection;
    try {
      const alert = await api.get<Alert>(`/api/alerts/${id}`);
      void api.put(`/api/alerts/${id}/read`, {}).catch(() => {});
      go(placeOf(alert.opens), 'replace');
    } catch {
      go('/alerts', 'replace');
    }
  }
}

define('lobi-alerts-page', AlertsPage);
