/**
 * `<lobi-list-exchange>`: a list in and out: to the page that brings files in, or what the list shows as a file: its filter, its order,
 * its columns.
 */
import { html } from 'lit';
import both from 'lucide-static/icons/arrow-down-up.svg?icon';
import sheet from 'lucide-static/icons/file-spreadsheet.svg?icon';
import text from 'lucide-static/icons/file-text.svg?icon';
import upload from 'lucide-static/icons/upload.svg?icon';
import '../../controls/menu.ts';
import { withParams } from '../../kernel/api.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { go } from '../route.ts';
import { pageStyles } from '../style/page.ts';
import { exchangeWords } from './texts.ts';

class ListExchange extends LobiElement {
  static override texts = exchangeWords;
  static override styles = [pageStyles];
  static override properties = { of: {}, question: { attribute: false }, columns: { attribute: false } };

  declare of: string;
  /** What the list is asked for: `where`, `q`, `sort`. */
  declare question: Record<string, unknown>;
  /** Keys of the columns that are shown. */
  declare columns: string[];

  override render() {
    return html`<lobi-menu
      look="plain"
      label=${this.t('import.inAndOut')}
      .acts=${[
        { key: 'import', label: this.t('import.bring'), icon: upload },
        { key: 'xlsx', label: this.t('import.toExcel'), icon: sheet },
        { key: 'csv', label: this.t('import.toCsv'), icon: text },
      ]}
      @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => this.#choose(event.detail.key)}
      >${icon(both)}<span class="wide">${this.t('import.inAndOut')}</span></lobi-menu
    >`;
  }

  #choose(key: string): void {
    if (key === 'import') return go('/people/import');
    const { where, ...rest } = this.question;
    // A link, so that the browser writes the file as it comes, however long the list is.
    const link = document.createElement('a');
    link.href = withParams('/api/exports', {
      ...(rest as Record<string, string>),
      where: where ? JSON.stringify(where) : null,
      entity: this.of,
      format: key,
      columns: this.columns.join(','),
    });
    link.download = '';
    link.click();
  }
}

define('lobi-list-exchange', ListExchange);
