/**
 * `<lobi-desk-page>`: from a typed name to paper in two steps. One input has the focus: a name is typed or a badge is scanned,
 * Enter shows the badge, Enter prints it. Whoever has no card is a guest by what was typed.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import printer from 'lucide-static/icons/printer.svg?icon';
import scan from 'lucide-static/icons/scan-barcode.svg?icon';
import { avatar } from '../../controls/avatar.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { parseRef } from '../../kernel/refs.ts';
import { Fetched } from '../fetched.ts';
import { Page } from '../page.ts';
import { complain, toast } from '../toast.ts';
import type { Badge, Found } from './badge.ts';
import { grouped, nameOfBadge } from './badge.ts';
import './badge-form.ts';
import { deskStyles } from './desk.style.ts';
import { printPaper } from './paper.ts';

const rest = 120;

export class DeskPage extends Page {
  static override properties = {
    ...Page.properties,
    asked: { state: true },
    found: { state: true },
    at: { state: true },
    chosen: { state: true },
  };
  static override styles = [Page.styles, fieldStyles, deskStyles];

  declare asked: string;
  declare found: Found[];
  /** The line that Enter takes. */
  declare at: number;
  declare chosen: Found | null;
  readonly recent = new Fetched<{ items: Badge[] }>(this, () => '/api/badges?sort=-updatedAt&limit=8');
  #typing: ReturnType<typeof setTimeout> | null = null;
  #answered = '';

  constructor() {
    super();
    this.asked = '';
    this.found = [];
    this.at = 0;
    this.chosen = null;
  }

  protected override firstUpdated(): void {
    this.#focus();
    const person = parseRef(`person:${this.route.query.get('person') ?? ''}`);
    if (person) void this.#takeCard(person.id);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('route')) this.emit('lobi-page-title', { title: this.t('desk.title'), back: null });
  }

  override render() {
    return html`<div class="desk">
      <section class="ask">
        <div class="line"><h1 class="grow">${this.t('desk.title')}</h1></div>
        <div class="field">
          ${icon(scan)}
          <input
            type="text"
            role="combobox"
            aria-label=${this.t('desk.ask')}
            aria-expanded=${this.#lines.length > 0 && !this.chosen}
            aria-controls="found"
            aria-activedescendant=${this.chosen ? nothing : `found-${this.at}`}
            autocomplete="off"
            spellcheck="false"
            placeholder=${this.t('desk.ask')}
            .value=${this.asked}
            @input=${this.#typed}
            @keydown=${this.#key}
          />
          <kbd>Enter</kbd>
        </div>
      </section>
      ${
        this.chosen
          ? this.#form(this.chosen)
          : html`<section class="side">${this.#list()}</section>
            <section class="side">${this.#last()}</section>`
      }
    </div>`;
  }

  /** Whom the server found, and the guest that the typed name would be; a scanned number is nobody's name. */
  get #lines(): Found[] {
    const name = this.asked.trim();
    if (name === '') return [];
    const guest: Found[] = /^[\d\s]+$/.test(name)
      ? []
      : [{ entity: 'guest', id: '', name, company: '', badge: null }];
    return [...this.found, ...guest];
  }

  #list(): TemplateResult {
    const lines = this.#lines;
    if (lines.length === 0)
      return html`<p class="two" role="status">${this.t(this.asked.trim() === '' ? 'desk.begin' : 'desk.noNumber')}</p>`;
    return html`<ul class="found" id="found" role="listbox" aria-label=${this.t('desk.found')}>
      ${lines.map(
        (
          line,
          at,
        ) => html`<li id="found-${at}" role="option" aria-selected=${at === this.at} @click=${() => this.#choose(line)}>
          ${avatar({ name: line.name, size: 'mid' }, this.language)}
          <span><b>${line.name}</b><span class="s two">${line.id ? line.company : this.t('desk.asGuest')}</span></span>
          ${line.badge ? html`<span class="chip">${this.t('desk.printed', { n: line.badge.prints })}</span>` : nothing}
        </li>`,
      )}
    </ul>`;
  }

  #form(found: Found): TemplateResult {
    return html`<lobi-badge-form
      class="side"
      .found=${found}
      @lobi-badge-print=${(event: CustomEvent<Badge>) => this.#printed(event.detail)}
      @lobi-badge-leave=${() => this.#again()}
    ></lobi-badge-form>`;
  }

  /** What was printed here last, to print it again: a paper jam needs no name. */
  #last(): TemplateResult | typeof nothing {
    const badges = this.recent.value?.items ?? [];
    if (badges.length === 0) return nothing;
    return html`<h2>${this.t('desk.last')}</h2>
      <ul class="last">
        ${badges.map(
          (badge) => html`<li>
            <span class="grow"
              ><b>${nameOfBadge(badge)}</b><span class="s two num">${grouped(badge.number)} · ${this.t('desk.printed', { n: badge.prints })}</span></span
            >
            <a class="btn plain" href=${badge.document} target="_blank" rel="noopener">PDF</a>
            <button class="btn" type="button" @click=${() => this.#reprint(badge)}>${icon(printer)}${this.t('desk.again')}</button>
          </li>`,
        )}
      </ul>`;
  }

  #typed(event: Event): void {
    this.asked = (event.target as HTMLInputElement).value;
    this.chosen = null;
    this.at = 0;
    if (this.#typing) clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#search(), rest);
  }

  async #search(): Promise<void> {
    const q = this.asked.trim();
    if (this.#typing) clearTimeout(this.#typing);
    this.#typing = null;
    if (q === this.#answered) return;
    if (q === '') {
      this.found = [];
      this.#answered = '';
      return;
    }
    try {
      const { items } = await this.connection.api.list<Found>('/api/badges/people', { q: q.slice(0, 200) });
      if (q !== this.asked.trim()) return;
      this.found = items;
      this.#answered = q;
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  async #key(event: KeyboardEvent): Promise<void> {
    const lines = this.#lines;
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = Math.max(0, Math.min(lines.length - 1, this.at + step));
    } else if (event.key === 'Escape') this.#again();
    else if (event.key === 'Enter') {
      event.preventDefault();
      // A scanner is quicker than the answer to its first digits.
      if (this.asked.trim() !== this.#answered) await this.#search();
      const line = this.#lines[this.at];
      if (line) this.#choose(line);
    }
  }

  #choose(line: Found): void {
    this.chosen = line;
  }

  async #takeCard(id: string): Promise<void> {
    try {
      const { items } = await this.connection.api.list<Found>('/api/badges/people', { person: id });
      if (items[0]) this.chosen = items[0];
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  #printed(badge: Badge): void {
    printPaper(badge.document, `${badge.number}.pdf`);
    void this.recent.refetch();
    toast(this, this.t('desk.sent', { name: nameOfBadge(badge) }));
    this.asked = '';
    this.#answered = '';
    this.found = [];
    this.#again();
  }

  async #reprint(badge: Badge): Promise<void> {
    try {
      this.#printed(
        await this.connection.api.post<Badge>(
          `/api/badges/${badge.id}/prints`,
          {},
          { key: crypto.randomUUID() },
        ),
      );
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  #again(): void {
    this.chosen = null;
    this.at = 0;
    this.#focus();
  }

  #focus(): void {
    const input = this.renderRoot.querySelector('input');
    input?.focus();
    input?.select();
  }
}

define('lobi-desk-page', DeskPage);
