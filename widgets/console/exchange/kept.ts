/** `<lobi-import-kept>`: what was not put back when an import was undone, and why. */
import { html, nothing } from 'lit';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import type { Ref } from '../../kernel/refs.ts';
import { placeOf } from '../../kernel/refs.ts';
import { Fetched } from '../fetched.ts';
import { pageStyles } from '../style/page.ts';
import { exchangeStyles } from './exchange.style.ts';
import type { Import } from './imports.ts';
import { exchangeWords } from './texts.ts';

interface Kept {
  record: Ref & { label: string };
  reason: string;
}

class ImportKept extends LobiElement {
  static override texts = exchangeWords;
  static override styles = [buttons, pageStyles, exchangeStyles];
  static override properties = { row: { attribute: false } };

  declare row: Import;
  readonly kept = new Fetched<{ items: Kept[] }>(this, () => `/api/imports/${this.row.id}/kept`);

  override render() {
    const items = this.kept.value?.items ?? [];
    if (items.length === 0) return nothing;
    return html`<h2>${this.t('import.kept')}</h2>
      <ul class="kept">
        ${items.map(
          ({ record, reason }) => html`<li>
            ${record.entity === 'position' ? html`<b>${record.label}</b>` : html`<a href=${placeOf(record)}><b>${record.label}</b></a>`}
            <small>${reason}</small>
          </li>`,
        )}
      </ul>`;
  }
}

define('lobi-import-kept', ImportKept);
