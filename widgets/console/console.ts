/**
 * `<lobi-console>`: the whole product in one page. It knows who is signed in, draws the frame, and puts the page of the address
 * into it; pages, search and menus are loaded when they are needed.
 *
 * 1. The session is asked for once; without one the sign-in page stands at whatever address one came to, so that after
 *    signing in one is there. 2. An answer that says the session ended brings the sign-in page back over what is open.
 * 3. Set-up and the ways back in stand outside the frame.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import again from 'lucide-static/icons/refresh-cw.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { placeOf } from '../kernel/refs.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { refusalOf } from '../kernel/refusal.ts';
import { saying, sayingStyles } from '../kernel/saying.ts';
import { press } from './keys.ts';
import { applyLook, preferences } from './preferences.ts';
import type { Route } from './route.ts';
import { followLink, go, onRoute, readRoute } from './route.ts';
import type { User } from './session.ts';
import { whoIsHere } from './session.ts';
import { loadAhead, rememberHere } from './shell/ahead.ts';
import { shellStyles } from './shell/style.ts';
import { words } from './texts.ts';

const outside = new Set(['setup', 'forgotten', 'reset', 'sign-in']);

/** Elements that others ask for by name (kernel/want.ts). */
const brought: Record<string, () => Promise<unknown>> = {
  'lobi-composer': () => import('../mailroom/compose/composer.ts'),
  'lobi-contact-card': () => import('../people/contact-card.ts'),
  'lobi-mail-thread': () => import('../mailroom/mail-thread.ts'),
};

function bring(event: Event): void {
  void brought[(event as CustomEvent<{ tag: string }>).detail.tag]?.();
}

export class Console extends LobiElement {
  static override texts = words;
  static override styles = [buttons, sayingStyles, shellStyles];
  static override properties = {
    route: { state: true },
    user: { state: true },
    phase: { state: true },
    contrast: { reflect: true },
  };

  declare route: Route;
  declare user: User | null;
  declare phase: 'asking' | 'here' | 'nobody' | 'unreached';
  declare contrast: string;
  #refusal: Refusal | null = null;
  #asking = false;
  #stops: (() => void)[] = [];

  constructor() {
    super();
    this.phase = 'asking';
    this.user = null;
    this.route = readRoute(location);
    this.#look();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const follow = (event: MouseEvent) => void followLink(event);
    const open = (event: Event) => this.#openRecord(event as CustomEvent<{ entity: string; id: string }>);
    const ended = () => {
      if (this.phase !== 'asking') void this.#ask();
    };
    this.addEventListener('click', follow);
    this.addEventListener('lobi-record-open', open);
    const look = () => this.#look();
    this.addEventListener('lobi-session-change', ended);
    this.addEventListener('lobi-look-change', look);
    this.addEventListener('lobi-token-expire', ended);
    addEventListener('keydown', press);
    addEventListener('lobi-element-want', bring);
    this.#stops.push(
      onRoute(() => (this.route = readRoute(location))),
      () => this.removeEventListener('click', follow),
      () => this.removeEventListener('lobi-record-open', open),
      () => this.removeEventListener('lobi-session-change', ended),
      () => this.removeEventListener('lobi-token-expire', ended),
      () => this.removeEventListener('lobi-look-change', look),
      () => removeEventListener('keydown', press),
      () => removeEventListener('lobi-element-want', bring),
    );
    if (!outside.has(this.route.place)) loadAhead(this.route);
    void this.#ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
  }

  override render() {
    if (outside.has(this.route.place)) return this.#start(this.route.place);
    if (this.phase === 'unreached') return this.#unreached();
    if (this.phase === 'nobody') return this.#start('sign-in');
    if (this.phase === 'here' && this.user?.factorNeeded) {
      void import('./start/enrol.ts');
      return html`<lobi-enrol class="alone"></lobi-enrol>`;
    }
    if (this.phase === 'here') {
      void import('./shell/frame.ts');
      return html`<lobi-console-frame .route=${this.route} .user=${this.user}></lobi-console-frame>`;
    }
    return nothing;
  }

  #start(place: string): TemplateResult {
    if (place === 'setup') {
      void import('./start/setup.ts');
      return html`<lobi-setup class="alone" .route=${this.route}></lobi-setup>`;
    }
    void import('./start/sign-in.ts');
    return html`<lobi-sign-in class="alone" .route=${this.route} way=${place}></lobi-sign-in>`;
  }

  #unreached(): TemplateResult {
    const kind =
      this.#refusal?.kind === 'offline' ? 'offline' : this.#refusal?.kind === 'later' ? 'later' : 'broken';
    return html`<main class="alone">
      ${saying({
        icon: alert,
        title: this.t(kind === 'offline' ? 'state.offline' : 'start.unreached'),
        text: this.t(`state.${kind}Why`),
        action: html`<button class="btn" @click=${() => this.#ask()}>${icon(again)}${this.t('state.again')}</button>`,
        bad: true,
      })}
    </main>`;
  }

  // The question itself may be answered "nobody", which must not ask it again.
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const user = await whoIsHere(this.connection.api);
      this.user = user;
      this.phase = user ? 'here' : 'nobody';
      rememberHere(user !== null);
      this.#refusal = null;
      this.#speak(user);
    } catch (thrown) {
      this.#refusal = refusalOf(thrown);
      if (this.phase === 'asking') this.phase = 'unreached';
      this.requestUpdate();
    } finally {
      this.#asking = false;
    }
  }

  // The language of the user's record counts where this browser has no choice of its own.
  #speak(user: User | null): void {
    const lang = applyLook(preferences(), user?.language ?? undefined);
    if (lang === this.lang) return;
    this.lang = lang;
    this.connection.api.lang = lang;
  }

  #look(): void {
    const look = preferences();
    this.contrast = look.contrast;
    this.theme = look.theme;
    this.lang = applyLook(look, this.user?.language ?? undefined);
  }

  #openRecord(event: CustomEvent<{ entity: string; id: string }>): void {
    event.preventDefault();
    go(placeOf(event.detail));
  }
}

define('lobi-console', Console);
