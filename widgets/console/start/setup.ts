/**
 * `<lobi-setup>`: the first run. One page, one column, five answers with sensible defaults; what the environment holds is shown
 * locked with its name. When it is done the page is gone for good. A backup can be restored instead.
 */
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import lock from 'lucide-static/icons/lock.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { langOf, langs } from '../../kernel/i18n.ts';
import { icon } from '../../kernel/icons.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { sayingStyles } from '../../kernel/saying.ts';
import type { Question, Values } from '../answers.ts';
import { Answers, choice, question } from '../answers.ts';
import { failing } from '../failing.ts';
import { prefer } from '../preferences.ts';
import type { Route } from '../route.ts';
import { go } from '../route.ts';
import { mark } from '../shell/mark.ts';
import { words } from '../texts.ts';
import { fits } from './fits.ts';
import { languageMenu, nameOfLang } from './language.ts';
import { passwordLength } from './password-length.ts';
import { setupStyles } from './setup.style.ts';
import { startStyles } from './style.ts';
import { nameOfZone, zonesWith } from './zones.ts';

interface Standing {
  proven: boolean;
  values: Partial<Record<Held, string>>;
  /** Name of the environment variable that holds it. */
  locked: Partial<Record<Held, string>>;
}

type Held = 'language' | 'company' | 'publicUrl' | 'mailDomain' | 'timeZone' | 'country';

const countries = ['TR', 'PL'];

const steps: { key: string; fields: string[] }[] = [
  { key: 'language', fields: ['language', 'country', 'timeZone'] },
  { key: 'firm', fields: ['company'] },
  { key: 'address', fields: ['publicUrl'] },
  { key: 'domain', fields: ['mailDomain'] },
  { key: 'you', fields: ['givenName', 'email', 'password'] },
];

export class Setup extends LobiElement {
  static override texts = words;
  static override styles = [buttons, sayingStyles, fieldStyles, startStyles, setupStyles];
  static override properties: PropertyDeclarations = {
    route: { attribute: false },
    standing: { state: true },
    refused: { state: true },
    demo: { state: true },
    restoring: { state: true },
  };

  declare route: Route;
  declare standing: Standing | null;
  declare refused: Refusal | null;
  declare demo: boolean;
  declare restoring: boolean;
  readonly answers = new Answers(this, 'setup');

  constructor() {
    super();
    this.standing = null;
    this.refused = null;
    this.demo = false;
    this.restoring = false;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.hasUpdated) void this.#begin();
  }

  protected override updated(): void {
    document.title = `${this.t('setup.title')} · Lobi`;
  }

  override render() {
    return html`<main class="column wide">
      <header><span class="mark">${mark}</span><span>Lobi</span>${languageMenu(this)}</header>
      ${this.refused ? this.#shut(this.refused) : this.standing ? this.#questions(this.standing) : nothing}
    </main>`;
  }

  #questions(standing: Standing): TemplateResult {
    return html`<h1>${this.t('setup.title')}</h1>
      <p class="lead">${this.t('setup.lead')}</p>
      <form @submit=${this.answers.submit((values) => this.#send(values))}>
        ${this.#said()}
        <ol class="answers">
          ${steps.map(({ key, fields }, at) => this.#step(key, fields, at + 1, standing))}
        </ol>
        <div class="begin">
          <button class="btn first" ?disabled=${this.answers.busy}>${this.t(this.answers.busy ? 'setup.working' : 'setup.finish')}</button>
          <label class="check"><input type="checkbox" .checked=${this.demo} @change=${() => (this.demo = !this.demo)} />${this.t('setup.demo')}</label>
          <button type="button" class="link push" aria-expanded=${this.restoring ? 'true' : 'false'} @click=${() => (this.restoring = !this.restoring)}>${this.t('setup.restore')}</button>
        </div>
        ${this.demo ? html`<p class="s two under">${this.t('setup.demoWhy')}</p>` : nothing} ${this.restoring ? this.#restore() : nothing}
      </form>`;
  }

  #step(key: string, fields: string[], at: number, standing: Standing): TemplateResult {
    const email = this.#value('email', standing);
    const done = fields.every(
      (name) => standing.locked[name as Held] || fits(name, this.#value(name, standing), email),
    );
    return html`<li>
      <i class="no ${done ? 'done' : ''}" aria-hidden="true">${done ? icon(check) : at}</i>
      <div>
        <h2>${this.t(`setup.${key}`)}</h2>
        ${key === 'you' || key === 'language' ? nothing : html`<p class="s two">${this.t(`setup.${key}Why`)}</p>`}
        <div class="fields">${this.#fields(key, standing)}</div>
      </div>
    </li>`;
  }

  #fields(key: string, standing: Standing): TemplateResult {
    if (key === 'language')
      return html`${this.#language(standing)}${this.#country(standing)}${this.#zone(standing)}`;
    if (key === 'firm')
      return this.#ask(standing, 'company', { required: true, autocomplete: 'organization' });
    if (key === 'address') return this.#ask(standing, 'publicUrl', { type: 'url', required: true });
    if (key === 'domain')
      return this.#ask(standing, 'mailDomain', { required: true, hint: this.t('setup.domainHint') });
    return html`${question(this.answers, { name: 'givenName', label: this.t('setup.givenName'), required: true, autocomplete: 'given-name' })}
    ${question(this.answers, { name: 'familyName', label: this.t('setup.familyName'), autocomplete: 'family-name' })}
    <div class="wide">${question(this.answers, { name: 'email', label: this.t('start.email'), type: 'email', required: true, autocomplete: 'username' })}</div>
    <div class="wide">
      ${question(this.answers, { name: 'password', label: this.t('start.password'), type: 'password', required: true, minlength: passwordLength, autocomplete: 'new-password', hint: this.t('start.passwordRule', { count: passwordLength }) })}
    </div>`;
  }

  #language(standing: Standing): TemplateResult {
    if (standing.locked.language)
      return this.#held(standing, 'language', nameOfLang[langOf(standing.values.language)]);
    const options = langs.map((lang) => ({ value: lang, label: nameOfLang[lang] }));
    // The page speaks the chosen language at once; what was typed is kept through the change.
    const chosen = (lang: string) => {
      prefer({ lang: langOf(lang) });
      location.reload();
    };
    return choice(
      this.answers,
      { name: 'language', label: this.t('setup.languageOf'), preset: this.#value('language', standing) },
      options,
      chosen,
    );
  }

  #country(standing: Standing): TemplateResult {
    const nameOf = (country: string) =>
      new Intl.DisplayNames(this.language, { type: 'region' }).of(country) ?? country;
    const preset = this.#value('country', standing);
    if (standing.locked.country) return this.#held(standing, 'country', nameOf(preset));
    return choice(
      this.answers,
      { name: 'country', label: this.t('setup.country'), preset, hint: this.t('setup.countryHint') },
      countries.map((country) => ({ value: country, label: nameOf(country) })),
    );
  }

  #zone(standing: Standing): TemplateResult {
    if (standing.locked.timeZone) return this.#held(standing, 'timeZone', standing.values.timeZone ?? '');
    const preset = this.#value('timeZone', standing);
    const options = zonesWith(preset).map((zone) => ({ value: zone, label: nameOfZone(zone) }));
    return choice(this.answers, { name: 'timeZone', label: this.t('setup.timeZone'), preset }, options);
  }

  #ask(standing: Standing, name: Held, more: Partial<Question>): TemplateResult {
    if (standing.locked[name]) return this.#held(standing, name, standing.values[name] ?? '');
    return html`<div class="wide">
      ${question(this.answers, { name, label: this.t(`setup.${name}`), preset: this.#value(name, standing), ...more })}
    </div>`;
  }

  #held(standing: Standing, name: Held, value: string): TemplateResult {
    return html`<p class="held wide" aria-label=${this.t(`setup.${name}`)}>${icon(lock)}<span>${value}</span><span class="s two push">${this.t('setup.setBy', { name: standing.locked[name] ?? '' })}</span></p>`;
  }

  #restore(): TemplateResult {
    return html`<section class="restore">
      <h2>${this.t('setup.restore')}</h2>
      <p class="two">${this.t('setup.restoreWhy')}</p>
      <code class="server">lobi restore lobi-nightly-….backup</code>
      <p class="s two">${this.t('setup.restoreNpm')} <code class="server">npm run lobi -- restore …</code></p>
    </section>`;
  }

  #said(): TemplateResult | typeof nothing {
    const said = this.answers.said(steps.flatMap(({ fields }) => fields).concat('familyName'));
    return said ? html`<p class="verdict" role="alert">${icon(alert)}<span>${said}</span></p>` : nothing;
  }

  #shut(refusal: Refusal): TemplateResult {
    if (refusal.kind === 'missing') {
      return html`<h1>${this.t('setup.over')}</h1>
        <p class="lead">${this.t('setup.overWhy')}</p>
        <p><a class="btn first" href="/">${this.t('start.signIn')}</a></p>`;
    }
    if (refusal.kind === 'forbidden' || refusal.kind === 'unknown') {
      return html`<h1>${this.t('setup.wrong')}</h1>
        <p class="lead">${this.t('setup.wrongWhy')}</p>`;
    }
    return failing(refusal, () => this.#begin());
  }

  // What the visitor's browser knows is a better guess than an untouched default of the machine.
  #value(name: string, standing: Standing): string {
    const { values, locked } = standing;
    const typed = this.answers.values[name];
    if (typed !== undefined) return typed;
    const stands = values[name as Held] ?? '';
    if (locked[name as Held]) return stands;
    if (name === 'language') return this.language;
    if (name === 'country') return this.#value('language', standing) === 'pl' ? 'PL' : 'TR';
    if (name === 'timeZone') return Intl.DateTimeFormat().resolvedOptions().timeZone || stands;
    if (name === 'company') return stands === 'Lobi' ? '' : stands;
    if (name === 'publicUrl') return location.protocol === 'https:' ? location.origin : stands;
    if (name === 'mailDomain') return stands === 'localhost' ? '' : stands;
    return stands;
  }

  async #begin(): Promise<void> {
    try {
      this.refused = null;
      const token = this.route.query.get('token') ?? '';
      const standing = await this.connection.api.get<Standing>('/api/setup', {}, { 'X-Lobi-Setup': token });
      if (!standing.proven) throw Object.assign(refusalOf(new Error()), { kind: 'forbidden' });
      this.standing = standing;
    } catch (thrown) {
      this.refused = refusalOf(thrown);
    }
  }

  async #send(typed: Values): Promise<void> {
    const standing = this.standing!;
    const answer = (name: string) => (typed[name] ?? this.#value(name, standing)).trim();
    await this.connection.api.post('/api/setup', {
      token: this.route.query.get('token') ?? '',
      language: answer('language'),
      company: answer('company'),
      publicUrl: answer('publicUrl'),
      mailDomain: answer('mailDomain'),
      timeZone: answer('timeZone'),
      country: answer('country'),
      demo: this.demo,
      administrator: {
        email: answer('email'),
        givenName: answer('givenName'),
        familyName: answer('familyName'),
        password: typed.password ?? '',
      },
    });
    this.answers.clear();
    go('/', 'replace');
    this.emit('lobi-session-change');
  }
}

define('lobi-setup', Setup);
