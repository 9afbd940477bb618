/**
 * `<lobi-alert-list>`: what one is told of, newest first. `all` shows what was read, too. Arrow keys move, Enter opens, Delete
 * marks as read, or as unread again.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import bell from 'lucide-static/icons/bell.svg?icon';
import check from 'lucide-static/icons/check.svg?icon';
import dot from 'lucide-static/icons/circle.svg?icon';
import type { Piece } from '../kernel/box.ts';
import { fullMoment, shortMoment } from '../kernel/dates.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import { placeOf } from '../kernel/refs.ts';
import { saying } from '../kernel/saying.ts';
import '../kernel/trouble.ts';
import type { Alert } from './alert.ts';
import { unreadAlerts } from './alert.ts';
import { alertListStyles } from './alert-list.style.ts';
import { words } from './texts.ts';

export class AlertList extends LobiElement {
  static override texts = words;
  static override properties = { all: { type: Boolean } };
  static override styles = alertListStyles;

  declare all: boolean;

  readonly alerts = new ListWatch<Alert>(this, () =>
    this.all
      ? { path: '/api/alerts', params: { limit: 40, count: true }, topics: ['user:me'] }
      : unreadAlerts,
  );

  /** Puts the focus on the first alert, or where one begins. */
  focusFirst(): void {
    const root = this.renderRoot;
    (root.querySelector<HTMLElement>('li > a') ?? root.querySelector<HTMLElement>('button'))?.focus();
  }

  override render(): Piece {
    const { alerts } = this;
    if (!alerts.here && alerts.refusal)
      return html`<lobi-trouble .refusal=${alerts.refusal} @lobi-trouble-retry=${() => alerts.refetch()}></lobi-trouble>`;
    if (!alerts.here)
      return html`<div class="bones" aria-hidden="true"><i class="bone"></i><i class="bone"></i></div>`;
    return html`${this.#head()}${
      alerts.items.length === 0
        ? saying({
            icon: bell,
            title: this.t(this.all ? 'alerts.none' : 'alerts.nothingNew'),
            text: this.t('alerts.noneWhy'),
          })
        : html`<ul @keydown=${this.#key}>
            ${repeat(
              alerts.items,
              ({ id }) => id,
              (alert) => this.#row(alert),
            )}
          </ul>`
    }
    ${
      alerts.hasMore
        ? html`<p class="more"><button class="btn soft small" @click=${() => alerts.more()}>${this.t('alerts.older')}</button></p>`
        : nothing
    }`;
  }

  #head(): TemplateResult {
    const unread = this.alerts.count ?? 0;
    return html`<div class="head">
      <h2>${this.t('bell.title')}</h2>
      ${
        unread > 0
          ? html`<button class="btn plain small push" @click=${() => this.#readAll()}>${icon(check)}${this.t('alerts.readAll')}</button>`
          : nothing
      }
    </div>`;
  }

  #row(alert: Alert): TemplateResult {
    const { id, sentence, title, snippet, at, times, opens, readAt } = alert;
    return html`<li class=${readAt ? 'read' : ''}>
      <a
        data-id=${id}
        href=${this.connection.api.server + placeOf(opens)}
        target=${this.#ownPage ? nothing : '_blank'}
        rel="noopener"
        @click=${(event: Event) => this.#open(event, alert)}
      >
        <span class="s two">${sentence}</span>
        <b>${title || sentence}${times > 1 ? html`<span class="times">${this.t('alerts.times', { count: times })}</span>` : nothing}</b>
        ${snippet ? html`<span class="s two cut">${snippet}</span>` : nothing}
      </a>
      <time class="s" datetime=${at} title=${fullMoment(at, this.clock)}>${shortMoment(at, this.clock)}</time>
      <button class="btn plain small only" @click=${() => this.#flip(alert)}>
        ${icon(readAt ? dot : check, this.t(readAt ? 'alerts.unread' : 'alerts.read'))}
      </button>
    </li>`;
  }

  /** In the console links stay on the page; in a host's page they lead to Lobi. */
  get #ownPage(): boolean {
    return this.connection.api.server === '' || this.connection.api.server === location.origin;
  }

  #open(event: Event, alert: Alert): void {
    const { entity, id } = alert.opens;
    if (!this.emit('lobi-record-open', { entity, id })) event.preventDefault();
    this.emit('lobi-alert-open', { id: alert.id });
    if (!alert.readAt) void this.#mark(alert, true);
  }

  #flip(alert: Alert): void {
    void this.#mark(alert, alert.readAt === null);
  }

  // Shown at once; what the server says comes as news.
  async #mark(alert: Alert, read: boolean): Promise<void> {
    const { api, store } = this.connection;
    const path = `/api/alerts/${alert.id}/read`;
    store.put({ ...alert, readAt: read ? new Date().toISOString() : null });
    await (read ? api.put(path, {}) : api.delete(path)).catch(() => store.put(alert));
    await this.alerts.refetch();
  }

  async #readAll(): Promise<void> {
    // What comes while one reads stays unread.
    const until = this.alerts.items[0]?.at;
    await this.connection.api.post('/api/alerts/read', until ? { until } : {}).catch(() => {});
    await this.alerts.refetch();
    this.focusFirst();
  }

  #key(event: KeyboardEvent): void {
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>('li > a')];
    const here = links.indexOf(
      (event.target as HTMLElement).closest('li')?.querySelector('a') as HTMLElement,
    );
    const last = links.length - 1;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) links[Math.max(0, Math.min(to, last))]?.focus();
    else if (event.key === 'Delete') this.#deleteKey(links, here);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #deleteKey(links: HTMLElement[], here: number): void {
    const alert = this.alerts.items.find(({ id }) => id === links[here]?.dataset.id);
    if (!alert) return;
    (links[here + 1] ?? links[here - 1])?.focus();
    this.#flip(alert);
  }
}

define('lobi-alert-list', AlertList);

declare global {
  interface HTMLElementTagNameMap {
    'lobi-alert-list': AlertList;
  }
}
