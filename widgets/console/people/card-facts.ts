/**
 * `<lobi-card-facts>`: what is known of a card, changed where it stands. A fact is a button; it opens its field, Enter keeps it,
 * Escape leaves it as it was. Where somebody else wrote meanwhile, both values are shown and one is chosen.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import '../../controls/field.ts';
import { buttons } from '../../kernel/buttons.ts';
import { dayOf } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import type { EntityDescription, FieldDescription } from '../../kernel/form.ts';
import { Form, labelOf } from '../../kernel/form.ts';
import { icon } from '../../kernel/icons.ts';
import type { Ref } from '../../kernel/refs.ts';
import { placeOf } from '../../kernel/refs.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { addressWords } from '../../people/address-words.ts';
import type { Card, ContactPoint } from '../../people/cards.ts';
import { phoneWords } from '../../people/phone-words.ts';
import { faultWords, refusalWords } from '../fault.ts';
import { may } from '../may.ts';
import { words } from '../texts.ts';
import { toast } from '../toast.ts';
import { factStyles } from './card-facts.style.ts';

/** Shown elsewhere on the page, or not for people. */
const elsewhere = new Set([
  'name',
  'photo',
  'age',
  'positions',
  'tags',
  'id',
  'createdAt',
  'updatedAt',
  'closedAt',
  'criteria',
]);
const wayOrder = ['phone', 'email', 'postal', 'web', 'messaging'];

export class CardFacts extends LobiElement {
  static override texts = words;
  static override styles = [buttons, factStyles];
  static override properties = {
    card: { attribute: false },
    entity: { attribute: false },
    editing: { state: true },
  };

  declare card: Card;
  declare entity: EntityDescription | null;
  /** Key of the field that is open. */
  declare editing: string | null;
  #form: Form | null = null;

  constructor() {
    super();
    this.editing = null;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const before = changed.get('card') as Card | undefined;
    if (before && before.id !== this.card.id) this.#leave();
  }

  get #may(): boolean {
    return may(this.card, 'change');
  }

  get #fields(): FieldDescription[] {
    const own =
      this.entity?.fields.filter(({ key, type }) => !elsewhere.has(key) && type !== 'criteria') ?? [];
    // The name of an organisation is a fact like others; a person's is made of its two names.
    const name =
      this.card.entity === 'organisation' ? this.entity?.fields.filter(({ key }) => key === 'name') : [];
    return [...(name ?? []), ...own];
  }

  override render() {
    const fields = this.#fields;
    const ways = fields.find(({ key }) => key === 'contactPoints');
    const known = fields.filter(
      ({ key }) => key !== 'contactPoints' && (this.#has(key) || key === this.editing),
    );
    const empty = fields.filter(
      ({ key, readOnly }) =>
        key !== 'contactPoints' &&
        !readOnly &&
        !this.#has(key) &&
        key !== this.editing &&
        key !== 'externalIds',
    );
    return html`<section class="part">
        <div class="line head">
          <h2>${this.t('card.ways')}</h2>
          ${ways && this.#may && this.editing !== 'contactPoints' ? html`<button class="link s push" @click=${() => this.#edit('contactPoints')}>${this.t('card.edit')}</button>` : nothing}
        </div>
        ${this.editing === 'contactPoints' && ways ? this.#editor(ways) : this.#ways()}
      </section>
      <section class="part">
        <h2 class="head">${this.t('card.facts')}</h2>
        <dl class="facts">
          ${known.map((field) => (field.key === this.editing ? html`<div class="whole">${this.#editor(field)}</div>` : this.#fact(field)))}
        </dl>
        ${this.#may && empty.length ? html`<div class="adds">${empty.map((field) => html`<button class="chip dashed" @click=${() => this.#edit(field.key)}>${icon(plus)}${labelOf(field.label, this.language)}</button>`)}</div>` : nothing}
      </section>`;
  }

  #has(key: string): boolean {
    const value = this.card[key];
    if (value === null || value === undefined || value === '') return false;
    return typeof value !== 'object' || Object.keys(value).length > 0;
  }

  #ways(): TemplateResult {
    const all = this.card.contactPoints ?? [];
    const points = wayOrder.flatMap((kind) =>
      all.filter((point) => point.kind === kind).sort((a, b) => Number(b.primary) - Number(a.primary)),
    );
    if (points.length === 0) return html`<p class="two s">${this.t('card.noWays')}</p>`;
    return html`<dl class="facts">
      ${[...Map.groupBy(points, ({ kind }) => kind)].map(
        ([kind, [first, ...others]]) => html`<dt>${this.t(`card.way.${kind}`)}</dt>
          <dd class=${kind === 'phone' ? 'num' : ''}>
            ${this.#way(first!)}${first!.label ? html`<small>${first!.label}</small>` : nothing}${this.#dead(first!)}
            ${others.map((point) => html`<small>${this.#way(point)}${point.label ? html`, ${point.label}` : nothing}</small>${this.#dead(point)}`)}
          </dd>`,
      )}
    </dl>`;
  }

  // Whoever knows better takes it back; the evidence is the mail that did not arrive.
  #dead(point: ContactPoint): TemplateResult | typeof nothing {
    const { undeliverable } = point;
    if (!undeliverable) return nothing;
    const { at, reason, status, messageId } = undeliverable;
    const day = dayOf(at, this.clock);
    return html`<small class="bad">
      ${this.t('card.undeliverable', { day, reason })} <span class="mono">${status}</span> ·
      <a class="link" href="/mail/message/${messageId}">${this.t('card.evidence')}</a>
      ${this.#may ? html`· <button class="link" @click=${() => this.#reachable(point)}>${this.t('card.reachable')}</button>` : nothing}
    </small>`;
  }

  async #reachable(point: ContactPoint): Promise<void> {
    const contactPoints = (this.card.contactPoints ?? []).map((each) =>
      each === point ? { ...each, undeliverable: null } : each,
    );
    try {
      await this.connection.store.patch(this.card, { contactPoints });
    } catch (thrown) {
      toast(this, refusalWords(this, refusalOf(thrown)));
    }
  }

  #way({ kind, value }: ContactPoint): TemplateResult | string {
    if (kind === 'email')
      return html`<a class="plain" href="/mail/new?to=${encodeURIComponent(value)}&about=${this.card.entity}:${this.card.id}">${addressWords(value)}</a>`;
    if (kind === 'phone')
      return html`<a class="plain" href="tel:${value.replace(/[^\d+]/g, '')}">${phoneWords(value)}</a>`;
    if (kind === 'web')
      return html`<a class="plain" href=${value} target="_blank" rel="noopener noreferrer">${addressWords(value.replace(/^https?:\/\//, ''))}</a>`;
    return value;
  }

  #fact(field: FieldDescription): TemplateResult {
    const label = labelOf(field.label, this.language);
    const said = this.#say(field);
    const open = !field.readOnly && this.#may;
    return html`<dt>${label}</dt>
      <dd>
        ${said}${
          open
            ? html`<button class="pen s link" aria-label=${this.t('card.editFact', { label })} @click=${() => this.#edit(field.key)}>${this.t('card.edit')}</button>`
            : nothing
        }
      </dd>`;
  }

  #say({ key, type, options }: FieldDescription): TemplateResult | string {
    const value = this.card[key];
    if (type === 'reference' || type === 'references') {
      const refs = (Array.isArray(value) ? value : [value]) as Ref[];
      return html`${refs.map((ref, at) => html`${at ? ', ' : nothing}${ref.entity === 'user' || ref.entity === 'team' ? ref.label : html`<a class="link" href=${placeOf(ref)}>${ref.label}</a>`}`)}`;
    }
    if (type === 'day') return dayOf(String(value), this.clock);
    if (type === 'flag') return this.t(value ? 'card.yes' : 'card.no');
    const word = (each: unknown) =>
      labelOf(options?.find((option) => option.key === each)?.label ?? String(each), this.language);
    if (Array.isArray(value)) return value.map(word).join(', ');
    if (typeof value === 'object' && value)
      return Object.entries(value)
        .map(([system, id]) => `${system} ${String(id)}`)
        .join(', ');
    return word(value);
  }

  #editor(field: FieldDescription): TemplateResult {
    const form = this.#form!;
    const clash = form.clashes.find(({ key }) => key === field.key);
    return html`<form class="edit" @submit=${this.#save} @keydown=${this.#key}>
      <lobi-field
        .field=${field}
        .value=${form.value(field.key)}
        .fault=${form.fault(field.key) || (form.refusal && !form.faults.size && !clash ? refusalWords(this, form.refusal) : '')}
        .faults=${form.faults}
        @lobi-field-change=${(event: CustomEvent<{ key: string; value: unknown }>) => form.set(event.detail.key, event.detail.value)}
      ></lobi-field>
      ${clash ? this.#clash(field) : nothing}
      <div class="line">
        <button class="btn first small" ?disabled=${form.saving}>${this.t(clash ? 'form.mine' : 'form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.#leave()}>${this.t(clash ? 'form.theirs' : 'form.leave')}</button>
      </div>
    </form>`;
  }

  // The second of two people sees what the first one wrote before anything is overwritten.
  #clash(field: FieldDescription): TemplateResult {
    return html`<p class="clash" role="alert">${this.t('form.clash')} <b>${this.#say(field)}</b></p>`;
  }

  async #edit(key: string): Promise<void> {
    const field = this.entity?.fields.find((each) => each.key === key);
    if (!field) return;
    this.#form = new Form({ entity: this.card.entity, fields: [field] }, this.card);
    this.#form.says = (fault) => faultWords(this, fault);
    this.editing = key;
    await this.updateComplete;
    const control = this.renderRoot.querySelector<LobiElement>('lobi-field');
    await control?.updateComplete;
    control?.renderRoot.querySelector<HTMLElement>('input, select, textarea, lobi-picker, button')?.focus();
  }

  async #showFault(): Promise<void> {
    await this.updateComplete;
    const control = this.renderRoot.querySelector<LobiElement>('lobi-field');
    await control?.updateComplete;
    control?.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  #leave(): void {
    this.#form = null;
    this.editing = null;
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.#leave();
    } else if (
      event.key === 'Enter' &&
      (event.ctrlKey ||
        event.metaKey ||
        (event.composedPath()[0] as Element).matches('input:not([role=combobox])'))
    ) {
      event.preventDefault();
      void this.#save(event);
    }
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.#form;
    const key = this.editing;
    if (!form || !key || form.saving) return;
    if (form.dirty.length === 0) return this.#leave();
    for (const clash of form.clashes) form.settle(clash.key, 'mine');
    const before = this.card[key] ?? null;
    const written = await form.save<Card>(this.connection.store);
    this.requestUpdate();
    if (!written) return this.#showFault();
    this.#leave();
    const undo = () => this.connection.store.patch(this.card, { [key]: before });
    toast(this, this.t('form.saved'), { undo });
  }
}

define('lobi-card-facts', CardFacts);
