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
import type { Row } from '../../kernel/refs.ts';
import { nameOf, parseRef, placeOf } from '../../kernel/refs.ts';
import { Refusal, refusalOf } from '../../kernel/refusal.ts';
import type { Card, ContactPoint } from '../../people/cards.ts';
import { nameOfCard } from '../../people/cards.ts';
import type { Question, Values } from '../answers.ts';
import { Answers, question } from '../answers.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { toast } from '../toast.ts';
import { Entity } from './entity.ts';
import { newCardStyles } from './new-card.style.ts';

const rest = 250;

interface Mail extends Row {
  direction: 'in' | 'out';
  from: { name?: string | null; address: string; card?: unknown };
}

export class NewCard extends Page {
  static override properties = {
    ...Page.properties,
    alike: { state: true },
    same: { state: true },
    organisation: { state: true },
  };
  static override styles = [Page.styles, fieldStyles, newCardStyles];

  /** Cards that might be the same. */
  declare alike: Card[];
  /** Cards on which the e-mail address stands already. */
  declare same: Card[];
  declare organisation: Choice[];
  readonly answers = new Answers(this, 'new-card');
  readonly entity = new Entity(this, () => this.#of);
  /** The address for which somebody was asked whether a second card is meant. */
  #asked = '';
  #typing: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.alike = [];
    this.same = [];
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

  // Asked already: what is sent now is meant.
  get #still(): boolean {
    return this.same.length > 0 && this.#asked === this.#address;
  }

  get #address(): string {
    return this.answers.value('email').trim().toLowerCase();
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
    const cards = this.same.length > 0 ? this.same : this.alike;
    if (cards.length === 0) return nothing;
    return html`<div class="alike" role="status">
      <p class="s two">${this.t(this.same.length > 0 ? 'newCard.same' : 'newCard.alike')}</p>
      ${cards.map((card) => html`<a class="line" href=${placeOf(card)}>${avatar({ name: nameOfCard(card), entity: card.entity }, this.language)}<span class="cut">${nameOfCard(card)}</span></a>`)}
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
    const address = this.#address;
    const [same, alike] = await Promise.all([this.#withAddress(address), this.#withName()]);
    if (address !== this.#address) return;
    this.same = same;
    this.alike = alike;
  }

  // The words of an address are found in many places; only the very same one is the same.
  async #withAddress(address: string): Promise<Card[]> {
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) return [];
    const found = await Promise.all(
      ['persons', 'organisations'].map((of) => this.#read(`/api/${of}`, address, 20)),
    );
    const stands = ({ kind, value }: ContactPoint) => kind === 'email' && value.toLowerCase() === address;
    return found.flat().filter((card) => card.contactPoints?.some(stands));
  }

  async #withName(): Promise<Card[]> {
    const { givenName = '', familyName = '', name = '' } = this.answers.values;
    const q = (this.#of === 'person' ? `${givenName} ${familyName}` : name).trim();
    return q.length < 3 ? [] : this.#read(`/api/${this.#of}s`, q, 4);
  }

  async #read(path: string, q: string, limit: number): Promise<Card[]> {
    const page = await this.connection.api.list<Card>(path, { q, limit }).catch(() => null);
    return page?.items ?? [];
  }

  async #find(q: string): Promise<Choice[]> {
    const { items } = await this.connection.api.list<Card & Row>('/api/organisations', { q, limit: 8 });
    return items.map((row) => ({ key: nameOf(row), label: nameOfCard(row), entity: 'organisation' }));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      (event.currentTarget as HTMLFormElement).requestSubmit();
    }
  }

  async #save(values: Values): Promise<void> {
    if (this.#typing) clearTimeout(this.#typing);
    if (!this.#still) await this.#search();
    if (this.same.length > 0 && !this.#still) {
      this.#asked = this.#address;
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
    const organisation = parseRef(this.organisation[0]?.key);
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
