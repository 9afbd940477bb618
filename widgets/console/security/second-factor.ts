/**
 * `<lobi-second-factor>`: sets up an authenticator app in three steps (read the code, type what the app shows, keep the recovery
 * codes), and takes it away again. Emits `lobi-second-factor-change`.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing, svg } from 'lit';
import copy from 'lucide-static/icons/copy.svg?icon';
import shield from 'lucide-static/icons/shield-check.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { dayOf } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Values } from '../answers.ts';
import { Answers, question } from '../answers.ts';
import { Fetched } from '../fetched.ts';
import { accessWords } from '../settings/texts.ts';
import { toast } from '../toast.ts';

interface State {
  since: string | null;
  required: boolean;
  recoveryCodes: number;
}

interface Begun {
  secret: string;
  url: string;
  qr: { size: number; path: string };
}

export class SecondFactor extends LobiElement {
  static override texts = accessWords;
  static override properties = { begun: { state: true }, codes: { state: true }, asking: { state: true } };
  static override styles = [
    buttons,
    fieldStyles,
    css`
      :host {
        display: grid;
        gap: var(--lobi-space-3);
      }
      form {
        display: grid;
        gap: var(--lobi-space-3);
      }
      .setup {
        display: grid;
        grid-template-columns: 200px minmax(0, 1fr);
        gap: var(--lobi-space-4);
        align-items: start;
      }
      .qr {
        display: block;
        width: 200px;
        height: 200px;
        border: 1px solid var(--lobi-border);
        border-radius: var(--lobi-radius);
        background: white;
        fill: black;
      }
      .secret,
      .codes {
        font-family: ui-monospace, monospace;
        overflow-wrap: anywhere;
      }
      .codes {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(110px, 1fr));
        gap: 4px var(--lobi-space-3);
        padding: var(--lobi-space-3);
        border: 1px solid var(--lobi-border-strong);
        border-radius: var(--lobi-radius);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lobi-space-2);
        align-items: center;
      }
      .well .icon {
        color: var(--lobi-success);
      }
      small {
        display: block;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
        line-height: var(--lobi-line-s);
      }
      @media (max-width: 480px) {
        .setup {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare begun: Begun | null;
  declare codes: string[] | null;
  /** What a code is asked for: to take it away, or for new recovery codes. */
  declare asking: 'removal' | 'recovery-codes' | null;
  readonly answers = new Answers(this);
  readonly state = new Fetched<State>(this, () => '/api/second-factor');

  constructor() {
    super();
    this.begun = null;
    this.codes = null;
    this.asking = null;
  }

  override render() {
    const { value } = this.state;
    if (this.codes) return this.#kept(this.codes);
    if (!value) return nothing;
    if (this.begun) return this.#setup(this.begun);
    return value.since ? this.#standing(value) : this.#none();
  }

  #none(): TemplateResult {
    return html`<p>${this.t('factor.why')}</p>
      ${this.#said()}
      <div class="line">
        <button class="btn first" @click=${() => this.answers.run(() => this.#begin())}>${icon(shield)}${this.t('factor.begin')}</button>
      </div>`;
  }

  #setup({ secret, qr }: Begun): TemplateResult {
    const send = async ({ code = '' }: Values) => {
      const { codes } = await this.connection.api.post<{ codes: string[] }>(
        '/api/second-factor/confirmation',
        { code },
      );
      this.answers.clear();
      this.codes = codes;
    };
    return html`<div class="setup">
      <svg class="qr" viewBox="0 0 ${qr.size} ${qr.size}" role="img" aria-label=${this.t('factor.qr')} shape-rendering="crispEdges">
        ${svg`<path d=${qr.path}></path>`}
      </svg>
      <form @submit=${this.answers.submit(send)}>
        <p>${this.t('factor.scan')}</p>
        <p><small>${this.t('factor.byHand')}</small><span class="secret">${secret.replace(/(.{4})/g, '$1 ').trim()}</span></p>
        ${this.#said()} ${this.#code()}
        <div class="line">
          <button class="btn first" ?disabled=${this.answers.busy}>${this.t('factor.confirm')}</button>
          <button class="btn plain" type="button" @click=${() => (this.begun = null)}>${this.t('form.leave')}</button>
        </div>
      </form>
    </div>`;
  }

  #kept(codes: string[]): TemplateResult {
    const done = () => {
      this.codes = null;
      this.begun = null;
      this.emit('lobi-second-factor-change');
      void this.state.refetch();
    };
    const take = async () => {
      await navigator.clipboard.writeText(codes.join('\n'));
      toast(this, this.t('factor.copied'));
    };
    return html`<p role="status"><b>${this.t('factor.done')}</b></p>
      <p>${this.t('factor.codesWhy')}</p>
      <ul class="codes">
        ${codes.map((code) => html`<li>${code}</li>`)}
      </ul>
      <div class="line">
        <button class="btn" @click=${take}>${icon(copy)}${this.t('factor.copy')}</button>
        <button class="btn first" @click=${done}>${this.t('factor.kept')}</button>
      </div>`;
  }

  #standing({ since, required, recoveryCodes }: State): TemplateResult {
    if (this.asking) return this.#ask(this.asking);
    return html`<p class="line well">${icon(shield)}<span>${this.t('factor.since', { day: dayOf(since!, this.clock) })}</span></p>
      <p>${this.t('factor.left', { count: recoveryCodes })}</p>
      <div class="line">
        <button class="btn soft" @click=${() => (this.asking = 'recovery-codes')}>${this.t('factor.newCodes')}</button>
        ${required ? html`<small>${this.t('factor.required')}</small>` : html`<button class="btn plain" @click=${() => (this.asking = 'removal')}>${this.t('factor.remove')}</button>`}
      </div>`;
  }

  #ask(what: 'removal' | 'recovery-codes'): TemplateResult {
    const send = async ({ code = '' }: Values) => {
      const answer = await this.connection.api.post<{ codes?: string[] }>(`/api/second-factor/${what}`, {
        code,
      });
      this.answers.clear();
      this.asking = null;
      this.codes = answer?.codes ?? null;
      if (what === 'removal') this.emit('lobi-second-factor-change');
      await this.state.refetch();
    };
    return html`<form @submit=${this.answers.submit(send)}>
      ${this.#said()} ${this.#code()}
      <div class="line">
        <button class="btn first" ?disabled=${this.answers.busy}>${this.t(what === 'removal' ? 'factor.remove' : 'factor.newCodes')}</button>
        <button class="btn plain" type="button" @click=${() => (this.asking = null)}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  #code(): TemplateResult {
    return question(this.answers, {
      name: 'code',
      label: this.t('start.code'),
      autocomplete: 'one-time-code',
      required: true,
      focus: true,
      placeholder: '123 456',
    });
  }

  #said(): TemplateResult | typeof nothing {
    const said = this.answers.said(['code']);
    return said ? html`<p class="fault" role="alert">${said}</p>` : nothing;
  }

  async #begin(): Promise<void> {
    this.begun = await this.connection.api.post<Begun>('/api/second-factor');
  }
}

define('lobi-second-factor', SecondFactor);
