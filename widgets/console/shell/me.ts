/** `<lobi-me>`: who is signed in; language, look, keys, and the way out. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import keyboard from 'lucide-static/icons/keyboard.svg?icon';
import out from 'lucide-static/icons/log-out.svg?icon';
import shield from 'lucide-static/icons/shield-check.svg?icon';
import { avatar } from '../../controls/avatar.ts';
import { float, floatStyles, sink } from '../../controls/float.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { langs } from '../../kernel/i18n.ts';
import { icon } from '../../kernel/icons.ts';
import type { Preferences } from '../preferences.ts';
import { prefer, preferences } from '../preferences.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { words } from '../texts.ts';

const spoken: Record<string, string> = { tr: 'Türkçe', pl: 'Polski', en: 'English' };

export class Me extends LobiElement {
  static override texts = words;
  static override properties = { user: { attribute: false }, open: { type: Boolean, reflect: true } };
  static override styles = [
    buttons,
    floatStyles,
    css`
      :host {
        display: inline-flex;
      }
      .mine {
        display: grid;
        place-items: center;
        width: 32px;
        height: 32px;
        border-radius: 50%;
      }
      .mine .avatar {
        width: 26px;
        height: 26px;
      }
      [popover] {
        width: 264px;
        padding: var(--lobi-space-2);
      }
      .who {
        padding: 4px var(--lobi-space-2) var(--lobi-space-2);
        border-bottom: 1px solid var(--lobi-border);
        margin-bottom: var(--lobi-space-2);
      }
      fieldset {
        min-width: 0;
        margin: 0 0 var(--lobi-space-2);
        padding: 0 var(--lobi-space-2);
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
      .switch {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        padding: 2px;
        border: 1px solid var(--lobi-border);
        border-radius: var(--lobi-radius);
      }
      .switch label {
        position: relative;
        display: grid;
        place-items: center;
        min-height: 26px;
        padding: 0 4px;
        border-radius: 4px;
        color: var(--lobi-text-2);
        cursor: pointer;
      }
      .switch input {
        position: absolute;
        inset: 0;
        opacity: 0;
        margin: 0;
        cursor: pointer;
      }
      .switch label:has(:checked) {
        background: var(--lobi-accent-soft);
        color: var(--lobi-accent-strong);
        font-weight: 500;
      }
      .switch label:has(:focus-visible) {
        outline: 2px solid var(--lobi-focus);
      }
      .acts {
        margin-top: var(--lobi-space-2);
        padding-top: var(--lobi-space-2);
        border-top: 1px solid var(--lobi-border);
      }
      .option .icon {
        color: var(--lobi-text-2);
      }
      @media (pointer: coarse) {
        .mine,
        .switch label {
          min-height: var(--lobi-touch);
        }
      }
    `,
  ];

  declare user: User;
  declare open: boolean;

  #outside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.#close(false);
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close(false);
  }

  override render() {
    const name = nameOfUser(this.user);
    const look = preferences();
    return html`<button
        class="mine"
        aria-expanded=${this.open ? 'true' : 'false'}
        aria-haspopup="dialog"
        aria-label=${this.t('me.open', { name })}
        @click=${() => (this.open ? this.#close(true) : this.#show())}
      >
        ${avatar({ name, ours: true }, this.language)}
      </button>
      <div role="dialog" aria-label=${this.t('me.open', { name })} popover="manual" @keydown=${this.#key}>
        <div class="who"><b class="cut">${name}</b><p class="s two cut">${this.user.email}</p></div>
        ${this.#switch(
          'lang',
          this.language,
          langs.map((lang) => [lang, spoken[lang]!]),
        )}
        ${this.#switch('theme', look.theme, ['auto', 'light', 'dark'])}
        ${this.#switch('contrast', look.contrast, ['auto', 'more'])}
        <div class="acts">
          <a class="option" href="/security" @click=${() => this.#close(false)}>${icon(shield)}${this.t('me.security')}</a>
          <button class="option" @click=${this.#keys}>${icon(keyboard)}${this.t('me.keys')}</button>
          <button class="option" @click=${this.#leave}>${icon(out)}${this.t('me.signOut')}</button>
        </div>
      </div>`;
  }

  #switch(name: keyof Preferences, chosen: string, options: (string | [string, string])[]): TemplateResult {
    return html`<fieldset>
      <legend>${this.t(`me.${name}`)}</legend>
      <div class="switch">
        ${options.map((option) => {
          const [value, label] =
            typeof option === 'string' ? [option, this.t(`me.${name}.${option}`)] : option;
          return html`<label
            ><input
              type="radio"
              name=${name}
              .checked=${value === chosen}
              @change=${() => this.#prefer({ [name]: value } as Partial<Preferences>)}
            />${label}</label
          >`;
        })}
      </div>
    </fieldset>`;
  }

  // The words of what is open come in one language; the page is drawn anew, and nothing is lost, since the address and the
  // drafts hold everything.
  async #prefer(change: Partial<Preferences>): Promise<void> {
    prefer(change);
    if (change.lang) {
      const { api } = this.connection;
      await api
        .patch(`/api/users/${this.user.id}`, this.user.version, { language: change.lang })
        .catch(() => {});
    }
    if (change.lang) location.reload();
    else {
      this.emit('lobi-look-change');
      this.requestUpdate();
    }
  }

  async #leave(): Promise<void> {
    this.#close(false);
    await this.connection.api.delete('/api/session').catch(() => {});
    this.connection.live.close();
    this.emit('lobi-session-change');
  }

  #keys(): void {
    this.#close(true);
    this.emit('lobi-keys-list');
  }

  get #layer(): HTMLElement | null {
    return this.renderRoot.querySelector('[popover]');
  }

  #show(): void {
    this.open = true;
    float(this.renderRoot.querySelector('button')!, this.#layer!, { align: 'end' });
    this.#layer!.querySelector<HTMLElement>('input:checked')?.focus();
    addEventListener('pointerdown', this.#outside, true);
  }

  #close(back: boolean): void {
    if (!this.open) return;
    this.open = false;
    sink(this.#layer);
    removeEventListener('pointerdown', this.#outside, true);
    if (back) this.renderRoot.querySelector('button')?.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close(true);
  }
}

define('lobi-me', Me);
