/** The wide card's parts, loaded when there is room for them: timeline, mail, people, documents. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import file from 'lucide-static/icons/file.svg?icon';
import '../controls/tabs.ts';
import '../controls/timeline.ts';
import { avatar } from '../controls/avatar.ts';
import type { Tab } from '../controls/tabs.ts';
import type { Piece } from '../kernel/box.ts';
import { buttons } from '../kernel/buttons.ts';
import { dayIn, dayOf, shortMoment } from '../kernel/dates.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import type { Ref, Row } from '../kernel/refs.ts';
import { placeOf } from '../kernel/refs.ts';
import type { Position } from './cards.ts';
import { words } from './tabs/texts.ts';

type Part = 'timeline' | 'mail' | 'people' | 'documents';

interface Document extends Row {
  name: string;
  size?: number;
  createdAt?: string;
}

export class CardTabs extends LobiElement {
  static override texts = words;
  static override properties = { card: {}, shown: { state: true } };
  static override styles = [
    buttons,
    css`
      .rows > li {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr) auto;
        align-items: center;
        gap: var(--lobi-space-3);
        min-height: 44px;
        padding: 6px var(--lobi-space-4);
      }
      .rows > li + li {
        border-top: 1px solid var(--lobi-border);
      }
      .rows .icon {
        justify-self: center;
        color: var(--lobi-text-2);
      }
      .rows a:hover {
        text-decoration: underline;
      }
      .none {
        padding: var(--lobi-space-4);
      }
      [role='tabpanel'] {
        max-height: 420px;
        overflow: auto;
        scrollbar-width: thin;
      }
    `,
  ];

  declare card: string;
  declare shown: Part;

  readonly people = new ListWatch<Position>(this, () =>
    this.shown === 'people' ? { path: '/api/positions', params: { about: this.card } } : null,
  );
  readonly documents = new ListWatch<Document>(this, () =>
    this.shown === 'documents' ? { path: '/api/documents', params: { about: this.card, limit: 20 } } : null,
  );

  constructor() {
    super();
    this.shown = 'timeline';
  }

  override render() {
    const parts: Part[] = ['timeline', 'mail', 'people', 'documents'];
    const tabs: Tab[] = parts.map((key) => ({ key, label: this.t(`tabs.${key}`) }));
    return html`<lobi-tabs
        label=${this.t('tabs.all')}
        .tabs=${tabs}
        chosen=${this.shown}
        @lobi-tab-choose=${(event: CustomEvent<{ key: Part }>) => (this.shown = event.detail.key)}
      ></lobi-tabs>
      <div role="tabpanel" aria-label=${this.t(`tabs.${this.shown}`)} tabindex="0">${this.#panel()}</div>`;
  }

  #panel(): Piece {
    if (this.shown === 'people')
      return this.#rows(this.people, this.t('tabs.noPeople'), (row) => this.#position(row));
    if (this.shown === 'documents')
      return this.#rows(this.documents, this.t('tabs.noDocuments'), (row) => this.#document(row));
    return html`<lobi-timeline about=${this.card} kind=${this.shown === 'mail' ? 'mail' : nothing}></lobi-timeline>`;
  }

  #rows<T extends Row>(list: ListWatch<T>, none: string, draw: (row: T) => TemplateResult): Piece {
    if (!list.here && !list.refusal) return nothing;
    if (list.items.length === 0) return html`<p class="none two">${none}</p>`;
    return html`<ul class="rows">${list.items.map(draw)}</ul>`;
  }

  // Beside a person stand the organisations, beside an organisation its people; who left stands last, with the day.
  #position(position: Position): TemplateResult {
    const other = (this.card.startsWith('person:') ? position.organisation : position.person) as Ref;
    const left = position.until && position.until < dayIn(new Date());
    const when = left
      ? position.until && this.t('tabs.until', { day: dayOf(position.until, this.clock) })
      : position.from && this.t('tabs.since', { day: dayOf(position.from, this.clock) });
    return html`<li>
      ${avatar({ name: other?.label ?? '', entity: other?.entity }, this.language)}
      <div class="cut">
        <a href=${this.connection.api.server + placeOf(other)} target="_blank" rel="noopener"
          @click=${(event: Event) => this.#open(event, other)}>${other?.label}</a>
        <p class="s two cut">${position.title}</p>
      </div>
      <span class="s three">${when}</span>
    </li>`;
  }

  #document(document: Document): TemplateResult {
    return html`<li>
      ${icon(file)}<span class="cut">${document.name}</span>
      <time class="s three">${document.createdAt ? shortMoment(document.createdAt, this.clock) : nothing}</time>
    </li>`;
  }

  #open(event: Event, { entity, id }: Ref): void {
    if (!this.emit('lobi-record-open', { entity, id })) event.preventDefault();
  }
}

define('lobi-card-tabs', CardTabs);
