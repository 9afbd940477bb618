/** `<lobi-card-tree>`: where an organisation belongs, as a picture: what is above it, what stands beside it, what is below. */
import type { PropertyValues, SVGTemplateResult, TemplateResult } from 'lit';
import { css, html, nothing, svg } from 'lit';
import '../../controls/dialog.ts';
import { define } from '../../kernel/element.ts';
import type { Ref } from '../../kernel/refs.ts';
import { nameOf, placeOf } from '../../kernel/refs.ts';
import type { Card } from '../../people/cards.ts';
import { Fetched } from '../fetched.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import type { FamilyPicture, Member } from './family-picture.ts';
import { familyPicture } from './family-picture.ts';
import { words } from './texts.ts';
import type { Box } from './tree-picture.ts';
import { treeOf } from './tree-picture.ts';

export interface Firm extends Card {
  parent?: Ref | null;
}

const beside = 6;

export class CardTree extends Page {
  static override texts = words;
  static override properties = { ...Page.properties, card: { attribute: false }, whole: { state: true } };
  static override styles = [
    Page.styles,
    css`
      svg {
        display: block;
        width: 100%;
        height: auto;
      }
      .canvas {
        overflow: auto;
        max-height: calc(100dvh - 160px);
      }
      .canvas svg {
        width: auto;
        max-width: none;
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
  declare whole: boolean;
  readonly family = new Fetched<{ items: Member[]; more: boolean }>(
    this,
    () => `/api/organisations/${this.card.id}/family`,
  );
  #version = 0;

  constructor() {
    super();
    this.whole = false;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Where it was moved in the tree, the picture is drawn anew.
    if (this.#version && this.card.version !== this.#version) void this.family.refetch();
    this.#version = this.card.version ?? 0;
  }

  override render(): TemplateResult | typeof nothing {
    const members = this.family.value?.items ?? [];
    const own = members.find(({ id }) => id === this.card.id);
    if (!own || members.length < 2) return nothing;
    const parent = members.find(({ id }) => id === own.parent) ?? null;
    const siblings = members.filter((each) => parent && each.parent === parent.id && each.id !== own.id);
    const children = members.filter((each) => each.parent === own.id);
    const shown = {
      me: own,
      parent,
      siblings: siblings.slice(0, beside),
      children: children.slice(0, beside),
    };
    const more = members.length > shown.siblings.length + shown.children.length + (parent ? 2 : 1);
    const label = this.t('tree.says', {
      name: own.label ?? '',
      parent: parent?.label ?? '–',
      children: children.map((each) => each.label).join(', ') || '–',
    });
    return html`<section class="part">
      <div class="line">
        <h2>${this.t('tree.title')}</h2>
        ${more ? html`<button class="push link s" @click=${() => (this.whole = true)}>${this.t('tree.whole')}</button>` : nothing}
      </div>
      ${this.#drawn(treeOf(shown), own, label)}
      ${this.whole ? this.#whole(members, own, label) : nothing}
    </section>`;
  }

  #whole(members: Member[], own: Ref, label: string): TemplateResult {
    return html`<lobi-dialog wide open heading=${this.t('tree.wholeOf', { name: members[0]?.label ?? '' })} @lobi-dialog-close=${() => (this.whole = false)}>
      ${this.family.value?.more ? html`<p class="hint">${this.t('tree.more', { count: members.length })}</p>` : nothing}
      <div class="canvas">${this.#drawn(familyPicture(members), own, label)}</div>
    </lobi-dialog>`;
  }

  #drawn(picture: FamilyPicture, own: Ref, label: string): TemplateResult {
    return html`<svg viewBox="0 0 ${picture.width} ${picture.height}" width=${picture.width} height=${picture.height} role="group" aria-label=${label}>
      <path d=${picture.lines} />
      ${picture.boxes.map((each) => this.#box(each, own))}
    </svg>`;
  }

  #box({ x, y, width, height, of }: Box, me: Ref): SVGTemplateResult {
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

/** SVG text has no ellipsis of its own: 6.4 units a letter at 12 px. */
function cut(text: string, width: number): string {
  const letters = Math.floor((width - 12) / 6.4);
  return text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text;
}

define('lobi-card-tree', CardTree);
