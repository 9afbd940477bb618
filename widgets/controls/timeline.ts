/**
 * `<lobi-timeline about="person:ID">`: the history of a card (or of any record), newest first, by month; one line each with the
 * icon of its channel, ours in the accent; older ones on request. `kind="mail"` shows one kind.
 *
 * Event: `lobi-record-open` { entity, id }, cancelable: the console opens the record in its own pane.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import history from 'lucide-static/icons/history.svg?icon';
import type { Piece } from '../kernel/box.ts';
import { BoxElement } from '../kernel/box.ts';
import { fullMoment, monthOf, shortMoment } from '../kernel/dates.ts';
import { define } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import { placeOf } from '../kernel/refs.ts';
import type { Saying } from '../kernel/saying.ts';
import type { Line } from './line.ts';
import { lineIcon } from './line.ts';
import { words } from './texts.ts';
import { timesLook } from './times-look.ts';

class Timeline extends BoxElement {
  static override texts = words;
  static override properties = { about: {}, kind: {} };
  static override styles = [
    timesLook,
    css`
    a:hover {
      text-decoration: underline;
    }
    .what {
      overflow-wrap: anywhere;
    }
    .what p {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      overflow: hidden;
    }
    .more {
      padding: var(--lobi-space-2) var(--lobi-space-4) var(--lobi-space-4);
    }
    @media (pointer: coarse) {
      .times > li {
        min-height: var(--lobi-touch);
      }
    }
  `,
  ];

  declare about: string;
  declare kind: string;

  readonly lines = new ListWatch<Line>(this, () =>
    this.about
      ? {
          path: '/api/timeline',
          params: { about: this.about, kinds: this.kind, limit: 30 },
          topics: [`about:${this.about}`],
        }
      : null,
  );

  protected override main() {
    return this.about ? this.lines : null;
  }

  protected override blank(): Saying | null {
    if (this.lines.items.length > 0) return null;
    return { icon: history, title: this.t('timeline.none'), text: this.t('timeline.noneWhy') };
  }

  protected override bones(): TemplateResult {
    return html`<ul class="times">
      ${[1, 2, 3].map(() => html`<li><i class="pin"></i><i class="bone"></i></li>`)}
    </ul>`;
  }

  protected override body(): Piece {
    const months = Map.groupBy(this.lines.items, ({ at }) => monthOf(at, this.clock));
    return html`${[...months].map(
      ([month, lines]) => html`<h3 class="month">${month}</h3>
        <ul class="times">
          ${lines.map((line) => this.#line(line))}
        </ul>`,
    )}
    ${
      this.lines.hasMore
        ? html`<div class="more">
            <button class="btn soft" @click=${() => this.lines.more()}>${this.t('timeline.more')}</button>
          </div>`
        : nothing
    }`;
  }

  #line(line: Line): TemplateResult {
    const { record, at } = line;
    const who = typeof line.who === 'string' ? line.who : line.who?.label;
    const under = [who, line.snippet].filter(Boolean).join(' · ');
    return html`<li class=${line.direction === 'out' ? 'ours' : ''}>
      <span class="pin">${icon(lineIcon(line), this.t('timeline.kind', { kind: line.kind }))}</span>
      <div class="what">
        ${
          record
            ? html`<a
                href=${this.connection.api.server + placeOf(record)}
                target=${this.hasAttribute('nested') ? nothing : '_blank'}
                rel="noopener"
                @click=${(event: Event) => this.#open(event, line)}
                >${line.title}</a
              >`
            : line.title
        }
        ${under ? html`<p class="s two">${under}</p>` : nothing}
      </div>
      <time datetime=${at} title=${fullMoment(at, this.clock)}>${shortMoment(at, this.clock)}</time>
    </li>`;
  }

  #open(event: Event, { record }: Line): void {
    if (!this.emit('lobi-record-open', { entity: record!.entity, id: record!.id })) event.preventDefault();
  }
}

define('lobi-timeline', Timeline);
