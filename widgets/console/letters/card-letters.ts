/**
 * `<lobi-card-letters>`: the letters to many that a card got, each with the very text it got, or why it was passed over; from here to the
 * proof.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { shortMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { nameOf } from '../../kernel/refs.ts';
import type { Card } from '../../people/cards.ts';
import { Page } from '../page.ts';
import { fateOf, type RecipientRow, skipWords } from './letter-row.ts';
import { words } from './texts.ts';

export class CardLetters extends Page {
  static override texts = words;
  static override properties = { ...Page.properties, card: { attribute: false } };
  static override styles = [
    Page.styles,
    css`
      :host {
        height: auto;
      }
      li {
        padding: 6px 0;
      }
      a {
        font-weight: 500;
      }
      summary {
        cursor: pointer;
        color: var(--lobi-text-2);
        font-size: var(--lobi-size-s);
      }
      .got {
        margin-top: 4px;
        padding-inline-start: 8px;
        border-inline-start: 2px solid var(--lobi-border);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare card: Card;
  readonly letters = new ListWatch<RecipientRow>(this, () => ({
    path: '/api/recipients',
    params: {
      // Mail to one is in the history of the card; only a letter's recipients have numbers.
      where: JSON.stringify({
        all: [
          { field: 'card', is: this.card.id },
          { field: 'number', known: true },
        ],
      }),
      sort: '-createdAt',
      limit: 10,
    },
    topics: [nameOf(this.card)],
  }));

  override render(): TemplateResult | typeof nothing {
    const { items, hasMore } = this.letters;
    if (items.length === 0) return nothing;
    return html`<section class="part">
      <h2>${this.t('letters.title')}</h2>
      <ol>
        ${items.map((row) => this.#row(row))}
      </ol>
      ${hasMore ? html`<button class="link s" @click=${() => this.letters.more()}>${this.t('letters.older')}</button>` : nothing}
    </section>`;
  }

  #row(row: RecipientRow): TemplateResult {
    const { id, message, sentAt, createdAt, state, reason, text } = row;
    const why = state === 'skipped' && reason ? `, ${skipWords(this, reason)}` : '';
    return html`<li>
      <a href="/mail/letters/${message?.id ?? ''}?recipient=${id}">${message?.label || this.t('letters.noSubject')}</a>
      <small>${this.t(`letters.fate.${fateOf(row)}`)}${why}, ${shortMoment(sentAt ?? createdAt ?? '', this.clock)}</small>
      ${
        text
          ? html`<details>
              <summary>${this.t('letters.asSent')}</summary>
              <p class="got">${text.trim()}</p>
            </details>`
          : nothing
      }
    </li>`;
  }
}

define('lobi-card-letters', CardLetters);
