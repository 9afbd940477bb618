/**
 * `<lobi-search-layer>`: search and command in one field. Typing finds places and deeds at once, records a moment later; arrows
 * choose, Enter goes there, Escape closes.
 */
import type { PropertyValues, SVGTemplateResult, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import building from 'lucide-static/icons/building-2.svg?icon';
import file from 'lucide-static/icons/file.svg?icon';
import mail from 'lucide-static/icons/mail.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import search from 'lucide-static/icons/search.svg?icon';
import gear from 'lucide-static/icons/settings.svg?icon';
import pen from 'lucide-static/icons/square-pen.svg?icon';
import user from 'lucide-static/icons/user-round.svg?icon';
import people from 'lucide-static/icons/users-round.svg?icon';
import { shortMoment } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { placeOf } from '../../kernel/refs.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { go } from '../route.ts';
import type { User } from '../session.ts';
import { isAdministrator } from '../session.ts';
import { words } from '../texts.ts';
import { searchStyles } from './search.style.ts';

interface Found {
  entity: string;
  id: string;
  title: string;
  note?: string | null;
  at?: string | null;
}

interface Way {
  label: string;
  under?: string;
  at?: string | null | undefined;
  icon: SVGTemplateResult;
  to: string;
}

const rest = 120;
const drawings: Record<string, SVGTemplateResult> = {
  person: user,
  organisation: building,
  message: mail,
  thread: mail,
};

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
        ${ways.map((way, at) => this.#way(way, at))}
      </ul>
      <p class="none" role="status">${this.#says(ways.length)}</p>
    </dialog>`;
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
    const deeds = this.#deeds().filter(({ label }) => !typed || fold(label).includes(typed));
    const found = this.found.map((hit): Way => {
      const mailed = !isCard(hit);
      const label = hit.title || this.t('mail.noSubject');
      const way: Way = { label, icon: drawings[hit.entity] ?? file, to: placeOf(hit) };
      return { ...way, under: this.#under(hit), at: mailed ? hit.at : null };
    });
    return typed ? [...found, ...deeds] : deeds;
  }

  // A firm says that it is one, since a person may bear its name.
  #under({ entity, note }: Found): string {
    const kind = entity === 'organisation' || !note ? this.t('search.kind', { entity }) : '';
    return [kind, note ?? ''].filter(Boolean).join(' · ');
  }

  #deeds(): Way[] {
    const deeds: Way[] = [
      { label: this.t('search.write'), icon: pen, to: '/mail/new' },
      { label: this.t('search.newPerson'), icon: plus, to: '/people/new?of=person' },
      { label: this.t('search.newOrganisation'), icon: plus, to: '/people/new?of=organisation' },
      { label: this.t('place.mail'), icon: mail, to: '/mail' },
      { label: this.t('place.people'), icon: people, to: '/people' },
    ];
    if (!isAdministrator(this.user)) return deeds;
    const rooms = ['system', 'backups', 'mailboxes', 'users', 'audit'];
    return [
      ...deeds,
      ...rooms.map((room) => ({ label: this.t(`settings.${room}`), icon: gear, to: `/settings/${room}` })),
    ];
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

  #go({ to }: Way): void {
    this.#close();
    go(to);
  }

  #close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }
}

function isCard({ entity }: Found): boolean {
  return entity === 'person' || entity === 'organisation';
}

/** As the server folds: İ, I and ı are one, marks do not count. */
function fold(text: string): string {
  return text
    .replace(/[İIı]/g, 'i')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ł', 'l');
}

define('lobi-search-layer', SearchLayer);
