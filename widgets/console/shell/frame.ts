/**
 * `<lobi-console-frame>`: rail, top, and the sheet that the page of the address lies on. It loads the page when its place is gone
 * to, opens search with Ctrl K and the list of keys with `?`, and says when the line to the server is down.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import back from 'lucide-static/icons/chevron-left.svg?icon';
import bell from 'lucide-static/icons/concierge-bell.svg?icon';
import mail from 'lucide-static/icons/mail.svg?icon';
import search from 'lucide-static/icons/search.svg?icon';
import gear from 'lucide-static/icons/settings.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import unplugged from 'lucide-static/icons/wifi-off.svg?icon';
import '../../controls/toast.ts';
import type { Toasts } from '../../controls/toast.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { parseRef, placeOf } from '../../kernel/refs.ts';
import { sayingStyles } from '../../kernel/saying.ts';
import type { Notifications } from '../../notify/notifications.ts';
import { Keys } from '../keys.ts';
import type { Place, Route } from '../route.ts';
import { go } from '../route.ts';
import type { User } from '../session.ts';
import { isAdministrator, isClerk } from '../session.ts';
import { words } from '../texts.ts';
import type { ToastRequest } from '../toast.ts';
import { pageOf } from './ahead.ts';
import { mark } from './mark.ts';
import './me.ts';
import { Online } from './online.ts';
import { rememberVisit } from './recent.ts';
import { shellStyles } from './style.ts';

const nowhere: Route = { place: 'nowhere', parts: [], query: new URLSearchParams() };
const desk: Route = { place: 'desk', parts: [], query: new URLSearchParams() };

/** What a page tells the frame by `lobi-page-title`: its name beside the place, and where back leads at phone width. */
interface Title {
  title: string;
  back?: string | null;
}

export class Frame extends LobiElement {
  static override texts = words;
  static override styles = [buttons, sayingStyles, shellStyles];
  static override properties = {
    route: { attribute: false },
    user: { attribute: false },
    named: { state: true },
    layer: { state: true },
  };

  declare route: Route;
  declare user: User;
  declare named: Title;
  declare layer: 'search' | 'keys' | null;

  readonly online = new Online(this);
  readonly keys = new Keys(this, () => {
    const list = { key: '?', says: 'keys.list', run: () => (this.layer = 'keys') };
    if (isClerk(this.user)) return [list];
    return [
      { key: 'k', ctrl: true, says: 'keys.search', run: () => (this.layer = 'search') },
      { key: '/', says: 'keys.search', run: () => (this.layer = 'search') },
      list,
      { key: 'c', says: 'keys.write', run: () => go('/mail/new') },
      { key: 'b', says: 'keys.bell', run: () => this.#ring() },
    ];
  });

  constructor() {
    super();
    this.named = { title: '' };
    this.layer = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('lobi-page-title', this.#titled);
    this.addEventListener('lobi-toast-say', this.#say);
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const before = changed.get('route') as Route | undefined;
    if (before && before.place !== this.route.place) this.named = { title: '' };
  }

  protected override updated(changed: PropertyValues): void {
    const place = this.t(`place.${this.#seen.place}`);
    document.title = [this.named.title, place, 'Lobi'].filter(Boolean).join(' · ');
    const before = changed.get('route') as Route | undefined;
    // A new place is read from its beginning; inside a place the page decides where the focus is.
    if (before && before.place !== this.route.place) this.renderRoot.querySelector('main')?.focus();
  }

  override render() {
    const { place } = this.#seen;
    return html`<div class="frame">
        <nav class="rail" aria-label=${this.t('shell.places')}>
          <button class="skip" @click=${this.#skip}>${this.t('shell.skip')}</button>
          <span class="mark">${mark}</span>
          ${isClerk(this.user) ? nothing : html`${this.#place('mail', mail)}${this.#place('people', people)}`}
          ${this.#place('desk', bell)}
          ${isAdministrator(this.user) ? this.#place('settings', gear, 'end') : nothing}
        </nav>
        ${this.#top()} ${this.#strip()}
        <main id="work" tabindex="-1" aria-label=${this.t(`place.${place}`)}>${this.#page()}</main>
      </div>
      <lobi-toasts></lobi-toasts>
      ${this.#layer()}`;
  }

  #place(place: Place, drawing: typeof mail, more = ''): TemplateResult {
    const here = this.#seen.place === place;
    return html`<a class="place ${more}" href="/${place}" aria-current=${here ? 'page' : nothing}
      >${icon(drawing)}${this.t(`place.${place}`)}</a
    >`;
  }

  #top(): TemplateResult {
    const { title, back: to } = this.named;
    return html`<header class="top">
      <div class="where ${to ? '' : 'root'}">
        ${to ? html`<a class="btn plain only phone-only" href=${to}>${icon(back, this.t('shell.back'))}</a>` : nothing}
        <b>${this.t(`place.${this.#seen.place}`)}</b><span class="two cut">${title}</span>
      </div>
      ${isClerk(this.user) ? html`<span></span>` : this.#find()}
      <div class="me">
        <button class="btn plain only phone-only" ?hidden=${isClerk(this.user)} @click=${() => (this.layer = 'search')}>
          ${icon(search, this.t('shell.search'))}
        </button>
        ${this.#bell()}
        <lobi-me .user=${this.user} @lobi-keys-list=${() => (this.layer = 'keys')}></lobi-me>
      </div>
    </header>`;
  }

  #bell(): TemplateResult | typeof nothing {
    if (isClerk(this.user)) return nothing;
    void import('../../notify/notifications.ts');
    return html`<lobi-notifications @lobi-element-open=${this.#gone}></lobi-notifications>`;
  }

  // What an element would open in Lobi is here already.
  #gone(event: Event): void {
    event.preventDefault();
    go((event as CustomEvent<{ place: string }>).detail.place);
  }

  #find(): TemplateResult {
    return html`<button class="find" aria-keyshortcuts="Control+K" @click=${() => (this.layer = 'search')}>
      ${icon(search)}<span class="cut grow">${this.t('shell.search')}</span><kbd>Ctrl K</kbd>
    </button>`;
  }

  #strip(): TemplateResult | typeof nothing {
    if (this.online.whole) return nothing;
    return html`<p class="strip" role="status">${icon(unplugged)}<span>${this.t(this.online.says)}</span></p>`;
  }

  /** What of the address is there for this user. Somebody at the front desk begins there. */
  get #seen(): Route {
    const { route, user } = this;
    if (!isClerk(user)) return route.place === 'settings' && !isAdministrator(user) ? nowhere : route;
    if (route.place === 'mail' && route.parts.length === 0) return desk;
    return route.place === 'desk' || route.place === 'security' ? route : nowhere;
  }

  #page(): TemplateResult {
    const { user } = this;
    const route = this.#seen;
    void pageOf(route);
    if (route.place === 'mail' && route.parts[0] === 'letters') return this.#letters(route);
    if (route.place === 'mail') {
      return html`<lobi-mail-page .route=${route} .user=${user}></lobi-mail-page>`;
    }
    if (route.place === 'people' && route.parts[0] === 'import') {
      return html`<lobi-exchange-page .route=${route} .user=${user}></lobi-exchange-page>`;
    }
    if (route.place === 'people' && route.parts[0] === 'groups') return this.#groups(route);
    if (route.place === 'people' && route.parts[0] && route.parts[0] !== 'new') {
      return html`<lobi-card-page .route=${route} .user=${user}></lobi-card-page>`;
    }
    if (route.place === 'people') {
      return html`<lobi-people-page .route=${route} .user=${user}></lobi-people-page>`;
    }
    if (route.place === 'desk') return html`<lobi-desk-page .route=${route} .user=${user}></lobi-desk-page>`;
    if (route.place === 'security') {
      return html`<lobi-security-page .route=${route} .user=${user}></lobi-security-page>`;
    }
    if (route.place === 'alerts') {
      return html`<lobi-alerts-page .route=${route} .user=${user}></lobi-alerts-page>`;
    }
    if (route.place === 'settings') {
      return html`<lobi-settings-page .route=${route} .user=${user}></lobi-settings-page>`;
    }
    return html`<lobi-nowhere-page .route=${route} .user=${user}></lobi-nowhere-page>`;
  }

  #groups(route: Route): TemplateResult {
    if (route.parts[1]) return html`<lobi-group-page .route=${route} .user=${this.user}></lobi-group-page>`;
    return html`<lobi-groups-page .route=${route} .user=${this.user}></lobi-groups-page>`;
  }

  #letters(route: Route): TemplateResult {
    if (route.parts[1]) return html`<lobi-letter-page .route=${route} .user=${this.user}></lobi-letter-page>`;
    return html`<lobi-letters-page .route=${route} .user=${this.user}></lobi-letters-page>`;
  }

  #layer(): TemplateResult | typeof nothing {
    const close = () => (this.layer = null);
    if (this.layer === 'search') {
      void import('./search.ts');
      return html`<lobi-search-layer .user=${this.user} @lobi-layer-close=${close}></lobi-search-layer>`;
    }
    if (this.layer === 'keys') {
      void import('./key-list.ts');
      return html`<lobi-key-list @lobi-layer-close=${close}></lobi-key-list>`;
    }
    return nothing;
  }

  #titled(event: Event): void {
    this.named = (event as CustomEvent<Title>).detail;
    this.#remember();
  }

  // A card that was opened is found again without typing.
  #remember(): void {
    const { place, parts } = this.route;
    const card = place === 'people' ? parseRef(parts[0]) : null;
    const { title } = this.named;
    if (card && title) rememberVisit(this.user.id, { label: title, to: placeOf(card), entity: card.entity });
  }

  async #say(event: Event): Promise<void> {
    const { text, undo, bad } = (event as CustomEvent<ToastRequest>).detail;
    const toasts = this.renderRoot.querySelector<Toasts>('lobi-toasts')!;
    const undone = await toasts.say({ text, undo: undo !== undefined, ...(bad ? { bad } : {}) });
    if (undone) void undo?.();
  }

  #ring(): void {
    this.renderRoot.querySelector<Notifications>('lobi-notifications')?.toggle();
  }

  #skip(): void {
    this.renderRoot.querySelector('main')!.focus();
  }
}

define('lobi-console-frame', Frame);
