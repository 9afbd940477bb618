/**
 * `<lobi-new-card>`: a new person or organisation, by keyboard: Enter goes on, Ctrl Enter keeps it. What is there already under that
 * name is shown while one types. What was typed outlives a reload.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import '../../controls/dialog.ts';
import '../../controls/picker.ts';
import { avatar } from '../../controls/avatar.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { labelOf } from '../../kernel/form.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import { nameOf, parseRef, placeOf } from '../../kernel/refs.ts';
import { Refusal, refusalOf } from '../../kernel/refusal.ts';
import type { Card } from '../../people/cards.ts';
import { nameOfCard } from '../../people/cards.ts';
import type { Question, Values } from '../answers.ts';
import { Answers, question } from '../answers.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { toast } from '../toast.ts';
import { Entity } from './entity.ts';
import { newCardStyles } from './new-card.style.ts';
import { words } from './texts.ts';

const rest = 200;
/** Before the name of an organisation that is on no card yet. */
const fresh = 'new:';

/** A card that may be the same, and by what. */
interface Alike extends Ref {
  by: 'email' | 'phone' | 'taxNumber' | 'name';
}

interface Mail extends Row {
  direction: 'in' | 'out';
  from: { name?: string | null; address: string; card?: unknown };
}

export class NewCard extends Page {
  static override properties = {
    ...Page.properties,
    found: { state: true },
    organisation: { state: true },
  };
  static override texts = words;
  static override styles = [Page.styles, fieldStyles, newCardStyles];

  /** Cards that may be the same, with what they share. */
  declare found: Alike[];
  declare organisation: Choice[];
  readonly answers = new Answers(this, 'new-card');
  readonly entity = new Entity(this, () => this.#of);
  /** What was typed when somebody was asked whether a second card is meant. */
  #asked = '';
  #typing: ReturnType<typeof setTimeout> | null = null;
  #looking = '';

  constructor() {
    super();
    this.found = [];
    this.organisation = [];
  }

  get #of(): 'person' | 'organisation' {
    return this.route.query.get('of') === 'organisation' ? 'organisation' : 'person';
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const thread = this.route.query.get('thread');
    if (this.hasUpdated) return;
    if (thread && !this.answers.dirty) void this.#takeSender(thread);
    else if (this.answers.dirty) void this.#search();
  }

  // A sender without a card brings the name and the address along; nothing of it is lost where that cannot be read.
  async #takeSender(thread: string): Promise<void> {
    const page = await this.connection.api
      .list<Mail>('/api/messages', { thread, sort: '-at', limit: 10 })
      .catch(() => null);
    const sender = page?.items.find(({ direction, from }) => direction === 'in' && !from.card)?.from;
    if (!sender || this.answers.dirty) return;
    const names = (sender.name ?? '').split(/\s+/).filter(Boolean);
    this.answers.set('email', sender.address);
    this.answers.set('givenName', (names.length > 1 ? names.slice(0, -1) : names).join(' '));
    this.answers.set('familyName', names.length > 1 ? names.at(-1)! : '');
    await this.#search();
  }

  override render() {
    const person = this.#of === 'person';
    return html`<lobi-dialog heading=${this.t(person ? 'search.newPerson' : 'search.newOrganisation')} open @lobi-dialog-close=${() => this.#shut()}>
      <form @submit=${this.answers.submit((values) => this.#save(values))} @keydown=${this.#key} @input=${() => this.#look()}>
        ${this.#said()} ${person ? this.#person() : this.#organisation()}
        <div class="two-up">
          ${this.#ask('email', { type: 'email' })} ${this.#ask('phone', { type: 'tel' })}
        </div>
        ${this.#kinds()} ${this.#alike()}
        <div class="line acts">
          <button class="btn plain" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
          <button class="btn first" ?disabled=${this.answers.busy}>${this.t(this.#still ? 'newCard.keepStill' : 'newCard.keep')}<kbd>Ctrl ↵</kbd></button>
        </div>
      </form>
    </lobi-dialog>`;
  }

  /** Those that share an address, a number or a tax number: one is asked before a second card is made. */
  get #same(): Alike[] {
    return this.found.filter(({ by }) => by !== 'name');
  }

  // Asked already: what is sent now is meant.
  get #still(): boolean {
    return this.#same.length > 0 && this.#asked === this.#signs;
  }

  /** What tells cards apart, as it was typed. */
  get #signs(): string {
    return ['email', 'phone', 'taxNumber']
      .map((name) => this.answers.value(name).trim().toLowerCase())
      .join(' ');
  }

  #ask(name: string, more: Partial<Question> = {}): TemplateResult {
    return question(this.answers, { name, label: this.t(`newCard.${name}`), ...more });
  }

  #person(): TemplateResult {
    return html`<div class="two-up">
        ${this.#ask('givenName', { required: true, focus: true, autocomplete: 'off' })} ${this.#ask('familyName')}
      </div>
      <div class="two-up">
        <div class="labelled">
          <span class="label">${this.t('positions.organisation')}</span>
          <lobi-picker
            label=${this.t('positions.organisation')}
            .value=${this.organisation}
            .search=${(text: string) => this.#find(text)}
            .accept=${(text: string) => ({ key: fresh + text, label: this.t('newCard.fresh', { name: text }) })}
            @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => (this.organisation = event.detail.value)}
          ></lobi-picker>
        </div>
        ${question(this.answers, { name: 'title', label: this.t('positions.title') })}
      </div>`;
  }

  #organisation(): TemplateResult {
    return html`${this.#ask('name', { required: true, focus: true })} ${this.#ask('taxNumber')}`;
  }

  #kinds(): TemplateResult | typeof nothing {
    const options = this.entity.field('kinds')?.options ?? [];
    if (options.length === 0) return nothing;
    const chosen = new Set(this.answers.value('kinds').split(' ').filter(Boolean));
    const flip = (key: string) => {
      if (!chosen.delete(key)) chosen.add(key);
      this.answers.set('kinds', [...chosen].join(' '));
    };
    return html`<fieldset class="kinds">
      <legend class="label">${this.t('people.kinds')}</legend>
      ${options.map(({ key, label }) => html`<label class="check"><input type="checkbox" .checked=${chosen.has(key)} @change=${() => flip(key)} />${labelOf(label, this.language)}</label>`)}
    </fieldset>`;
  }

  #alike(): TemplateResult | typeof nothing {
    if (this.found.length === 0) return nothing;
    return html`<div class="alike" role="status">
      <p class="s two">${this.t(this.#same.length > 0 ? 'newCard.standing' : 'newCard.alike')}</p>
      ${this.found.map(
        ({ entity, id, label, by }) =>
          html`<a class="line" href=${placeOf({ entity, id })}>${avatar({ name: label ?? '', entity }, this.language)}<span class="cut">${label}</span><span class="push s three">${this.t(`newCard.by.${by}`)}</span></a>`,
      )}
    </div>`;
  }

  #said(): TemplateResult | typeof nothing {
    const said = this.answers.said(['givenName', 'familyName', 'name', 'taxNumber', 'email', 'phone']);
    return said ? html`<p class="hint red" role="alert">${said}</p>` : nothing;
  }

  #look(): void {
    if (this.#typing) clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#search(), rest);
  }

  async #search(): Promise<void> {
    const { givenName = '', familyName = '', name = '', email, phone, taxNumber } = this.answers.values;
    const spoken = this.#of === 'person' ? `${givenName} ${familyName}` : name;
    const sent = {
      of: this.#of,
      name: spoken,
      email: email ?? '',
      phone: phone ?? '',
      taxNumber: taxNumber ?? '',
    };
    const asked = JSON.stringify(sent);
    this.#looking = asked;
    const page = await this.connection.api
      .post<{ items: Alike[] }>('/api/cards/alike', sent)
      .catch(() => null);
    if (this.#looking === asked) this.found = page?.items ?? [];
  }

  async #find(q: string): Promise<Choice[]> {
    const { items } = await this.connection.api.list<Card & Row>('/api/organisations', { q, limit: 8 });
    return items.map((row) => ({ key: nameOf(row), label: nameOfCard(row), entity: 'organisation' }));
  }

  /** Enter goes on to the next field, Ctrl Enter keeps the card. In a picker it chooses first; what it could not choose stays. */
  #key(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      (event.currentTarget as HTMLFormElement).requestSubmit();
      return;
    }
    const target = event.composedPath()[0] as HTMLElement;
    if (!(target instanceof HTMLInputElement) || target.type === 'checkbox') return;
    if (event.defaultPrevented && target.value !== '') return;
    event.preventDefault();
    const fields = [
      ...this.renderRoot.querySelectorAll<HTMLElement>('form input:not([type=checkbox]), form lobi-picker'),
    ];
    const here = fields.findIndex((field) => event.composedPath().includes(field));
    (fields[here + 1] ?? this.renderRoot.querySelector<HTMLElement>('.acts .first'))?.focus();
  }

  async #save(values: Values): Promise<void> {
    if (this.#typing) clearTimeout(this.#typing);
    if (!this.#still) await this.#search();
    if (this.#same.length > 0 && !this.#still) {
      this.#asked = this.#signs;
      this.requestUpdate();
      return;
    }
    const { store } = this.connection;
    const ways = [
      { kind: 'email', value: values.email?.trim() ?? '' },
      { kind: 'phone', value: values.phone?.trim() ?? '' },
    ].filter(({ value }) => value);
    const own =
      this.#of === 'person'
        ? { givenName: values.givenName ?? '', familyName: values.familyName ?? '' }
        : { name: values.name ?? '', ...(values.taxNumber ? { taxNumber: values.taxNumber } : {}) };
    const kinds = (values.kinds ?? '').split(' ').filter(Boolean);
    const card = await store
      .create<Card>(`/api/${this.#of}s`, { ...own, contactPoints: ways, kinds })
      .catch((thrown) => Promise.reject(atFields(thrown, ways)));
    const organisation = await this.#employer();
    if (organisation) {
      await store.create('/api/positions', {
        person: { entity: 'person', id: card.id },
        organisation,
        title: values.title ?? '',
      });
    }
    this.answers.clear();
    toast(this, this.t('newCard.kept', { name: nameOfCard(card) }));
    go(placeOf(card), 'replace');
  }

  /** The organisation that was chosen, or the one that is called as it was typed; made where there is none. */
  async #employer(): Promise<Ref | null> {
    const key = this.organisation[0]?.key;
    if (!key?.startsWith(fresh)) return parseRef(key);
    const name = key.slice(fresh.length);
    const { api, store } = this.connection;
    const { items } = await api.post<{ items: Alike[] }>('/api/cards/alike', { of: 'organisation', name });
    const standing = items.find(({ entity }) => entity === 'organisation');
    if (standing) return { entity: 'organisation', id: standing.id };
    const { id } = await store.create<Card>('/api/organisations', { name });
    return { entity: 'organisation', id };
  }

  #shut(): void {
    if (location.pathname !== '/people/new') return;
    this.answers.clear();
    go(withQuery('/people', this.route.query, { thread: null }), 'replace');
  }
}

/** What is wrong with a way to reach somebody, at the field where it was typed. */
function atFields(thrown: unknown, ways: { kind: string }[]): Refusal {
  const refusal = refusalOf(thrown);
  const errors = refusal.errors.map((fault) => {
    const [of, at] = fault.path.split('.');
    const way = of === 'contactPoints' ? ways[Number(at)] : undefined;
    return way ? { ...fault, path: way.kind } : fault;
  });
  const { status, code, detail, requestId, current } = refusal;
  return new Refusal(status, { code, detail, requestId, current, errors });
}

define('lobi-new-card', NewCard);
