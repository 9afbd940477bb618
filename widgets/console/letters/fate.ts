/** `<lobi-fate of="sent">sent</lobi-fate>`: what became of a recipient, as a square of its colour and a word. For tables, whose cells have no look of ours. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { define, LobiElement } from '../../kernel/element.ts';
import { fateColours } from './fate.style.ts';

export class Fate extends LobiElement {
  static override properties = { of: {} };
  static override styles = [
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      i {
        flex: none;
        display: block;
        width: 9px;
        height: 9px;
        border-radius: 2px;
        background: var(--lobi-text-3);
      }
    `,
    fateColours,
  ];

  declare of: string;

  override render(): TemplateResult {
    return html`<i class=${this.of}></i><slot></slot>`;
  }
}

define('lobi-fate', Fate);
