/**
 * `<lobi-card-people>`: the people of an organisation, or where a person works and worked; who left stands last, with the day.
 * Adding one asks for the other card, the title and since when.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import '../../controls/picker.ts';
import { avatar } from '../../controls/avatar.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import type { Choice } from '../../controls/picker.ts';
import { dayIn, dayOf } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import type { Row } from '../../kernel/refs.ts';
import { nameOf, parseRef, placeOf } from '../../kernel/refs.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Card, Position } from '../../people/cards.ts';
import { nameOfCard } from '../../people/cards.ts';
import { Answers, question } from '../answers.ts';
import { may } from '../may.ts';
import { Page } from '../page.ts';
import { complain, toast } from '../toast.ts';

const shownAtFirst = 6;

export class CardPeople extends Page {
  static override properties = {
    ...Page.properties,
    card: { attribute: false },
    adding: { state: true },
    all: { state: true },
    other: { state: true },
  };
  static override styles = [
    Page.styles,
    fieldStyles,
    css`
      :host {
        height: auto;
      }
      .row {
        position: relative;
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr);
        gap: 0 var(--lobi-space-2);
        padding: 5px 0;
      }
      .row b {
        display: block;
        font-weight: 600;
      }
      .row a:hover b {
        text-decoration: underline;
      }
      .left b {
        color: var(--lobi-text-2);
        font-weight: 500;
      }
      .end {
        position: absolute;
        inset-inline-end: 0;
        top: 5px;
        padding: 1px 6px;
        border-radius: 4px;
        background: var(--lobi-surface-1);
        opacity: 0;
      }
      .row:hover .end,
      .end:focus-visible {
        opacity: 1;
      }
      form {
        display: grid;
        gap: var(--lobi-space-2);
        margin-bottom: var(--lobi-space-3);
      }
      @media (pointer: coarse) {
        .end {
          opacity: 1;
        }
      }
    `,
  ];

  declare card: Card;
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
  }

  get #ofPerson(): boolean {
    return this.card.entity === 'person';
  }

  override render() {
    const today = dayIn(new Date(), this.clock.zone);
    const stays = ({ until }: Position) => !until || until >= today;
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
      ? position.from && this.#day('since', position.from)
      : position.until && this.#day('until', position.until);
    const under = [position.title, position.department, when].filter(Boolean).join(', ');
    return html`<li class="row ${stays ? '' : 'left'}">
      ${avatar({ name: other.label ?? '', entity: other.entity }, this.language)}
      <a href=${placeOf(other)}><b class="cut">${other.label}</b>${under ? html`<small>${under}</small>` : nothing}</a>
      ${stays && may(position, 'change') ? html`<button class="end link s" aria-label=${this.t('positions.endOf', { name: other.label ?? '' })} @click=${() => this.#end(position)}>${this.t('positions.end')}</button>` : nothing}
    </li>`;
  }

  // Of another year than this one, the year says enough.
  #day(key: 'since' | 'until', day: string): string {
    const year = day.slice(0, 4);
    if (year === dayIn(new Date(), this.clock.zone).slice(0, 4))
      return this.t(`positions.${key}`, { day: dayOf(day, this.clock) });
    return this.t(`positions.${key}Year`, { year });
  }

  #form(): TemplateResult {
    const { answers } = this;
    const label = this.t(this.#ofPerson ? 'positions.organisation' : 'positions.person');
    const fault =
      answers.fault(this.#ofPerson ? 'organisation' : 'person') ??
      answers.said(['title', 'department', 'from']);
    return html`<form @submit=${answers.submit(() => this.#add())} @keydown=${this.#key}>
      <div class="labelled">
        <span class="label">${label}</span>
        <lobi-picker
          label=${label}
          .value=${this.other}
          .fault=${fault ?? undefined}
          .search=${(text: string) => this.#find(text)}
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

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#shut();
  }

  async #find(q: string): Promise<Choice[]> {
    const entity = this.#ofPerson ? 'organisation' : 'person';
    const { items } = await this.connection.api.list<Card & Row>(`/api/${entity}s`, { q, limit: 8 });
    return items.map((row) => ({ key: nameOf(row), label: nameOfCard(row), entity }));
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
