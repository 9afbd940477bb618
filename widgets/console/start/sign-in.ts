/**
 * `<lobi-sign-in way="sign-in">`: signing in; asking for a new password; setting one with the link that was mailed.
 *
 * The answer to a forgotten password is the same whether the address is known or not.
 */
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import type { Values } from '../answers.ts';
import { Answers, question } from '../answers.ts';
import type { Route } from '../route.ts';
import { go } from '../route.ts';
import { signIn } from '../session.ts';
import { mark } from '../shell/mark.ts';
import { words } from '../texts.ts';
import { languageMenu } from './language.ts';
import { passwordLength } from './password-length.ts';
import { startStyles } from './style.ts';

export class SignIn extends LobiElement {
  static override texts = words;
  static override styles = [buttons, fieldStyles, startStyles];
  static override properties: PropertyDeclarations = {
    route: { attribute: false },
    way: {},
    done: { state: true },
    unset: { state: true },
    coded: { state: true },
  };

  declare route: Route;
  declare way: 'sign-in' | 'forgotten' | 'reset' | 'nobody';
  /** The mail is on its way, or the password is set. */
  declare done: boolean;
  /** This house has no administrator yet: the link to set it up stands in its log. */
  declare unset: boolean;
  /** The password was right, and a code of the authenticator app is asked for. */
  declare coded: boolean;
  readonly answers = new Answers(this);

  constructor() {
    super();
    this.done = false;
    this.unset = false;
    this.coded = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.connection.api.get<{ needed: boolean }>('/api/setup').then(
      ({ needed }) => (this.unset = needed),
      () => {},
    );
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (!changed.has('way') || changed.get('way') === undefined) return;
    this.done = false;
    this.answers.refusal = null;
  }

  protected override updated(): void {
    document.title = `${this.t(`start.${this.#way}`)} · Lobi`;
  }

  get #way(): 'signIn' | 'forgotten' | 'reset' {
    return this.way === 'forgotten' || this.way === 'reset' ? this.way : 'signIn';
  }

  override render() {
    const way = this.#way;
    return html`<main class="column">
      <header><span class="mark">${mark}</span><span>Lobi</span>${languageMenu(this)}</header>
      <h1>${this.t(`start.${way}`)}</h1>
      ${way === 'signIn' ? this.#signIn() : way === 'forgotten' ? this.#forgotten() : this.#reset()}
    </main>`;
  }

  #signIn(): TemplateResult {
    const send = async ({ email = '', password = '', code = '' }: Values) => {
      try {
        await signIn(this.connection.api, email.trim(), password, code);
      } catch (thrown) {
        if (refusalOf(thrown).code !== 'session.codeNeeded') throw thrown;
        this.coded = true;
        return;
      }
      if (this.way === 'sign-in' && this.route.place === 'sign-in') go('/', 'replace');
      this.emit('lobi-session-change');
    };
    return html`<form class="sheet" @submit=${this.answers.submit(send)}>
        ${this.unset ? html`<p class="verdict warn">${icon(alert)}<span>${this.t('start.unset')}</span></p>` : nothing}
        ${this.#said(['email', 'password'])}
        ${question(this.answers, { name: 'email', label: this.t('start.email'), type: 'email', autocomplete: 'username', required: true, focus: true })}
        ${question(this.answers, { name: 'password', label: this.t('start.password'), type: 'password', autocomplete: 'current-password', required: true })}
        ${this.coded ? question(this.answers, { name: 'code', label: this.t('start.code'), autocomplete: 'one-time-code', required: true, focus: true, hint: this.t('start.codeWhy') }) : nothing}
        <button class="btn first" ?disabled=${this.answers.busy}>${this.t('start.enter')}</button>
      </form>
      <p class="foot"><a class="link" href="/forgotten">${this.t('start.forgottenLink')}</a></p>`;
  }

  #forgotten(): TemplateResult {
    if (this.done) return this.#done('start.mailed', 'start.mailedWhy');
    const send = async ({ email = '' }: Values) => {
      await this.connection.api.post('/api/password-resets', { email: email.trim() });
      this.done = true;
    };
    return html`<p class="lead">${this.t('start.forgottenWhy')}</p>
      <form class="sheet" @submit=${this.answers.submit(send)}>
        ${this.#said(['email'])}
        ${question(this.answers, { name: 'email', label: this.t('start.email'), type: 'email', autocomplete: 'username', required: true, focus: true })}
        <button class="btn first" ?disabled=${this.answers.busy}>${this.t('start.sendLink')}</button>
      </form>
      ${this.#back()}`;
  }

  #reset(): TemplateResult {
    if (this.done) return this.#done('start.set', 'start.setWhy');
    const token = this.route.query.get('token') ?? '';
    const send = async ({ password = '' }: Values) => {
      await this.connection.api.post(`/api/password-resets/${encodeURIComponent(token)}`, { password });
      this.done = true;
    };
    return html`<form class="sheet" @submit=${this.answers.submit(send)}>
        ${this.#said(['password'])}
        ${question(this.answers, {
          name: 'password',
          label: this.t('start.newPassword'),
          type: 'password',
          autocomplete: 'new-password',
          required: true,
          minlength: passwordLength,
          hint: this.t('start.passwordRule', { count: passwordLength }),
          focus: true,
        })}
        <button class="btn first" ?disabled=${this.answers.busy}>${this.t('start.setPassword')}</button>
      </form>
      ${this.#back()}`;
  }

  #done(title: string, why: string): TemplateResult {
    return html`<div class="sheet">
        <p class="verdict good" role="status">${icon(check)}<span><b>${this.t(title)}</b> ${this.t(why)}</span></p>
      </div>
      ${this.#back()}`;
  }

  #back(): TemplateResult {
    return html`<p class="foot"><a class="link" href="/">${this.t('start.backToSignIn')}</a></p>`;
  }

  #said(fields: string[]): TemplateResult | typeof nothing {
    const said = this.answers.said(fields);
    return said ? html`<p class="verdict" role="alert">${icon(alert)}<span>${said}</span></p>` : nothing;
  }
}

define('lobi-sign-in', SignIn);
