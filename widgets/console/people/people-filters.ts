/**
 * `<lobi-people-filters>`: what narrows the list of cards: words that are looked for, conditions as chips, and the view they are saved
 * as. The address holds all of it.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import search from 'lucide-static/icons/search.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/menu.ts';
import type { Act } from '../../controls/menu.ts';
import { define } from '../../kernel/element.ts';
import { labelOf } from '../../kernel/form.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { may } from '../may.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { complain, toast } from '../toast.ts';
import type { TagRow } from './card-tags.ts';
import { Criteria } from './criterion.ts';
import { Entity } from './entity.ts';
import { filterChoices } from './filter-choices.ts';
import type { Filter } from './filters.ts';
import { whereOf, withFilters } from './filters.ts';
import { peopleStyles } from './people.style.ts';
import type { Group } from './saved.ts';
import { filtersHere, filtersIn } from './saved.ts';
import { words } from './texts.ts';

const typingRest = 160;

export class PeopleFilters extends Page {
  static override texts = words;
  static override properties = { ...Page.properties, group: { attribute: false }, saving: { state: true } };
  static override styles = [Page.styles, peopleStyles];

  /** The saved view that is open. */
  declare group: Group | null;
  /** A name is asked for. */
  declare saving: boolean;
  readonly criteria = new Criteria(this);
  readonly entity = new Entity(this, () => this.#of);
  readonly tags = new ListWatch<TagRow>(this, () => ({
    path: '/api/tags',
    params: { sort: 'name', limit: 200 },
    topics: ['list:tag'],
  }));
  #typing: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.group = null;
    this.saving = false;
  }

  get #of(): Group['of'] {
    return this.route.query.get('of') === 'organisation' ? 'organisation' : 'person';
  }

  /** Puts the cursor where words are typed. */
  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  override render(): TemplateResult {
    const filters = filtersHere(this.route.query, this.group);
    // Conditions that are no plain filters are said as a sentence; taking it away begins anew.
    const whole = this.group && !this.route.query.has('f') && filtersIn(this.group.where) === null;
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
      ${whole ? html`<span class="chip"><span class="cut">${this.group?.sentence || this.group?.name}</span></span>` : nothing}
      ${filters.map((filter) => this.#chip(filter, filters))}
      ${whole || this.#choices.length === 0 ? nothing : this.#adder(filters)} ${this.#saver(filters)}
      ${this.saving ? this.#naming(filters) : nothing}
    </div>`;
  }

  #chip(filter: Filter, all: Filter[]): TemplateResult {
    const field = this.entity.field(filter.field);
    const others = all.filter((each) => each !== filter);
    return html`<span class="chip"
      >${field ? labelOf(field.label, this.language) : filter.field} <b>${this.#nameOf(filter)}</b
      ><a class="out" href=${this.#to(others)} aria-label=${this.t('people.dropFilter', { name: this.#nameOf(filter) })}>${icon(cross)}</a></span
    >`;
  }

  #nameOf({ field, value }: Filter): string {
    const description = this.entity.field(field);
    if (description?.type === 'criteria') return this.criteria.of(field, value)[0]?.name ?? value;
    return labelOf(description?.options?.find(({ key }) => key === value)?.label ?? value, this.language);
  }

  get #choices(): Act[] {
    const tags = this.entity.field('tags');
    return [
      ...filterChoices(this.entity.description?.fields ?? [], this.criteria, this.language),
      ...(tags
        ? this.tags.items.map(({ name }) => ({
            key: `tags:${name}`,
            label: `${labelOf(tags.label, this.language)}: ${name}`,
          }))
        : []),
    ];
  }

  #adder(filters: Filter[]): TemplateResult {
    const add = (event: CustomEvent<{ key: string }>) => {
      const [field = '', ...value] = event.detail.key.split(':');
      go(this.#to([...filters, { field, value: value.join(':') }]));
    };
    return html`<lobi-menu look="plain small" label=${this.t('people.addFilter')} .acts=${this.#choices} @lobi-menu-choose=${add}
      >${icon(plus)}<span>${this.t('people.filter')}</span></lobi-menu
    >`;
  }

  #saver(filters: Filter[]): TemplateResult | typeof nothing {
    const { query } = this.route;
    const changed = query.has('f');
    if (!changed && !this.group) return nothing;
    const own = this.group && may(this.group, 'change');
    const back = withQuery('/people', withFilters(query, []), {});
    return html`<span class="push line">
      ${this.group && changed ? html`<span class="s three desk-only">${this.t('views.changed')}</span>` : nothing}
      ${changed ? html`<a class="btn plain small" href=${back}>${this.t('people.reset')}</a>` : nothing}
      ${changed && own ? html`<button class="btn small" @click=${() => this.#keep(filters)}>${this.t('form.save')}</button>` : nothing}
      ${changed && filters.length ? html`<button class="btn ${own ? 'plain' : ''} small" @click=${() => (this.saving = true)}>${this.t(own ? 'views.saveNew' : 'views.save')}</button>` : nothing}
      ${!changed && own && may(this.group, 'close') ? html`<button class="btn plain small" @click=${() => this.#drop()}>${this.t('views.drop')}</button>` : nothing}
    </span>`;
  }

  #naming(filters: Filter[]): TemplateResult {
    void import('./view-form.ts');
    return html`<lobi-view-form
      of=${this.#of}
      .where=${whereOf(filters, this.entity.description?.fields ?? [])}
      @lobi-view-close=${(event: CustomEvent<{ group: Group | null }>) => this.#named(event.detail.group)}
    ></lobi-view-form>`;
  }

  #named(group: Group | null): void {
    this.saving = false;
    if (group) go(withQuery('/people', new URLSearchParams(), { of: group.of, group: group.id }));
  }

  async #keep(filters: Filter[]): Promise<void> {
    const group = this.group!;
    const { store } = this.connection;
    const before = group.where;
    try {
      await store.patch(group, { where: whereOf(filters, this.entity.description?.fields ?? []) });
      go(withQuery('/people', withFilters(this.route.query, []), {}), 'replace');
      toast(this, this.t('form.saved'), { undo: () => store.patch(group, { where: before }) });
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  async #drop(): Promise<void> {
    const { id, of } = this.group!;
    const { api } = this.connection;
    try {
      await api.delete(`/api/groups/${id}`);
      go(withQuery('/people', new URLSearchParams(), { of }));
      toast(this, this.t('views.dropped'), { undo: () => api.post(`/api/groups/${id}/restore`) });
    } catch (thrown) {
      complain(this, thrown);
    }
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
    else this.emit('lobi-find-leave');
  }

  /** The address with these filters; one empty where a view has others, so that none is meant. */
  #to(filters: Filter[]): string {
    const query = withFilters(this.route.query, filters);
    if (filters.length === 0 && this.group) query.append('f', '');
    return withQuery('/people', query);
  }
}

define('lobi-people-filters', PeopleFilters);
