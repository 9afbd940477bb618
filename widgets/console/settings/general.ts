/** `<lobi-general-room>`: the settings of the house; each says its default and whether the environment holds it. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import lock from 'lucide-static/icons/lock.svg?icon';
import search from 'lucide-static/icons/search.svg?icon';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { failing } from '../failing.ts';
import { refusalWords } from '../fault.ts';
import { Fetched } from '../fetched.ts';
import { nameOfLang } from '../start/language.ts';
import { nameOfZone, zonesWith } from '../start/zones.ts';
import { toast } from '../toast.ts';
import './public-url.ts';
import { SettingsRoom } from './room.ts';

interface Setting {
  name: string;
  says: string;
  value: unknown;
  preset: unknown;
  /** Where it is held outside ('environment', 'lobi.yaml'); null where it is set here. */
  locked: string | null;
  environment: string | null;
}

export class GeneralRoom extends SettingsRoom {
  static override properties = {
    ...SettingsRoom.properties,
    wanted: { state: true },
    changed: { state: true },
    refused: { state: true },
  };
  static override styles = [
    SettingsRoom.styles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
        align-items: start;
        padding: 12px 0;
      }
      .held {
        display: flex;
        align-items: center;
        gap: var(--lobi-space-2);
        min-height: 32px;
        padding: 4px 10px;
        border-radius: var(--lobi-radius);
        background: var(--lobi-surface-2);
        overflow-wrap: anywhere;
      }
      .tick {
        display: flex;
        align-items: center;
        gap: var(--lobi-space-2);
        min-height: 32px;
      }
      .find {
        max-width: 280px;
        margin-bottom: var(--lobi-space-3);
      }
      .find input {
        flex: 1;
        min-width: 0;
        border: 0;
        outline: 0;
        background: none;
      }
      .line {
        margin-top: 6px;
      }
      @media (max-width: 640px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare wanted: string;
  /** Values typed and not saved yet, by name. */
  declare changed: Record<string, string>;
  declare refused: Record<string, Refusal>;
  readonly settings = new Fetched<{ items: Setting[] }>(this, () => '/api/settings');

  constructor() {
    super();
    this.wanted = '';
    this.changed = {};
    this.refused = {};
  }

  override render() {
    const { value, refusal } = this.settings;
    if (!value) return refusal ? failing(refusal, () => this.settings.refetch()) : nothing;
    const wanted = this.wanted.trim().toLocaleLowerCase(this.language);
    const found = value.items.filter(({ name, says }) =>
      `${this.#label(name)} ${this.#why(name, says)} ${name}`
        .toLocaleLowerCase(this.language)
        .includes(wanted),
    );
    return html`<div class="column">
      ${this.head(this.t('settings.general'), nothing)}
      <div class="field find">
        ${icon(search)}<input
          type="search"
          aria-label=${this.t('general.find')}
          placeholder=${this.t('general.find')}
          .value=${this.wanted}
          @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}
        />
      </div>
      <ul class="rows">
        ${found.map((setting) => this.#setting(setting))}
      </ul>
      ${found.length === 0 ? html`<p class="two" role="status">${this.t('general.none')}</p>` : nothing}
    </div>`;
  }

  #setting(setting: Setting): TemplateResult {
    const { name, says, locked, environment, preset } = setting;
    const fault = this.refused[name] && this.#fault(name, this.refused[name]);
    return html`<li>
      <div>
        <label for="set-${name}"><b>${this.#label(name)}</b></label>
        <small>${this.#why(name, says)}</small>
        <small>${this.t('general.preset', { value: this.#said(name, preset) || '–' })}</small>
      </div>
      <div>
        ${
          locked
            ? html`<p class="held">${icon(lock)}<span>${this.#said(name, setting.value) || '–'}</span></p>
                <small>${this.t('general.locked', { by: environment ?? locked })}</small>`
            : this.#input(setting)
        }
        ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
        ${name === 'publicUrl' && !(name in this.changed) ? html`<lobi-public-url-check></lobi-public-url-check>` : nothing}
        ${
          name in this.changed
            ? html`<p class="line">
                <button class="btn first small" @click=${() => this.#save(setting)}>${this.t('form.save')}</button>
                <button class="btn plain small" @click=${() => this.#forget(name)}>${this.t('form.leave')}</button>
              </p>`
            : nothing
        }
      </div>
    </li>`;
  }

  #input(setting: Setting): TemplateResult {
    const { name } = setting;
    const value = this.changed[name] ?? plain(setting.value);
    const options = this.#options(name, plain(setting.value));
    const typed = (event: Event) => {
      this.changed = { ...this.changed, [name]: (event.target as HTMLInputElement).value };
    };
    if (options) {
      return html`<select class="field" id="set-${name}" @change=${typed}>
        ${options.map((key) => html`<option value=${key} ?selected=${key === value}>${this.#said(name, key)}</option>`)}
      </select>`;
    }
    if (typeof setting.preset === 'boolean') return this.#tick(name, value === 'true');
    const type = isNumber(setting) ? 'number' : 'text';
    return html`<input class="field" id="set-${name}" type=${type} .value=${value} @input=${typed} />`;
  }

  #tick(name: string, ticked: boolean): TemplateResult {
    const flip = (event: Event) => {
      this.changed = { ...this.changed, [name]: String((event.target as HTMLInputElement).checked) };
    };
    return html`<span class="tick">
      <input type="checkbox" id="set-${name}" .checked=${live(ticked)} @change=${flip} />
      <span aria-hidden="true">${this.#said(name, ticked)}</span>
    </span>`;
  }

  // What fits says more than that it does not.
  #fault(name: string, refusal: Refusal): string {
    const key = `setting.${name}.fits`;
    const fits = this.t(key);
    return refusal.kind === 'invalid' && fits !== key ? fits : refusalWords(this, refusal);
  }

  #options(name: string, stored: string): string[] | null {
    if (name === 'language') return ['tr', 'pl', 'en'];
    if (name === 'country') return ['TR', 'PL'];
    if (name in choices) return choices[name]!;
    return name === 'timeZone' ? zonesWith(stored) : null;
  }

  #said(name: string, value: unknown): string {
    if (name === 'language') return nameOfLang[value as 'tr'] ?? plain(value);
    if (name === 'country')
      return new Intl.DisplayNames(this.language, { type: 'region' }).of(String(value)) ?? plain(value);
    if (name in choices) return this.t(`setting.${name}.${String(value)}`);
    if (typeof value === 'boolean') return this.t(value ? 'general.on' : 'general.off');
    return name === 'timeZone' ? nameOfZone(plain(value)) : plain(value);
  }

  #label(name: string): string {
    const text = this.t(`setting.${name}`);
    return text === `setting.${name}` ? name : text;
  }

  #why(name: string, says: string): string {
    const text = this.t(`setting.${name}.why`);
    return text === `setting.${name}.why` ? says : text;
  }

  #forget(name: string): void {
    const { [name]: _gone, ...others } = this.changed;
    const { [name]: _fault, ...faults } = this.refused;
    this.changed = others;
    this.refused = faults;
  }

  async #save(setting: Setting): Promise<void> {
    const { name, value: before } = setting;
    try {
      await this.#send(name, valueOf(this.changed[name] ?? '', setting));
      this.#forget(name);
      toast(this, this.t('general.saved', { name: this.#label(name) }), {
        undo: () => this.#send(name, before),
      });
    } catch (thrown) {
      this.refused = { ...this.refused, [name]: refusalOf(thrown) };
    }
  }

  async #send(name: string, value: unknown): Promise<void> {
    await this.connection.api.patch('/api/settings', null, { [name]: value });
    await this.settings.refetch();
  }
}

/** Settings with a few values that have words of their own. */
const choices: Record<string, string[]> = {
  secondFactorFor: ['nobody', 'administrators', 'everybody'],
  auditHeadEvery: ['never', 'daily', 'weekly'],
};

/** As it stands in a field: lists with commas, nothing for null. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Numbers that may be empty: their default, null, does not tell. */
const emptyNumbers = ['sendingPerMinute'];

function isNumber({ name, preset }: Setting): boolean {
  return typeof preset === 'number' || emptyNumbers.includes(name);
}

function valueOf(typed: string, setting: Setting): unknown {
  const { preset } = setting;
  const text = typed.trim();
  if (Array.isArray(preset)) {
    const parts = text.split(/[\s,;]+/).filter(Boolean);
    return typeof preset[0] === 'number' ? parts.map(Number) : parts;
  }
  if (typeof preset === 'boolean') return text === 'true';
  if (text === '' && preset === null) return null;
  // An empty field is no number; Number('') would be 0.
  if (isNumber(setting)) return text === '' ? null : Number(text);
  return text;
}

define('lobi-general-room', GeneralRoom);
