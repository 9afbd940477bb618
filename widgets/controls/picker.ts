/**
 * `<lobi-picker>`: choose records by typing. What is chosen stands as chips before the field; the keyboard does everything:
 * arrows and Enter choose, Backspace takes the last one away, Escape closes.
 *
 *   <lobi-picker label="To" many .value=${this.to} .search=${(text) => findPeople(text)} .accept=${addressOf}
 *     @lobi-picker-change=${(event) => (this.to = event.detail.value)}></lobi-picker>
 *
 * `search` gives what fits the typed text; it is asked after a short rest, and an answer that comes late is dropped.
 * `accept`, where given, makes a choice of free text (an address that stands on no card); null refuses it.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import remove from 'lucide-static/icons/x.svg?icon';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { avatar } from './avatar.ts';
import { fieldStyles } from './field-look.ts';
import { float, floatStyles, sink } from './float.ts';
import { words } from './texts.ts';

/** Something that can be chosen. `key` tells two choices apart; `detail` is shown beside the label. */
export interface Choice {
  key: string;
  label: string;
  detail?: string;
  entity?: string;
  /** Cannot be used as it is, with the reason. */
  fault?: string;
}

const rest = 140;

export class Picker extends LobiElement {
  static override texts = words;
  static override properties = {
    label: {},
    many: { type: Boolean },
    value: { attribute: false },
    search: { attribute: false },
    accept: { attribute: false },
    placeholder: {},
    fault: {},
    bare: { type: Boolean, reflect: true },
    options: { state: true },
    at: { state: true },
  };
  static override styles = [
    buttons,
    fieldStyles,
    floatStyles,
    css`
      .field {
        flex-wrap: wrap;
        gap: 4px;
        padding-block: 3px;
      }
      :host([bare]) .field {
        border: 0;
        padding: 0;
        background: none;
        outline: 0;
      }
      .field:has(.chip) {
        padding-inline-start: 4px;
      }
      input {
        flex: 1 1 40px;
        min-width: 24px;
        height: 24px;
        padding: 0;
        border: 0;
        background: none;
      }
      input:focus-visible,
      :host([bare]) .field:focus-within {
        outline: 0;
      }
      .chip {
        min-height: 24px;
      }
      .chip.wrong {
        border-color: var(--lobi-danger);
        background: var(--lobi-danger-soft);
        color: var(--lobi-danger);
      }
      .chip button {
        display: grid;
        place-items: center;
        width: 16px;
        height: 20px;
        margin-inline-end: -4px;
        border-radius: 4px;
      }
      @media (pointer: coarse) {
        .chip {
          min-height: 36px;
        }
        .chip button {
          width: 32px;
          height: 36px;
          margin-inline-end: -8px;
        }
        input {
          height: 36px;
        }
      }
    `,
  ];

  declare label: string;
  declare many: boolean;
  declare value: Choice[];
  declare search: (text: string) => Promise<Choice[]>;
  declare accept: ((text: string) => Choice | null) | undefined;
  declare placeholder: string | undefined;
  declare fault: string | undefined;
  declare bare: boolean;
  declare options: Choice[];
  declare at: number;

  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.value = [];
    this.options = [];
    this.at = -1;
    this.search = async () => [];
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector('input')!;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.#input?.focus());
  }

  /** Takes what is typed as a choice, where `accept` makes one of it; for a form that is sent with text in the field. */
  settle(): void {
    const text = this.#input.value.trim();
    const choice = text ? this.accept?.(text) : null;
    if (choice) this.#choose(choice);
  }

  override render() {
    const open = this.options.length > 0;
    return html`<div class="field ${this.fault ? 'wrong' : ''}" @click=${() => this.#input.focus()}>
        ${this.value.map((choice) => this.#chip(choice))}
        <input
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          aria-label=${this.label}
          aria-expanded=${open ? 'true' : 'false'}
          aria-controls="options"
          aria-autocomplete="list"
          aria-activedescendant=${open && this.at >= 0 ? `o${this.at}` : nothing}
          aria-invalid=${this.fault ? 'true' : nothing}
          placeholder=${this.value.length > 0 ? '' : (this.placeholder ?? '')}
          @input=${this.#typed}
          @keydown=${this.#key}
          @blur=${this.#left}
        />
      </div>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <ul id="options" role="listbox" aria-label=${this.label} popover="manual">
        ${this.options.map((choice, at) => this.#option(choice, at))}
      </ul>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('options')) return;
    const list = this.renderRoot.querySelector<HTMLElement>('#options')!;
    if (this.options.length > 0) float(this.renderRoot.querySelector('.field')!, list, { stretch: true });
    else sink(list);
  }

  #chip(choice: Choice): TemplateResult {
    const { label, detail, fault } = choice;
    return html`<span class="chip ${fault ? 'wrong' : 'on'}" title=${fault ?? detail ?? label}>
      <span class="cut">${label}</span>
      <button aria-label=${this.t('picker.remove', { label })} @click=${(event: Event) => this.#remove(event, choice)}>
        ${icon(remove)}
      </button>
    </span>`;
  }

  #option(choice: Choice, at: number): TemplateResult {
    const { label, detail, entity } = choice;
    return html`<li
      id="o${at}"
      class="option"
      role="option"
      aria-selected=${at === this.at ? 'true' : 'false'}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#choose(choice)}
    >
      ${avatar({ name: label, entity: entity ?? '' }, this.language)}
      <span class="cut">${label} <small>${detail ?? ''}</small></span>
    </li>`;
  }

  #typed(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const text = this.#input.value.trim();
    const asked = (this.#asked += 1);
    if (!text) {
      this.options = [];
      return;
    }
    // A separator ends a typed address, as people do in mail programs.
    if (this.accept && /[,;]$/.test(text)) {
      const choice = this.accept(text.slice(0, -1).trim());
      if (choice) return this.#choose(choice);
    }
    this.#timer = setTimeout(async () => {
      const found = await this.search(text).catch(() => []);
      if (asked !== this.#asked) return;
      const chosen = new Set(this.value.map(({ key }) => key));
      this.options = found.filter(({ key }) => !chosen.has(key));
      this.at = this.options.length > 0 ? 0 : -1;
    }, rest);
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    const count = this.options.length;
    if (key === 'Escape' && count > 0) {
      this.options = [];
      event.stopPropagation();
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && count > 0) {
      this.at = (this.at + (key === 'ArrowDown' ? 1 : count - 1)) % count;
      event.preventDefault();
    } else if (key === 'Enter') {
      // Enter in a host's form would send that form.
      event.preventDefault();
      const choice = this.options[this.at];
      if (choice) this.#choose(choice);
      else this.settle();
    } else if (key === 'Backspace' && this.#input.value === '' && this.value.length > 0) {
      this.#change(this.value.slice(0, -1));
    }
  }

  #left(): void {
    this.settle();
    this.options = [];
  }

  #choose(choice: Choice): void {
    this.#asked += 1;
    this.#input.value = '';
    this.options = [];
    const others = this.value.filter(({ key }) => key !== choice.key);
    this.#change(this.many ? [...others, choice] : [choice]);
  }

  #remove(event: Event, choice: Choice): void {
    event.stopPropagation();
    this.#change(this.value.filter(({ key }) => key !== choice.key));
    this.#input.focus();
  }

  #change(value: Choice[]): void {
    this.value = value;
    this.emit('lobi-picker-change', { value });
  }
}

define('lobi-picker', Picker);
