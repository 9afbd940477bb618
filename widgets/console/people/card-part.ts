/** A part of a card's context: a heading, rows of other cards, a small form. The look and the habits they share. */
import type { PropertyDeclarations } from 'lit';
import { css } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import type { Choice } from '../../controls/picker.ts';
import { dayIn, dayOf } from '../../kernel/dates.ts';
import type { Row } from '../../kernel/refs.ts';
import { nameOf } from '../../kernel/refs.ts';
import type { Card } from '../../people/cards.ts';
import { nameOfCard } from '../../people/cards.ts';
import { Page } from '../page.ts';
import { words } from './texts.ts';

const rowStyles = css`
  :host {
    height: auto;
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 0 var(--lobi-space-2);
    padding: 5px 0;
  }
  .row b {
    display: block;
    font-weight: 600;
  }
  .row a:hover b {
    text-decoration: underline;
  }
  .left b {
    color: var(--lobi-text-2);
    font-weight: 500;
  }
  .row form {
    grid-column: 1 / -1;
    margin-top: var(--lobi-space-2);
  }
  .end {
    position: absolute;
    inset-inline-end: 0;
    top: 5px;
    display: flex;
    gap: 2px;
    background: var(--lobi-surface-1);
    opacity: 0;
  }
  .end button {
    padding: 1px 6px;
    border-radius: 4px;
  }
  .row:hover .end,
  .end:focus-within {
    opacity: 1;
  }
  form {
    display: grid;
    gap: var(--lobi-space-2);
    margin-bottom: var(--lobi-space-3);
  }
  .days {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--lobi-space-2);
  }
  @media (pointer: coarse) {
    .end {
      position: static;
      grid-column: 2;
      opacity: 1;
    }
    .end button {
      min-height: 36px;
    }
  }
`;

export abstract class CardPart extends Page {
  static override texts = words;
  static override styles: import('lit').CSSResultGroup = [Page.styles, fieldStyles, rowStyles];
  static override properties: PropertyDeclarations = { ...Page.properties, card: { attribute: false } };

  declare card: Card;

  get today(): string {
    return dayIn(new Date(), this.clock.zone);
  }

  /** Cards of an entity by what was typed, without the one that is open. */
  protected async findCards(entity: string, q: string): Promise<Choice[]> {
    const { items } = await this.connection.api.list<Card & Row>(`/api/${entity}s`, { q, limit: 8 });
    return items
      .filter(({ id }) => id !== this.card.id)
      .map((row) => ({ key: nameOf(row), label: nameOfCard(row), entity }));
  }

  /** 'since 12 March' of this year, 'since 2019' of another; the same for until. */
  protected dayWords(key: 'since' | 'until', day: string): string {
    const year = day.slice(0, 4);
    return year === this.today.slice(0, 4)
      ? this.t(`positions.${key}`, { day: dayOf(day, this.clock) })
      : this.t(`positions.${key}Year`, { year });
  }

  /** Days of something as words: both where it has ended, else since when. */
  protected spanWords(from: string | null | undefined, until: string | null | undefined): string {
    return [from && this.dayWords('since', from), until && this.dayWords('until', until)]
      .filter(Boolean)
      .join(', ');
  }
}

/** Escape leaves a form, and goes no further. */
export function leaving(shut: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    shut();
  };
}
