/** `<lobi-key-list>`: the keys that work where one is. */
import { css, html } from 'lit';
import '../../controls/dialog.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { keyName, keysHere } from '../keys.ts';
import { words } from '../texts.ts';

export class KeyList extends LobiElement {
  static override texts = words;
  static override styles = css`
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(210px, 100%), 1fr));
      gap: 2px var(--lobi-space-6);
    }
    dl > div {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--lobi-space-3);
      min-height: 30px;
    }
    dt {
      order: 2;
    }
    kbd {
      padding: 0 6px;
      border: 1px solid var(--lobi-border);
      border-radius: 4px;
      background: var(--lobi-surface-0);
      color: var(--lobi-text-2);
      font: 500 var(--lobi-size-s) / 20px var(--lobi-font);
      white-space: nowrap;
    }
  `;

  // The same deed on two keys is one line.
  override render() {
    const bySaying = Map.groupBy(keysHere(), ({ says }) => says);
    return html`<lobi-dialog heading=${this.t('keys.title')} open @lobi-dialog-close=${() => this.emit('lobi-layer-close')}>
      <dl>
        ${[...bySaying].map(
          ([says, keys]) => html`<div>
            <dt>${keys.map((key) => html`<kbd>${keyName(key, this.t('keys.space'))}</kbd> `)}</dt>
            <dd>${this.t(says)}</dd>
          </div>`,
        )}
      </dl>
    </lobi-dialog>`;
  }
}

define('lobi-key-list', KeyList);
