/**
 * `<lobi-search-layer>`: search and command in one field. Before anything is typed it shows where one was lately, what the page can
 * do, and the places; typing finds those at once and records a moment later. Arrows choose, Enter goes there, Escape closes.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import search from 'lucide-static/icons/search.svg?icon';
import { shortMoment } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { placeOf } from '../../kernel/refs.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { go } from '../route.ts';
import type { User } from '../session.ts';
import { words } from '../texts.ts';
import { rememberVisit } from './recent.ts';
import { searchStyles } from './search.style.ts';
import type { Way } from './ways.ts';
import { actsHere, drawingOf, fold, placesOf, recentWays } from './ways.ts';

interface Found {
  entity: string;
  id: string;
  title: string;
  note?: string | null;
  at?: string | null;
}

const rest = 120;

export class SearchLayer extends LobiElement {
  static override texts = words;
  static override styles = searchStyles;
  static override properties = {
    user: { attribute: false },
    text: { state: true },
    found: { state: true },
    chosen: { state: true },
    state: { state: true },
  };

  declare user: User;
  declare text: string;
  declare found: Found[];
  declare chosen: number;
  declare state: 'idle' | 'asking' | 'here' | 'failed';
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.text = '';
    this.found = [];
    this.chosen = 0;
    this.state = 'idle';
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    this.renderRoot.querySelector('dialog')!.showModal();
  }

  override render() {
    const ways = this.#ways();
    return html`<dialog
      aria-label=${this.t('shell.search')}
      @close=${() => this.emit('lobi-layer-close')}
      @click=${(event: Event) => (event.target as HTMLElement).tagName === 'DIALOG' && this.#close()}
    >
      <div class="ask">
        ${icon(search)}
        <input
          role="combobox"
          autofocus
          autocomplete="off"
          spellcheck="false"
          aria-label=${this.t('shell.search')}
          aria-expanded="true"
          aria-controls="ways"
          aria-activedescendant=${ways.length ? `way-${this.chosen}` : nothing}
          placeholder=${this.t('shell.search')}
          .value=${this.text}
          @input=${this.#typed}
          @keydown=${(event: KeyboardEvent) => this.#key(event, ways)}
        /><kbd>Esc</kbd>
      </div>
      <ul id="ways" role="listbox" aria-label=${this.t('search.found')}>
        ${ways.map((way, at) => html`${this.#heading(way, ways[at - 1])}${this.#way(way, at)}`)}
      </ul>
      <p class="none" role="status">${this.#says(ways.length)}</p>
    </dialog>`;
  }

  #heading({ group }: Way, before: Way | undefined): TemplateResult | typeof nothing {
    return group === before?.group
      ? nothing
      : html`<li class="group s two" role="presentation">${this.t(`search.group.${group}`)}</li>`;
  }

  #way(way: Way, at: number): TemplateResult {
    const here = at === this.chosen;
    return html`<li
      id="way-${at}"
      role="option"
      class=${here ? 'here' : ''}
      aria-selected=${here ? 'true' : 'false'}
      @pointermove=${() => (this.chosen = at)}
      @click=${() => this.#go(way)}
    >
      ${icon(way.icon)}<span class="what"><span class="cut">${way.label}</span>${way.under ? html`<span class="two s cut">${way.under}</span>` : nothing}</span>
      ${way.shortcut ? html`<kbd>${way.shortcut}</kbd>` : nothing}
      ${way.at ? html`<time class="s three">${shortMoment(way.at, this.clock)}</time>` : nothing}
    </li>`;
  }

  #says(count: number): string | typeof nothing {
    if (this.state === 'failed') return this.t('search.failed');
    if (this.state === 'here' && count === 0) return this.t('search.none', { text: this.text.trim() });
    return nothing;
  }

  #ways(): Way[] {
    const typed = fold(this.text.trim());
    const known = [...actsHere(this), ...placesOf(this, this.user)];
    if (!typed) return [...recentWays(this.user.id), ...known];
    return [
      ...this.found.map((hit) => this.#record(hit)),
      ...known.filter(({ label }) => fold(label).includes(typed)),
    ];
  }

  #record(hit: Found): Way {
    const label = hit.title || this.t('mail.noSubject');
    const to = placeOf(hit);
    return {
      group: 'found',
      label,
      icon: drawingOf(hit.entity),
      under: this.#under(hit),
      at: isCard(hit) ? null : hit.at,
      run: () => {
        rememberVisit(this.user.id, { label, to, entity: hit.entity });
        go(to);
      },
    };
  }

  // A firm says that it is one, since a person may bear its name.
  #under({ entity, note }: Found): string {
    const kind = entity === 'organisation' || !note ? this.t('search.kind', { entity }) : '';
    return [kind, note ?? ''].filter(Boolean).join(' · ');
  }

  #typed(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    this.chosen = 0;
    const asked = (this.#asked += 1);
    if (this.#timer) clearTimeout(this.#timer);
    const q = this.text.trim();
    if (!q) {
      this.found = [];
      this.state = 'idle';
      return;
    }
    this.state = 'asking';
    this.#timer = setTimeout(() => void this.#ask(q, asked), rest);
  }

  // An answer that comes after a later question is dropped.
  async #ask(q: string, asked: number): Promise<void> {
    try {
      const { api } = this.connection;
      // Cards stand first, however much newer the mails are that name them.
      const [cards, newest] = await Promise.all([
        api.get<{ items: Found[] }>('/api/search', { q, limit: 6, entities: 'person,organisation' }),
        api.get<{ items: Found[] }>('/api/search', { q, limit: 20 }),
      ]);
      if (asked !== this.#asked) return;
      this.found = [...cards.items, ...newest.items.filter((hit) => !isCard(hit))];
      this.state = 'here';
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.found = [];
      this.state = refusalOf(thrown).kind === 'invalid' ? 'here' : 'failed';
    }
  }

  #key(event: KeyboardEvent, ways: Way[]): void {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') this.chosen = Math.min(this.chosen + 1, ways.length - 1);
    else if (event.key === 'ArrowUp') this.chosen = Math.max(this.chosen - 1, 0);
    else if (event.key === 'Enter' && ways[this.chosen]) this.#go(ways[this.chosen]!);
    else return;
    event.preventDefault();
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector('li.here')?.scrollIntoView({ block: 'nearest' }),
    );
  }

  #go({ run }: Way): void {
    this.#close();
    void run();
  }

  #close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }
}

function isCard({ entity }: Found): boolean {
  return entity === 'person' || entity === 'organisation';
}

define('lobi-search-layer', SearchLayer);
