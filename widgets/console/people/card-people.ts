/**
 * `<lobi-card-people>`: the people of an organisation, or where a person works and worked; who left stands last, with the day.
 * Adding one asks for the other card, the title and since when.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import '../../controls/picker.ts';
import { avatar } from '../../controls/avatar.ts';
import type { Choice } from '../../controls/picker.ts';
import { dayIn } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Ref } from '../../kernel/refs.ts';
import { nameOf, parseRef, placeOf } from '../../kernel/refs.ts';
import { addressWords } from '../../people/address-words.ts';
import type { Position } from '../../people/cards.ts';
import { phoneWords } from '../../people/phone-words.ts';
import { Answers, question } from '../answers.ts';
import { may } from '../may.ts';
import { complain, toast } from '../toast.ts';
import { CardPart, leaving } from './card-part.ts';

const shownAtFirst = 6;

export class CardPeople extends CardPart {
  static override properties = {
    ...CardPart.properties,
    adding: { state: true },
    all: { state: true },
    other: { state: true },
    editing: { state: true },
  };

  /** Id of the position that is being changed. */
  declare editing: string | null;
  declare adding: boolean;
  declare all: boolean;
  declare other: Choice[];
  readonly answers = new Answers(this);
  readonly positions = new ListWatch<Position>(this, () => ({
    path: '/api/positions',
    params: { about: nameOf(this.card), limit: 100 },
    topics: [nameOf(this.card), 'list:position'],
  }));

  constructor() {
    super();
    this.adding = false;
    this.all = false;
    this.other = [];
    this.editing = null;
  }

  get #ofPerson(): boolean {
    return this.card.entity === 'person';
  }

  override render() {
    const stays = ({ until }: Position) => !until || until >= this.today;
    const items = this.positions.items.toSorted(
      (a, b) => Number(stays(b)) - Number(stays(a)) || (b.from ?? '').localeCompare(a.from ?? ''),
    );
    const standing = items.filter(stays).length;
    const shown = this.all
      ? items
      : items.slice(0, Math.max(1, Math.min(shownAtFirst, standing || shownAtFirst)));
    return html`<section class="part">
      <div class="line">
        <h2>${this.t(this.#ofPerson ? 'positions.ofPerson' : 'positions.ofOrganisation')}</h2>
        ${items.length ? html`<span class="s three">${this.t('positions.count', { count: items.length, standing })}</span>` : nothing}
        ${this.adding ? nothing : html`<button class="push link s" @click=${() => this.#open()}>${this.t('positions.add')}</button>`}
      </div>
      ${this.adding ? this.#form() : nothing}
      ${items.length === 0 && this.positions.here ? html`<p class="two s">${this.t(this.#ofPerson ? 'positions.nonePerson' : 'positions.noneOrganisation')}</p>` : nothing}
      <ul>
        ${shown.map((position) => this.#row(position, stays(position)))}
      </ul>
      ${shown.length < items.length ? html`<button class="link s" @click=${() => (this.all = true)}>${this.t('positions.more', { count: items.length - shown.length })}</button>` : nothing}
    </section>`;
  }

  #row(position: Position, stays: boolean): TemplateResult | typeof nothing {
    const other = this.#ofPerson ? position.organisation : position.person;
    if (!other) return nothing;
    const when = stays
      ? position.from && this.dayWords('since', position.from)
      : position.until && this.dayWords('until', position.until);
    const under = [position.title, position.department, when].filter(Boolean).join(', ');
    const open = this.editing === position.id;
    return html`<li class="row ${stays ? '' : 'left'}">
      ${avatar({ name: other.label ?? '', entity: other.entity }, this.language)}
      <span
        ><a href=${placeOf(other)}><b class="cut">${other.label}</b>${under ? html`<small>${under}</small>` : nothing}</a
        >${this.#ways(position)}</span
      >
      ${open || !may(position, 'change') ? nothing : this.#acts(position, other, stays)}
      ${open ? this.#editor(position) : nothing}
    </li>`;
  }

  #acts(position: Position, other: Ref, stays: boolean): TemplateResult {
    const name = other.label ?? '';
    return html`<span class="end">
      <button class="link s" aria-label=${this.t('positions.editOf', { name })} @click=${() => (this.editing = position.id)}>${this.t('card.edit')}</button>
      ${stays ? html`<button class="link s" aria-label=${this.t('positions.endOf', { name })} @click=${() => this.#end(position)}>${this.t('positions.end')}</button>` : nothing}
    </span>`;
  }

  /** How the person is reached there. */
  #ways({ contactPoints }: Position): TemplateResult[] {
    return (contactPoints ?? []).map(
      ({ kind, value, label }) =>
        html`<small>${kind === 'email' ? html`<a class="plain" href="/mail/new?to=${encodeURIComponent(value)}">${addressWords(value)}</a>` : kind === 'phone' ? html`<a class="plain num" href="tel:${value}">${phoneWords(value)}</a>` : value}${label ? `, ${label}` : nothing}</small>`,
    );
  }

  #editor(position: Position): TemplateResult {
    void import('./position-form.ts');
    const close = () => {
      this.editing = null;
      void this.positions.refetch();
    };
    return html`<lobi-position-form .card=${this.card} .position=${position} @lobi-position-close=${close}></lobi-position-form>`;
  }

  #form(): TemplateResult {
    const { answers } = this;
    const label = this.t(this.#ofPerson ? 'positions.organisation' : 'positions.person');
    const fault =
      answers.fault(this.#ofPerson ? 'organisation' : 'person') ??
      answers.said(['title', 'department', 'from']);
    return html`<form @submit=${answers.submit(() => this.#add())} @keydown=${leaving(() => this.#shut())}>
      <div class="labelled">
        <span class="label">${label}</span>
        <lobi-picker
          label=${label}
          .value=${this.other}
          .fault=${fault ?? undefined}
          .search=${(text: string) => this.findCards(this.#ofPerson ? 'organisation' : 'person', text)}
          @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => (this.other = event.detail.value)}
        ></lobi-picker>
      </div>
      ${question(answers, { name: 'title', label: this.t('positions.title') })}
      ${question(answers, { name: 'department', label: this.t('positions.department') })}
      ${question(answers, { name: 'from', label: this.t('positions.from'), type: 'date' })}
      <div class="line">
        <button class="btn first small" ?disabled=${answers.busy || this.other.length === 0}>${this.t('form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.#shut()}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  async #open(): Promise<void> {
    this.adding = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('lobi-picker')?.focus();
  }

  #shut(): void {
    this.adding = false;
    this.other = [];
    this.answers.clear();
  }

  async #add(): Promise<void> {
    const other = parseRef(this.other[0]?.key);
    if (!other) return;
    const me = { entity: this.card.entity, id: this.card.id };
    const { title, department, from } = this.answers.values;
    const pair = this.#ofPerson ? { person: me, organisation: other } : { person: other, organisation: me };
    await this.connection.store.create('/api/positions', {
      ...pair,
      title: title ?? '',
      department: department ?? '',
      from: from || null,
    });
    this.#shut();
    await this.positions.refetch();
  }

  async #end(position: Position): Promise<void> {
    const { store } = this.connection;
    try {
      await store.patch(position, { until: dayIn(new Date(Date.now() - 86_400_000), this.clock.zone) });
      const undo = () => store.patch(position, { until: position.until ?? null });
      toast(this, this.t('positions.ended'), { undo });
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

define('lobi-card-people', CardPeople);
