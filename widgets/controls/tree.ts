/**
 * `<lobi-tree>`: choose nodes of a tree, one or many. Branches open and close, typing narrows to what fits with its way down; each
 * node is a native checkbox or radio button, so that keyboard and screen readers know it.
 *
 *   <lobi-tree label="Sector" many .nodes=${[{ key: 'meat', name: 'Meat', parent: 'food' }]} .value=${['meat']}
 *     @lobi-tree-change=${(event) => …event.detail.value}></lobi-tree>
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import opened from 'lucide-static/icons/chevron-down.svg?icon';
import closed from 'lucide-static/icons/chevron-right.svg?icon';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { fieldStyles } from './field-look.ts';
import { words } from './texts.ts';

export interface TreeNode {
  key: string;
  name: string;
  parent: string | null;
}

/** Below this many nodes nothing has to be looked for. */
const few = 12;

class Tree extends LobiElement {
  static override texts = words;
  static override properties = {
    label: {},
    many: { type: Boolean },
    nodes: { attribute: false },
    value: { attribute: false },
    open: { state: true },
    looked: { state: true },
  };
  static override styles = [
    buttons,
    fieldStyles,
    css`
      .nodes {
        max-height: 320px;
        overflow: auto;
        scrollbar-width: thin;
      }
      ul ul {
        padding-inline-start: 20px;
      }
      .node {
        display: flex;
        align-items: center;
        gap: 2px;
      }
      .turn {
        display: grid;
        place-items: center;
        width: 24px;
        height: 24px;
        flex: none;
        border-radius: 4px;
        color: var(--lobi-text-2);
      }
      .turn .icon {
        width: 14px;
        height: 14px;
      }
      .check {
        min-height: 28px;
      }
      @media (pointer: coarse) {
        .turn {
          width: var(--lobi-touch);
          height: var(--lobi-touch);
        }
      }
    `,
  ];

  declare label: string;
  declare many: boolean;
  declare nodes: TreeNode[];
  declare value: string[];
  declare open: Set<string>;
  /** What is looked for, in lower case. */
  declare looked: string;

  constructor() {
    super();
    this.nodes = [];
    this.value = [];
    this.open = new Set();
    this.looked = '';
  }

  override render() {
    const below = Map.groupBy(this.nodes, ({ parent }) => parent);
    const find = (event: Event) => {
      this.looked = (event.target as HTMLInputElement).value.trim().toLocaleLowerCase(this.language);
    };
    return html`<div role="group" aria-label=${this.label}>
      ${
        this.nodes.length > few
          ? html`<input class="field" type="search" aria-label=${this.t('tree.find')} placeholder=${this.t('tree.find')} @input=${find} />`
          : nothing
      }
      <div class="nodes">${this.#branch(below, null)}</div>
    </div>`;
  }

  #branch(below: Map<string | null, TreeNode[]>, parent: string | null): TemplateResult | typeof nothing {
    const nodes = (below.get(parent) ?? []).filter((node) => this.#fits(below, node));
    if (nodes.length === 0) return nothing;
    return html`<ul>${nodes.map((node) => this.#node(below, node))}</ul>`;
  }

  #node(below: Map<string | null, TreeNode[]>, { key, name }: TreeNode): TemplateResult {
    const branch = below.has(key);
    const open = branch && (this.open.has(key) || this.looked !== '' || this.#holdsChosen(below, key));
    return html`<li>
      <div class="node">
        ${
          branch
            ? html`<button type="button" class="turn" aria-expanded=${String(open)} aria-label=${this.t('tree.turn', { name })} @click=${() => this.#turn(key, open)}>
                ${icon(open ? opened : closed)}
              </button>`
            : html`<span class="turn"></span>`
        }
        <label class="check">
          <input type=${this.many ? 'checkbox' : 'radio'} name="node" .checked=${this.value.includes(key)} @change=${() => this.#choose(key)} />${name}
        </label>
      </div>
      ${open ? this.#branch(below, key) : nothing}
    </li>`;
  }

  #fits(below: Map<string | null, TreeNode[]>, { key, name }: TreeNode): boolean {
    if (name.toLocaleLowerCase(this.language).includes(this.looked)) return true;
    return (below.get(key) ?? []).some((node) => this.#fits(below, node));
  }

  #holdsChosen(below: Map<string | null, TreeNode[]>, key: string): boolean {
    return (below.get(key) ?? []).some(
      (node) => this.value.includes(node.key) || this.#holdsChosen(below, node.key),
    );
  }

  #turn(key: string, open: boolean): void {
    const turned = new Set(this.open);
    if (open) turned.delete(key);
    else turned.add(key);
    this.open = turned;
  }

  #choose(key: string): void {
    const without = this.value.filter((each) => each !== key);
    const chosen = without.length < this.value.length;
    this.value = this.many ? (chosen ? without : [...without, key]) : [key];
    this.emit('lobi-tree-change', { value: this.value });
  }
}

define('lobi-tree', Tree);
