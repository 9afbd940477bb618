/**
 * `<lobi-people-page>`: everybody one deals with, as a list: persons or organisations, found as one types, filtered, sorted, with the
 * columns one wants. `/people/new` opens the form of a new card over it.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import columnsIcon from 'lucide-static/icons/columns-3.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import search from 'lucide-static/icons/search.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import '../../controls/menu.ts';
import type { Act } from '../../controls/menu.ts';
import '../../controls/table.ts';
import type { Column, Table } from '../../controls/table.ts';
import { dayIn } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { placeOf } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import type { Card } from '../../people/cards.ts';
import { failing } from '../failing.ts';
import { Keys } from '../keys.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { columnsOf, hiddenColumns, hideColumns } from './columns.ts';
import { Criteria } from './criterion.ts';
import { Entity } from './entity.ts';
import type { Node } from './filters.ts';
import './people-filters.ts';
import './people-views.ts';
import { peopleStyles } from './people.style.ts';
import type { Group } from './saved.ts';
import { whereHere } from './saved.ts';
import { words } from './texts.ts';

type Kind = 'person' | 'organisation';

export class PeoplePage extends Page {
  static override texts = words;
  static override styles = [Page.styles, peopleStyles];

  static override properties = { ...Page.properties, chosen: { state: true }, all: { state: true } };

  declare chosen: ReadonlySet<string>;
  /** All that the list finds are meant. */
  declare all: boolean;
  unshown = new Set<string>();
  readonly saved = new RecordWatch<Group>(this, () => {
    const id = this.route.query.get('group');
    return id ? { entity: 'group', id } : null;
  });
  #chosenIn = '';
  readonly criteria = new Criteria(this);
  readonly entity = new Entity(this, () => this.#of);
  readonly list = new ListWatch<Card>(this, () => this.#query());
  readonly keys = new Keys(this, () => [
    { key: 'j', says: 'keys.next', run: () => this.#table?.focus() },
    {
      key: 'f',
      says: 'keys.filter',
      run: () => this.renderRoot.querySelector<HTMLElement>('lobi-people-filters')?.focus(),
    },
    { key: 'n', says: 'keys.newCard', run: () => go(`/people/new?of=${this.#of}`) },
  ]);

  constructor() {
    super();
    this.chosen = new Set();
    this.all = false;
  }

  get #of(): Kind {
    return this.route.query.get('of') === 'organisation' ? 'organisation' : 'person';
  }

  get #mine(): boolean {
    return this.route.query.get('mine') === '1';
  }

  get #group(): Group | null {
    return this.saved.row;
  }

  get #title(): string {
    return this.#group?.name ?? this.t(this.#mine ? `people.mine.${this.#of}` : `people.all.${this.#of}`);
  }

  get #table(): Table | null {
    return this.renderRoot.querySelector<Table>('lobi-table');
  }

  get #where(): Node | null {
    const where = whereHere(this.route.query, this.#group, this.entity.description?.fields ?? []);
    const mine: Node | null = this.#mine ? { field: 'representative', is: this.user.id } : null;
    return where && mine ? { all: [where, mine] } : (where ?? mine);
  }

  #query() {
    const { query } = this.route;
    // Filters of criteria mean "and below", which only the description of the entity tells.
    if (query.has('f') && !this.entity.description) return null;
    if (query.has('group') && !this.#group) return null;
    const where = this.#where;
    return {
      path: `/api/${this.#of}s`,
      params: {
        q: query.get('q'),
        where: where && JSON.stringify(where),
        asOf: query.has('f') ? null : (this.#group?.asOf ?? null),
        sort: query.get('sort') ?? 'name',
        limit: 60,
        count: true,
      },
      topics: [`list:${this.#of}`],
    };
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.unshown = hiddenColumns(this.#of, this.entity.criteria, this.#group?.id);
    // Cards of another list are not chosen in this one.
    const list = this.route.query.toString();
    if (list !== this.#chosenIn) this.#leave();
    this.#chosenIn = list;
  }

  protected override updated(): void {
    const all = this.#of === 'person' && !this.#mine && !this.#group;
    this.emit('lobi-page-title', { title: all ? '' : this.#title });
  }

  override render() {
    return html`<div class="work people">
      <nav class="pane desk-only" aria-label=${this.t('people.lists')}>
        <lobi-people-views class="scroll" .route=${this.route} .user=${this.user} .count=${this.list.count}></lobi-people-views>
      </nav>
      <section class="pane list" aria-label=${this.#title}>
        ${this.#bar()}
        <lobi-people-filters .route=${this.route} .user=${this.user} .group=${this.#group} @lobi-find-leave=${() => this.#table?.focus()}></lobi-people-filters>
        <div class="scroll">${this.#rows()}</div>
        ${this.#bulk()}
      </section>
      ${this.#form()}
    </div>`;
  }

  #bar(): TemplateResult {
    void import('../exchange/list-menu.ts');
    const count = this.list.count;
    return html`<header class="bar">
      <h1 class="cut">${this.#title}</h1>
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
        <lobi-list-exchange
          class="desk-only"
          of=${this.#of}
          .question=${{ where: this.#where, q: this.route.query.get('q'), sort: this.route.query.get('sort') ?? 'name' }}
          .columns=${this.#columns.map(({ key }) => key).filter((key) => !this.unshown.has(key))}
        ></lobi-list-exchange>
        <a class="btn" href="/people/new?of=${this.#of}" aria-keyshortcuts="n">${icon(plus)}${this.t('people.new')}</a>
      </span>
    </header>`;
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
      choosable
      .chosen=${this.all ? new Set(list.items.map(({ id }) => id)) : this.chosen}
      @lobi-row-choose=${(event: CustomEvent<{ ids: string[] }>) => this.#choose(event.detail.ids)}
      @lobi-row-open=${(event: CustomEvent<{ id: string; entity: string }>) => go(placeOf(event.detail))}
      @lobi-column-sort=${(event: CustomEvent<{ key: string; down: boolean }>) => this.#sort(event.detail)}
      @lobi-table-more=${() => list.more()}
    ></lobi-table>`;
  }

  #bulk(): TemplateResult {
    void import('./bulk-bar.ts');
    void import('../consents/bulk-consents.ts');
    const question = { where: this.#where, q: this.route.query.get('q') };
    return html`<lobi-bulk-bar
      of=${this.#of}
      .chosen=${this.chosen}
      ?all=${this.all}
      .count=${this.list.count}
      .question=${question}
      .sets=${this.entity.criteria}
      @lobi-bulk-all=${() => (this.all = true)}
      @lobi-bulk-leave=${() => this.#leave()}
      @lobi-bulk-done=${() => this.#changed()}
    ><lobi-bulk-consents of=${this.#of} .chosen=${this.chosen} ?all=${this.all} .question=${question}></lobi-bulk-consents></lobi-bulk-bar>`;
  }

  #choose(ids: string[]): void {
    this.all = false;
    this.chosen = new Set(ids);
  }

  #changed(): void {
    this.#leave();
    void this.list.refetch();
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
    hideColumns(this.#group?.id ?? this.#of, hidden);
    this.requestUpdate();
  }

  #sort({ key, down }: { key: string; down: boolean }): void {
    go(withQuery('/people', this.route.query, { sort: `${down ? '-' : ''}${key}` }), 'replace');
  }

  #leave(): void {
    this.chosen = new Set();
    this.all = false;
  }
}

define('lobi-people-page', PeoplePage);
