/**
 * `<lobi-people-page>`: everybody one deals with, as a list: persons or organisations, found as one types, filtered, sorted, with the
 * columns one wants. `/people/new` opens the form of a new card over it.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import building from 'lucide-static/icons/building-2.svg?icon';
import columnsIcon from 'lucide-static/icons/columns-3.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import search from 'lucide-static/icons/search.svg?icon';
import star from 'lucide-static/icons/star.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/menu.ts';
import type { Act } from '../../controls/menu.ts';
import '../../controls/table.ts';
import type { Column, Table } from '../../controls/table.ts';
import { dayIn } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { labelOf } from '../../kernel/form.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { placeOf } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import type { Card } from '../../people/cards.ts';
import { failing } from '../failing.ts';
import { Keys } from '../keys.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { columnsOf, hiddenColumns, hideColumns } from './columns.ts';
import { Criteria } from './criterion.ts';
import { Entity } from './entity.ts';
import { filterChoices } from './filter-choices.ts';
import type { Filter } from './filters.ts';
import { filtersOf, whereOf, withFilters } from './filters.ts';
import { peopleStyles } from './people.style.ts';

type Kind = 'person' | 'organisation';

const typingRest = 160;

export class PeoplePage extends Page {
  static override styles = [Page.styles, peopleStyles];

  unshown = new Set<string>();
  readonly criteria = new Criteria(this);
  readonly entity = new Entity(this, () => this.#of);
  readonly list = new ListWatch<Card>(this, () => this.#query());
  readonly keys = new Keys(this, () => [
    { key: 'j', says: 'keys.next', run: () => this.#table?.focus() },
    { key: 'f', says: 'keys.filter', run: () => this.#find?.focus() },
    { key: 'n', says: 'keys.newCard', run: () => go(`/people/new?of=${this.#of}`) },
  ]);
  #typing: ReturnType<typeof setTimeout> | null = null;

  get #of(): Kind {
    return this.route.query.get('of') === 'organisation' ? 'organisation' : 'person';
  }

  get #mine(): boolean {
    return this.route.query.get('mine') === '1';
  }

  get #table(): Table | null {
    return this.renderRoot.querySelector<Table>('lobi-table');
  }

  get #find(): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>('.find input');
  }

  #query() {
    const { query } = this.route;
    // Filters of criteria mean "and below", which only the description of the entity tells.
    if (query.has('f') && !this.entity.description) return null;
    const filters = filtersOf(query);
    if (this.#mine) filters.push({ field: 'representative', value: this.user.id });
    const where = whereOf(filters, this.entity.description?.fields ?? []);
    return {
      path: `/api/${this.#of}s`,
      params: {
        q: query.get('q'),
        where: where && JSON.stringify(where),
        sort: query.get('sort') ?? 'name',
        limit: 60,
        count: true,
      },
      topics: [`list:${this.#of}`],
    };
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.unshown = hiddenColumns(this.#of, this.entity.criteria);
  }

  protected override updated(): void {
    const all = this.#of === 'person' && !this.#mine;
    this.emit('lobi-page-title', {
      title: all ? '' : this.t(this.#mine ? `people.mine.${this.#of}` : `people.all.${this.#of}`),
    });
  }

  override render() {
    return html`<div class="work people">
      <nav class="pane views desk-only" aria-label=${this.t('people.lists')}>
        <div class="scroll">
          <h3>${this.t('people.mine')}</h3>
          ${this.#view('person', true, star)} ${this.#view('organisation', true, star)}
          <h3>${this.t('people.everything')}</h3>
          ${this.#view('person', false, people)} ${this.#view('organisation', false, building)}
        </div>
      </nav>
      <section class="pane" aria-label=${this.t(`people.all.${this.#of}`)}>
        ${this.#bar()} ${this.#filters()}
        <div class="scroll">${this.#rows()}</div>
      </section>
      ${this.#form()}
    </div>`;
  }

  #view(of: Kind, mine: boolean, drawing: typeof star): TemplateResult {
    const here = of === this.#of && mine === this.#mine;
    const to = withQuery('/people', new URLSearchParams(), { of, mine: mine ? '1' : null });
    return html`<a class="view" href=${to} aria-current=${here ? 'page' : nothing}
      >${icon(drawing)}<span class="cut">${this.t(mine ? `people.mine.${of}` : `people.all.${of}`)}</span>${
        here && this.list.count !== null
          ? html`<i class="num">${numberOf(this.language, this.list.count)}</i>`
          : nothing
      }</a
    >`;
  }

  #bar(): TemplateResult {
    const count = this.list.count;
    return html`<header class="bar">
      <h1 class="cut">${this.t(this.#mine ? `people.mine.${this.#of}` : `people.all.${this.#of}`)}</h1>
      ${count === null ? nothing : html`<span class="three num" role="status">${numberOf(this.language, count)}</span>`}
      <span class="push line">
        <lobi-menu
          class="desk-only"
          look="plain"
          label=${this.t('people.chooseColumns')}
          .acts=${this.#columnActs()}
          @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => this.#flip(event.detail.key)}
          >${icon(columnsIcon)}<span class="wide">${this.t('people.columns')}</span></lobi-menu
        >
        <a class="btn" href="/people/new?of=${this.#of}" aria-keyshortcuts="n">${icon(plus)}${this.t('people.new')}</a>
      </span>
    </header>`;
  }

  #filters(): TemplateResult {
    const filters = filtersOf(this.route.query);
    return html`<div class="filters">
      <label class="find">
        ${icon(search)}<input
          type="search"
          aria-keyshortcuts="f"
          aria-label=${this.t('people.find')}
          placeholder=${this.t('people.find')}
          .value=${this.route.query.get('q') ?? ''}
          @input=${this.#typed}
          @keydown=${this.#leaveFind}
        />
      </label>
      <a class="chip phone-only ${this.#of === 'person' ? 'on' : ''}" href="/people?of=person">${this.t('people.all.person')}</a>
      <a class="chip phone-only ${this.#of === 'organisation' ? 'on' : ''}" href="/people?of=organisation">${this.t('people.all.organisation')}</a>
      ${filters.map((filter) => this.#chip(filter, filters))}
      ${this.#choices.length ? this.#adder(filters) : nothing}
      ${filters.length ? html`<a class="btn plain small" href=${this.#to(withFilters(this.route.query, []))}>${this.t('people.reset')}</a>` : nothing}
    </div>`;
  }

  #chip(filter: Filter, all: Filter[]): TemplateResult {
    const field = this.entity.field(filter.field);
    const others = all.filter((each) => each !== filter);
    return html`<span class="chip"
      >${field ? labelOf(field.label, this.language) : filter.field} <b>${this.#nameOf(filter)}</b
      ><a class="out" href=${this.#to(withFilters(this.route.query, others))} aria-label=${this.t('people.dropFilter', { name: this.#nameOf(filter) })}>${icon(cross)}</a></span
    >`;
  }

  #nameOf({ field, value }: Filter): string {
    const description = this.entity.field(field);
    if (description?.type === 'criteria') return this.criteria.of(field, value)[0]?.name ?? value;
    return labelOf(description?.options?.find(({ key }) => key === value)?.label ?? value, this.language);
  }

  get #choices(): Act[] {
    return filterChoices(this.entity.description?.fields ?? [], this.criteria, this.language);
  }

  #adder(filters: Filter[]): TemplateResult {
    const add = (event: CustomEvent<{ key: string }>) => {
      const [field = '', ...value] = event.detail.key.split(':');
      go(this.#to(withFilters(this.route.query, [...filters, { field, value: value.join(':') }])));
    };
    return html`<lobi-menu look="plain small" label=${this.t('people.addFilter')} .acts=${this.#choices} @lobi-menu-choose=${add}
      >${icon(plus)}<span>${this.t('people.filter')}</span></lobi-menu
    >`;
  }

  #rows(): TemplateResult | typeof nothing {
    const { list } = this;
    if (!list.here)
      return list.refusal
        ? failing(list.refusal, () => list.refetch())
        : html`<div class="bones">${[1, 2, 3, 4, 5, 6].map(() => html`<i class="bone"></i>`)}</div>`;
    if (list.items.length === 0) return this.#empty();
    const sort = this.route.query.get('sort') ?? 'name';
    return html`<lobi-table
      label=${this.t(`people.all.${this.#of}`)}
      .columns=${this.#columns.filter(({ key }) => !this.unshown.has(key))}
      .rows=${list.items}
      .sort=${{ key: sort.replace(/^-/, ''), down: sort.startsWith('-') }}
      ?more=${list.hasMore}
      @lobi-row-open=${(event: CustomEvent<{ id: string; entity: string }>) => go(placeOf(event.detail))}
      @lobi-column-sort=${(event: CustomEvent<{ key: string; down: boolean }>) => this.#sort(event.detail)}
      @lobi-table-more=${() => list.more()}
    ></lobi-table>`;
  }

  #empty(): TemplateResult {
    const q = this.route.query.get('q');
    const filtered = Boolean(q) || this.route.query.has('f');
    const add = html`<a class="btn" href="/people/new?of=${this.#of}">${icon(plus)}${this.t(`search.new${this.#of === 'person' ? 'Person' : 'Organisation'}`)}</a>`;
    if (filtered)
      return saying({
        icon: search,
        title: this.t('people.noneFound'),
        text: this.t('people.noneFoundWhy'),
        action: add,
      });
    const mine = this.#mine ? 'mine' : this.#of;
    return saying({
      icon: people,
      title: this.t(`people.none.${mine}`),
      text: this.t(`people.noneWhy.${mine}`),
      action: add,
    });
  }

  #form(): TemplateResult | typeof nothing {
    if (this.route.parts[0] !== 'new') return nothing;
    void import('./new-card.ts');
    return html`<lobi-new-card .route=${this.route} .user=${this.user}></lobi-new-card>`;
  }

  get #columns(): Column[] {
    return columnsOf({
      page: this,
      entity: this.#of,
      criteria: this.criteria,
      sets: this.entity.criteria,
      kinds: this.entity.field('kinds'),
      today: dayIn(new Date(), this.clock.zone),
    });
  }

  #columnActs(): Act[] {
    return this.#columns.slice(1).map(({ key, label }) => ({ key, label, chosen: !this.unshown.has(key) }));
  }

  #flip(key: string): void {
    const hidden = new Set(this.unshown);
    if (!hidden.delete(key)) hidden.add(key);
    hideColumns(this.#of, hidden);
    this.requestUpdate();
  }

  #sort({ key, down }: { key: string; down: boolean }): void {
    go(withQuery('/people', this.route.query, { sort: `${down ? '-' : ''}${key}` }), 'replace');
  }

  #typed(event: Event): void {
    const q = (event.target as HTMLInputElement).value;
    if (this.#typing) clearTimeout(this.#typing);
    this.#typing = setTimeout(
      () => go(withQuery('/people', this.route.query, { q: q.trim() || null }), 'replace'),
      typingRest,
    );
  }

  #leaveFind(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Escape') (event.target as HTMLElement).blur();
    else this.#table?.focus();
  }

  #to(query: URLSearchParams): string {
    return withQuery('/people', query);
  }
}

define('lobi-people-page', PeoplePage);
