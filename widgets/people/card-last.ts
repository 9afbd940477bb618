/** The narrow card's history: the last three lines, loaded beside the card's first picture. */
import { css, html, nothing } from 'lit';
import type { Line } from '../controls/line.ts';
import { lineStyles, timelineLine } from '../controls/line.ts';
import type { Piece } from '../kernel/box.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import { words } from './tabs/texts.ts';

const lastLines = 3;

export class CardLast extends LobiElement {
  static override texts = words;
  static override properties = { card: {}, name: {} };
  static override styles = [
    lineStyles,
    css`
      .none {
        padding: var(--lobi-space-3) var(--lobi-space-4);
        border-top: 1px solid var(--lobi-border);
      }
      .lines > li {
        border-top: 1px solid var(--lobi-border);
      }
    `,
  ];

  declare card: string;
  /** Of whom it is, for those who hear the page. */
  declare name: string;

  readonly last = new ListWatch<Line>(this, () => ({
    path: '/api/timeline',
    params: { about: this.card, limit: lastLines },
    topics: [`about:${this.card}`],
  }));

  override render(): Piece {
    const { here, items } = this.last;
    const { name } = this;
    if (!here) return nothing;
    if (items.length === 0) return html`<p class="none two s">${this.t('last.none', { name })}</p>`;
    return html`<ul class="lines" aria-label=${this.t('last.with', { name })}>
      ${items.map((line) => timelineLine(this, line))}
    </ul>`;
  }
}

define('lobi-card-last', CardLast);
