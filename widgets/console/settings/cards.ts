/**
 * `<lobi-cards-room>`: what cards are described with: criteria, kinds of relation, kinds of trait, tags. Named in three languages; what is
 * closed stays where it was used.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { define } from '../../kernel/element.ts';
import { words } from '../people/texts.ts';
import { withQuery } from '../route.ts';
import { SettingsRoom } from './room.ts';

const parts = ['criteria', 'relations', 'traits', 'tags'] as const;
type Part = (typeof parts)[number];

export class CardsRoom extends SettingsRoom {
  static override texts = words;
  static override styles = [
    ...[SettingsRoom.styles].flat(),
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-bottom: var(--lobi-space-4);
      }
    `,
  ];

  get #part(): Part {
    return parts.find((part) => part === this.route.query.get('of')) ?? 'criteria';
  }

  override render(): TemplateResult {
    return html`<div class="column">
      ${this.head(this.t('cards.title'), this.t(`cards.says.${this.#part}`))}
      <nav aria-label=${this.t('cards.title')}>
        ${parts.map(
          (part) =>
            html`<a class="chip ${part === this.#part ? 'on' : ''}" aria-current=${part === this.#part ? 'page' : nothing} href=${withQuery('/settings/cards', new URLSearchParams(), { of: part })}>${this.t(`cards.part.${part}`)}</a>`,
        )}
      </nav>
      ${this.#inside()}
    </div>`;
  }

  #inside(): TemplateResult {
    switch (this.#part) {
      case 'relations':
        void import('./cards-relations.ts');
        return html`<lobi-relation-kinds .route=${this.route} .user=${this.user}></lobi-relation-kinds>`;
      case 'traits':
        void import('./cards-traits.ts');
        return html`<lobi-trait-kinds .route=${this.route} .user=${this.user}></lobi-trait-kinds>`;
      case 'tags':
        void import('./cards-tags.ts');
        return html`<lobi-tag-list .route=${this.route} .user=${this.user}></lobi-tag-list>`;
      default:
        void import('./cards-criteria.ts');
        return html`<lobi-criteria-list .route=${this.route} .user=${this.user}></lobi-criteria-list>`;
    }
  }
}

define('lobi-cards-room', CardsRoom);
