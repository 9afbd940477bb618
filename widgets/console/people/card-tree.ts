/** `<lobi-card-tree>`: where an organisation belongs, as a picture: what is above it, what stands beside it, what is below. */
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { css, html, nothing, svg } from 'lit';
import { define } from '../../kernel/element.ts';
import type { Ref } from '../../kernel/refs.ts';
import { nameOf, placeOf } from '../../kernel/refs.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Card } from '../../people/cards.ts';
import { nameOfCard } from '../../people/cards.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import { treeOf } from './tree-picture.ts';

export interface Firm extends Card {
  parent?: Ref | null;
}

const beside = 6;

export class CardTree extends Page {
  static override properties = { ...Page.properties, card: { attribute: false } };
  static override styles = [
    Page.styles,
    css`
      svg {
        display: block;
        width: 100%;
        height: auto;
      }
      rect {
        fill: var(--lobi-surface-1);
        stroke: var(--lobi-border-strong);
      }
      .me rect {
        fill: var(--lobi-accent-soft);
        stroke: var(--lobi-accent);
      }
      a:hover rect {
        fill: var(--lobi-surface-2);
      }
      a:focus-visible {
        outline: none;
      }
      a:focus-visible rect {
        stroke: var(--lobi-focus);
        stroke-width: 2;
      }
      path {
        fill: none;
        stroke: var(--lobi-border-strong);
      }
      text {
        fill: var(--lobi-text);
        font: 500 12px var(--lobi-font);
        text-anchor: middle;
      }
    `,
  ];

  declare card: Firm;
  readonly siblings = new ListWatch<Firm>(this, () =>
    this.card.parent ? this.#under(this.card.parent.id) : null,
  );
  readonly below = new ListWatch<Firm>(this, () => this.#under(this.card.id));

  #under(id: string) {
    return {
      path: '/api/organisations',
      params: { where: JSON.stringify({ field: 'parent', is: id }), sort: 'name', limit: beside },
      topics: ['list:organisation'],
    };
  }

  override render(): TemplateResult | typeof nothing {
    const me = { ...ref(this.card) };
    const siblings = this.siblings.items.map(ref).filter(({ id }) => id !== me.id);
    const children = this.below.items.map(ref);
    if (!this.card.parent && children.length === 0) return nothing;
    const picture = treeOf({ me, parent: this.card.parent ?? null, siblings, children });
    const label = this.t('tree.says', {
      name: me.label ?? '',
      parent: this.card.parent?.label ?? '–',
      children: children.map((each) => each.label).join(', ') || '–',
    });
    return html`<section class="part">
      <h2>${this.t('tree.title')}</h2>
      <svg viewBox="0 0 ${picture.width} ${picture.height}" role="group" aria-label=${label}>
        <path d=${picture.lines} />
        ${picture.boxes.map((box) => this.#box(box, me))}
      </svg>
    </section>`;
  }

  #box({ x, y, width, height, of }: ReturnType<typeof treeOf>['boxes'][number], me: Ref): SVGTemplateResult {
    const shape = svg`<title>${of.label ?? ''}</title><rect x=${x} y=${y} width=${width} height=${height} rx="6" /><text x=${x + width / 2} y=${y + height / 2 + 4}>${cut(of.label ?? '', width)}</text>`;
    if (of.id === me.id) return svg`<g class="me">${shape}</g>`;
    const open = (event: MouseEvent) => {
      event.preventDefault();
      event.stopPropagation();
      go(placeOf(of));
    };
    return svg`<a href=${placeOf(of)} aria-label=${of.label ?? nameOf(of)} @click=${open}>${shape}</a>`;
  }
}

function ref(card: Firm): Ref {
  return { entity: 'organisation', id: card.id, label: nameOfCard(card) };
}

/** SVG text has no ellipsis of its own: 6.4 units a letter at 12 px. */
function cut(text: string, width: number): string {
  const letters = Math.floor((width - 12) / 6.4);
  return text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text;
}

define('lobi-card-tree', CardTree);
