/** `<lobi-import-rows>`: the rows of an import with the fate of each, those of one fate alone where that is asked for, more as one goes on. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { placeOf } from '../../kernel/refs.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { failing } from '../failing.ts';
import { pageStyles } from '../style/page.ts';
import { exchangeStyles } from './exchange.style.ts';
import type { Fate, Import, ImportRow } from './imports.ts';
import { countOf, fates } from './imports.ts';
import { tableStyles } from './table.style.ts';
import { exchangeWords } from './texts.ts';

interface Page {
  items: ImportRow[];
  next: number | null;
}

class ImportRows extends LobiElement {
  static override texts = exchangeWords;
  static override styles = [buttons, pageStyles, exchangeStyles, tableStyles];
  static override properties = {
    row: { attribute: false },
    only: { state: true },
    items: { state: true },
    next: { state: true },
    refusal: { state: true },
  };

  declare row: Import;
  declare only: Fate | null;
  declare items: ImportRow[];
  declare next: number | null;
  declare refusal: Refusal | null;
  #asked = '';

  constructor() {
    super();
    this.only = null;
    this.items = [];
    this.next = null;
    this.refusal = null;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    const asked = `${this.row.id} ${this.row.state} ${this.only}`;
    if (asked === this.#asked) return;
    // What went wrong is what one looks for first.
    if (this.#asked === '' && this.row.refused > 0 && this.row.state === 'looked') this.only = 'refused';
    this.#asked = `${this.row.id} ${this.row.state} ${this.only}`;
    void this.#read(null);
  }

  override render() {
    if (this.refusal) return failing(this.refusal, () => this.#read(null));
    return html`<div class="only" role="group" aria-label=${this.t('import.only')}>
        ${this.#filter(null, this.row.rows)} ${fates.map((fate) => this.#filter(fate, countOf(this.row, fate)))}
      </div>
      <div class="wide-table" tabindex="0" role="region" aria-label=${this.t('import.rowsOf')}>
        <table class="fates">
          <tbody>
            ${this.items.map((row) => this.#line(row))}
          </tbody>
        </table>
      </div>
      ${this.items.length === 0 ? html`<p class="two">${this.t('import.noRows')}</p>` : nothing}
      ${this.next === null ? nothing : html`<button class="btn soft" @click=${() => this.#read(this.next)}>${this.t('import.more')}</button>`}`;
  }

  #filter(fate: Fate | null, count: number): TemplateResult | typeof nothing {
    if (fate !== null && count === 0) return nothing;
    const here = fate === this.only;
    return html`<button class="btn small ${here ? 'first' : 'soft'}" aria-pressed=${here} @click=${() => (this.only = fate)}>
      ${this.t(fate === null ? 'import.everyRow' : `import.fate.${fate}`)}
    </button>`;
  }

  #line(row: ImportRow): TemplateResult {
    const cells = row.cells.filter(Boolean).slice(0, 6).join(' · ');
    return html`<tr>
      <td class="num three">${row.row}</td>
      <td><span class="chip ${row.fate}">${this.t(`import.fate.${row.fate}`)}</span></td>
      <td>
        ${
          row.card && this.row.state !== 'looked' && row.fate !== 'refused'
            ? html`<a href=${placeOf(row.card)}><b>${row.label ?? ''}</b></a>`
            : html`<b>${row.label ?? ''}</b>`
        }
        <small class="cut">${cells}</small>
      </td>
      <td class="why">
        ${row.reason ? html`<span class="bad">${this.#where(row)}${row.reason}</span>` : nothing}
        ${row.notes.map((note) => html`<small>${note}</small>`)}
      </td>
    </tr>`;
  }

  #where({ column }: ImportRow): string {
    return column === null
      ? ''
      : `${this.row.header.cells[column] || this.t('import.column', { n: column + 1 })}: `;
  }

  async #read(cursor: number | null): Promise<void> {
    const asked = this.#asked;
    try {
      const page = await this.connection.api.get<Page>(`/api/imports/${this.row.id}/rows`, {
        fate: this.only,
        cursor,
      });
      if (asked !== this.#asked) return;
      this.items = cursor === null ? page.items : [...this.items, ...page.items];
      this.next = page.next;
      this.refusal = null;
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
    }
  }
}

define('lobi-import-rows', ImportRows);
