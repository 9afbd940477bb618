/**
 * `<lobi-bulk-bar>`: what is done to the chosen cards at once. `chosen` are ids, or all that the list's conditions find. What was asked
 * for is followed until it is done, and turned back with one click. Other rooms put acts of theirs into its slot.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import filter from 'lucide-static/icons/list-filter.svg?icon';
import tagIcon from 'lucide-static/icons/tag.svg?icon';
import userPlus from 'lucide-static/icons/user-round-plus.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/picker.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import type { FieldDescription } from '../../kernel/form.ts';
import { labelOf } from '../../kernel/form.ts';
import { icon } from '../../kernel/icons.ts';
import { numberOf } from '../../kernel/numbers.ts';
import type { Row } from '../../kernel/refs.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import { Page } from '../page.ts';
import { complain, toast } from '../toast.ts';
import { findTags } from './card-tags.ts';
import { Criteria } from './criterion.ts';
import { words } from './texts.ts';

interface BulkChange extends Row {
  state: 'gathering' | 'running' | 'done' | 'undoing' | 'undone';
  total: number;
  done: number;
  changed: number;
  refused: number;
  undone: number;
  finishedAt: string | null;
}

type Act = 'tag' | 'untag' | 'represent' | 'team' | 'classify' | 'unclassify';
const acts: { act: Act; drawing: typeof tagIcon; off?: Act }[] = [
  { act: 'tag', drawing: tagIcon, off: 'untag' },
  { act: 'represent', drawing: userPlus, off: 'team' },
  { act: 'classify', drawing: filter, off: 'unclassify' },
];

export class BulkBar extends Page {
  static override texts = words;
  static override properties = {
    ...Page.properties,
    of: {},
    chosen: { attribute: false },
    question: { attribute: false },
    count: { attribute: false },
    all: { type: Boolean },
    sets: { attribute: false },
    act: { state: true },
    running: { state: true },
  };
  static override styles = [
    Page.styles,
    fieldStyles,
    css`
      :host {
        position: absolute;
        z-index: 3;
        inset-inline: 16px;
        bottom: 16px;
        height: auto;
        display: grid;
        justify-items: center;
        pointer-events: none;
      }
      .bar {
        flex-wrap: wrap;
        max-width: 100%;
        min-height: 40px;
        padding: 2px 8px 2px 14px;
        border: 1px solid var(--lobi-border-strong);
        border-radius: 8px;
        background: var(--lobi-surface-1);
        box-shadow: var(--lobi-shadow);
        pointer-events: auto;
      }
      .ask {
        display: grid;
        gap: var(--lobi-space-2);
        width: min(360px, 100%);
        margin-bottom: 6px;
        padding: var(--lobi-space-3);
        border: 1px solid var(--lobi-border-strong);
        border-radius: 8px;
        background: var(--lobi-surface-1);
        box-shadow: var(--lobi-shadow);
        pointer-events: auto;
      }
      progress {
        width: 160px;
        accent-color: var(--lobi-accent);
      }
    `,
  ];

  declare of: 'person' | 'organisation';
  declare chosen: ReadonlySet<string>;
  /** What the list asks, for "all that it finds". */
  declare question: { where: unknown; q: string | null };
  declare count: number | null;
  declare all: boolean;
  /** Sets of criteria of these cards. */
  declare sets: FieldDescription[];
  declare act: Act | null;
  /** Id of the change that runs. */
  declare running: string | null;
  readonly criteria = new Criteria(this);
  readonly change = new RecordWatch<BulkChange>(this, () =>
    this.running ? { entity: 'bulkChange', id: this.running } : null,
  );
  #told = '';

  constructor() {
    super();
    this.act = null;
    this.running = null;
    this.sets = [];
    this.all = false;
    this.count = null;
    this.chosen = new Set();
  }

  protected override updated(): void {
    const change = this.change.row;
    if (!change?.finishedAt || !this.running || this.#told === `${change.id}${change.state}`) return;
    this.#told = `${change.id}${change.state}`;
    const { id, state, changed, refused, undone } = change;
    const words =
      state === 'undone'
        ? this.t('bulk.undone', { count: undone })
        : this.t('bulk.done', { count: changed, refused });
    toast(this, words, state === 'done' && changed > 0 ? { undo: () => this.#undo(id) } : {});
    this.running = null;
    this.emit('lobi-bulk-done');
  }

  override render(): TemplateResult | typeof nothing {
    const change = this.running ? this.change.row : null;
    if (this.running) return this.#progress(change);
    if (this.chosen.size === 0 && !this.all) return nothing;
    const count = this.all ? (this.count ?? 0) : this.chosen.size;
    const more = !this.all && this.count !== null && this.count > this.chosen.size;
    return html`${this.act ? this.#ask(this.act) : nothing}
      <div class="bar" role="toolbar" aria-label=${this.t('bulk.acts')}>
        <b class="num">${this.t('bulk.chosen', { count })}</b>
        ${more ? html`<button class="link s" @click=${() => this.emit('lobi-bulk-all')}>${this.t('bulk.all', { count: this.count! })}</button>` : nothing}
        ${acts.map(({ act, drawing }) => (act === 'classify' && this.sets.length === 0 ? nothing : html`<button class="btn plain small" aria-pressed=${this.act === act ? 'true' : 'false'} @click=${() => this.#open(act)}>${icon(drawing)}${this.t(`bulk.${act}`)}</button>`))}
        <slot></slot>
        <button class="btn plain only" @click=${() => this.emit('lobi-bulk-leave')}>${icon(cross, this.t('bulk.leave'))}</button>
      </div>`;
  }

  #progress(change: BulkChange | null): TemplateResult {
    const back = change?.state === 'undoing';
    const [done, of] = back ? [change.undone, change.changed] : [change?.done ?? 0, change?.total ?? 0];
    return html`<div class="bar" role="status">
      <progress max=${of || 1} .value=${done} aria-label=${this.t('bulk.running')}></progress>
      <span class="num">${this.t('bulk.progress', { done: numberOf(this.language, done), of: numberOf(this.language, of) })}</span>
      ${change && !back ? html`<button class="btn plain small" @click=${() => this.#undo(change.id)}>${this.t('bulk.stop')}</button>` : nothing}
    </div>`;
  }

  #ask(act: Act): TemplateResult {
    const label = this.t(`bulk.${act}`);
    const off = acts.find((each) => each.act === act)?.off;
    return html`<div class="ask" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#shut(event)}>
      <div class="line">
        <span class="label">${this.t(`bulk.${act}Ask`)}</span>
        ${off ? html`<button class="push link s" @click=${() => this.#open(off)}>${this.t(`bulk.${off}`)}</button>` : nothing}
      </div>
      <lobi-picker
        label=${label}
        .value=${[]}
        .search=${(text: string) => this.#find(act, text)}
        .accept=${act === 'tag' ? (text: string) => ({ key: text, label: text }) : undefined}
        @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => this.#run(act, event.detail.value[0])}
      ></lobi-picker>
      ${act === 'represent' || act === 'team' ? html`<button class="link s" @click=${() => this.#run(act, { key: '', label: '' })}>${this.t(`bulk.${act}Nobody`)}</button>` : nothing}
    </div>`;
  }

  async #open(act: Act): Promise<void> {
    this.act = this.act === act ? null : act;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('lobi-picker')?.focus();
  }

  #shut(event: Event): void {
    event.stopPropagation();
    this.act = null;
  }

  async #find(act: Act, q: string): Promise<Choice[]> {
    const { api } = this.connection;
    if (act === 'tag' || act === 'untag') return findTags(api, q);
    if (act === 'classify' || act === 'unclassify') return this.#nodes(q);
    const path = act === 'team' ? '/api/teams' : '/api/users';
    const { items } = await api.list<Row & { name?: string; givenName?: string; familyName?: string }>(path, {
      q: q || null,
      limit: 12,
    });
    const wanted = q.toLocaleLowerCase(this.language);
    return items
      .map((row) => ({
        key: row.id,
        label: row.name ?? [row.givenName, row.familyName].filter(Boolean).join(' '),
        entity: 'user',
      }))
      .filter(({ label }) => label.toLocaleLowerCase(this.language).includes(wanted));
  }

  #nodes(q: string): Choice[] {
    const wanted = q.toLocaleLowerCase(this.language);
    return this.sets
      .flatMap((set) =>
        this.criteria.all(set.key).map(({ key, name, path }) => ({
          key: `${set.key}:${key}`,
          label: name,
          detail: [labelOf(set.label, this.language), ...path].join(' › '),
        })),
      )
      .filter(({ label }) => label.toLocaleLowerCase(this.language).includes(wanted))
      .slice(0, 30);
  }

  async #run(act: Act, chosen: Choice | undefined): Promise<void> {
    if (!chosen) return;
    this.act = null;
    const { where, q } = this.question;
    const cards = this.all ? { ...(where ? { where } : {}), ...(q ? { q } : {}) } : { ids: [...this.chosen] };
    try {
      const change = await this.connection.api.post<BulkChange>('/api/bulk-changes', {
        of: this.of,
        cards,
        action: actionOf(act, chosen.key),
      });
      this.connection.store.take(change);
      this.#told = '';
      this.running = change.id;
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  async #undo(id: string): Promise<void> {
    try {
      this.connection.store.take(await this.connection.api.post<BulkChange>(`/api/bulk-changes/${id}/undo`));
      this.running = id;
    } catch (thrown) {
      complain(this, thrown);
    }
  }
}

function actionOf(act: Act, key: string): Record<string, unknown> {
  if (act === 'tag' || act === 'untag') return { do: act, tags: [key] };
  if (act === 'represent') return { do: act, user: key || null };
  if (act === 'team') return { do: act, team: key || null };
  const [set = '', ...node] = key.split(':');
  return { do: act, set, key: node.join(':') };
}

define('lobi-bulk-bar', BulkBar);
