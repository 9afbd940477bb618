/**
 * A page of questions that belong to no one record (sign-in, set-up, a new user). It keeps what was typed: through a refusal,
 * through a reload (never a password), until it was sent. Records have kernel/form.ts.
 *
 *   readonly answers = new Answers(this, 'setup');
 *   html`<form @submit=${this.answers.submit((values) => this.#send(values))}>
 *     ${question(this.answers, { name: 'email', label: this.t('email'), type: 'email' })}
 *   </form>`
 *
 * A refusal of kind 'invalid' puts the server's words under the fields it names; what it says beside them is `said`.
 */
import type { ReactiveController, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { LobiElement } from '../kernel/element.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { refusalOf } from '../kernel/refusal.ts';
import { faultWords, refusalWords } from './fault.ts';

export type Values = Record<string, string>;

export class Answers implements ReactiveController {
  values: Values = {};
  busy = false;
  refusal: Refusal | null = null;
  #host: LobiElement;
  #draft: string | null;

  /** `draft` names where it is kept while it is not sent; null where nothing shall be kept. */
  constructor(host: LobiElement, draft: string | null = null) {
    this.#host = host;
    this.#draft = draft && `lobi.answers.${draft}`;
    host.addController(this);
    this.values = this.#kept();
  }

  get dirty(): boolean {
    return Object.keys(this.values).length > 0;
  }

  hostConnected(): void {}

  value(name: string, preset = ''): string {
    return this.values[name] ?? preset;
  }

  set(name: string, value: string, secret = false): void {
    this.values = { ...this.values, [name]: value };
    if (!secret) this.#keep(name);
    this.#host.requestUpdate();
  }

  clear(): void {
    this.values = {};
    this.refusal = null;
    if (this.#draft) sessionStorage.removeItem(this.#draft);
    this.#host.requestUpdate();
  }

  /** What the server says about a field, or null. */
  fault(name: string): string | null {
    const faults = this.refusal?.errors ?? [];
    const found = faults.find(({ path }) => path === name || path.endsWith(`.${name}`));
    return found ? faultWords(this.#host, found) : null;
  }

  /** What it says beside the fields. */
  said(known: string[]): string | null {
    if (!this.refusal || known.some((name) => this.fault(name))) return null;
    return refusalWords(this.#host, this.refusal);
  }

  submit(send: (values: Values) => Promise<unknown>): (event: SubmitEvent) => Promise<void> {
    return async (event) => {
      event.preventDefault();
      if (this.busy) return;
      const typed = new FormData(event.currentTarget as HTMLFormElement);
      for (const [name, value] of typed) if (typeof value === 'string') this.values[name] = value;
      await this.run(() => send(this.values));
    };
  }

  /** Runs something of the form; one at a time. True when it was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.refusal = null;
    this.#host.requestUpdate();
    try {
      await work();
      return true;
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      return false;
    } finally {
      this.busy = false;
      this.#host.requestUpdate();
      void this.#host.updateComplete.then(() =>
        this.#host.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
    }
  }

  #keep(name: string): void {
    if (!this.#draft) return;
    sessionStorage.setItem(this.#draft, JSON.stringify({ ...this.#kept(), [name]: this.values[name] }));
  }

  #kept(): Values {
    try {
      return this.#draft ? (JSON.parse(sessionStorage.getItem(this.#draft) ?? '{}') as Values) : {};
    } catch {
      return {};
    }
  }
}

export interface Question {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'date';
  preset?: string;
  autocomplete?: string;
  required?: boolean;
  /** Stands under the field while nothing is wrong. */
  hint?: string;
  placeholder?: string;
  minlength?: number;
  focus?: boolean;
  lines?: boolean;
}

/** A field with its label, and what is wrong with it. Needs `fieldStyles` of controls/field-look.ts. */
export function question(answers: Answers, asked: Question): TemplateResult {
  const { name, label, type = 'text', hint } = asked;
  const fault = answers.fault(name);
  const typed = (event: Event) =>
    answers.set(name, (event.target as HTMLInputElement).value, type === 'password');
  const below = fault || hint ? `${name}-below` : nothing;
  const input = asked.lines
    ? html`<textarea
        class="field"
        id="in-${name}"
        name=${name}
        rows="3"
        .value=${live(answers.value(name, asked.preset))}
        aria-describedby=${below}
        @input=${typed}
      ></textarea>`
    : html`<input
        class="field"
        id="in-${name}"
        name=${name}
        type=${type}
        .value=${live(answers.value(name, asked.preset))}
        autocomplete=${(asked.autocomplete ?? 'off') as 'off'}
        placeholder=${asked.placeholder ?? nothing}
        minlength=${asked.minlength ?? nothing}
        ?required=${asked.required}
        ?autofocus=${asked.focus}
        aria-invalid=${fault ? 'true' : 'false'}
        aria-describedby=${below}
        @input=${typed}
      />`;
  return html`<div class="labelled">
    <label class="label" for="in-${name}">${label}</label>
    ${input} ${under(name, fault, hint)}
  </div>`;
}

export interface Option {
  value: string;
  label: string;
}

export function choice(
  answers: Answers,
  asked: Omit<Question, 'type'>,
  options: Option[],
  chosen?: (value: string) => void,
): TemplateResult {
  const { name, label, hint } = asked;
  const fault = answers.fault(name);
  const value = answers.value(name, asked.preset);
  const pick = (event: Event) => {
    const picked = (event.target as HTMLSelectElement).value;
    answers.set(name, picked);
    chosen?.(picked);
  };
  return html`<div class="labelled">
    <label class="label" for="in-${name}">${label}</label>
    <select class="field" id="in-${name}" name=${name} aria-invalid=${fault ? 'true' : 'false'} @change=${pick}>
      ${options.map(
        (option) =>
          html`<option value=${option.value} ?selected=${option.value === value}>${option.label}</option>`,
      )}
    </select>
    ${under(name, fault, hint)}
  </div>`;
}

function under(
  name: string,
  fault: string | null,
  hint: string | undefined,
): TemplateResult | typeof nothing {
  if (fault) return html`<span class="fault" id="${name}-below">${fault}</span>`;
  return hint ? html`<small id="${name}-below">${hint}</small>` : nothing;
}
