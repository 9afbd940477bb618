/**
 * `<lobi-table>`: a list of records with columns. One stop for the Tab key; j k or the arrows move, Enter or o opens, x chooses,
 * Home and End jump. More is read when the end comes near.
 *
 *   <lobi-table label="People" .columns=${columns} .rows=${list.items} .here=${openId} ?more=${list.hasMore} choosable
 *     .sort=${{ key: 'name', down: false }}
 *     @lobi-row-open=${(event) => …event.detail.id} @lobi-row-choose=${(event) => …event.detail.ids}
 *     @lobi-column-sort=${(event) => …event.detail} @lobi-table-more=${() => list.more()}></lobi-table>
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import down from 'lucide-static/icons/chevron-down.svg?icon';
import up from 'lucide-static/icons/chevron-up.svg?icon';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import type { Row } from '../kernel/refs.ts';
import { tableStyles } from './table.style.ts';
import { words } from './texts.ts';

export interface Column<T extends Row = Row> {
  key: string;
  label: string;
  /** What stands in the cell. Without it: the field of that key as text. */
  draw?: (row: T) => TemplateResult | string | typeof nothing;
  /** CSS width: '120px', '2fr'. */
  width?: string;
  sortable?: boolean;
  /** Columns that go first when room is short: 1 goes before 2. Without it, it stays. */
  leaves?: 1 | 2;
}

export class Table extends LobiElement {
  static override texts = words;
  static override styles = [buttons, tableStyles];
  static override properties = {
    label: {},
    columns: { attribute: false },
    rows: { attribute: false },
    here: {},
    sort: { attribute: false },
    more: { type: Boolean },
    choosable: { type: Boolean },
    chosen: { attribute: false },
    at: { state: true },
  };

  declare label: string;
  declare columns: Column[];
  declare rows: Row[];
  /** Id of the row that is open beside. */
  declare here: string | undefined;
  declare sort: { key: string; down: boolean } | undefined;
  declare more: boolean;
  declare choosable: boolean;
  declare chosen: ReadonlySet<string>;
  declare at: number;

  #end = new IntersectionObserver(([entry]) => {
    if (entry!.isIntersecting && this.more) this.emit('lobi-table-more');
  });

  constructor() {
    super();
    this.columns = [];
    this.rows = [];
    this.chosen = new Set();
    this.at = 0;
  }

  // The tracks go through custom properties of the host, one for each width: a style attribute would be refused.
  protected override updated(): void {
    for (const gone of [0, 1, 2]) {
      const staying = this.columns.filter(({ leaves }) => !leaves || leaves > gone);
      const widths = staying.map(({ width }) => width ?? 'minmax(0, 1fr)');
      this.style.setProperty(`--lobi-columns-${gone}`, `${this.choosable ? '24px ' : ''}${widths.join(' ')}`);
    }
    this.#end.disconnect();
    const end = this.renderRoot.querySelector('.end');
    if (end) this.#end.observe(end);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end.disconnect();
  }

  override focus(): void {
    this.#focusRow(this.at);
  }

  override render() {
    return html`<div role="grid" aria-label=${this.label} aria-rowcount=${this.rows.length} @keydown=${this.#key}>
        <div role="row" class="head">
          ${this.choosable ? html`<span role="columnheader">${this.#all()}</span>` : nothing}
          ${this.columns.map((column) => this.#heading(column))}
        </div>
        ${this.rows.map((row, at) => this.#row(row, at))}
      </div>
      ${this.more ? html`<div class="end"></div>` : nothing}`;
  }

  #heading({ key, label, sortable, leaves }: Column): TemplateResult {
    const sorted = this.sort?.key === key;
    const say = sorted ? (this.sort!.down ? 'descending' : 'ascending') : nothing;
    return html`<span role="columnheader" class=${leaves ? `leaves-${leaves}` : ''} aria-sort=${say}>
      ${
        sortable
          ? html`<button @click=${() => this.emit('lobi-column-sort', { key, down: sorted && !this.sort!.down })}>
            ${label}${sorted ? icon(this.sort!.down ? down : up) : nothing}
          </button>`
          : label
      }
    </span>`;
  }

  #row(row: Row, at: number): TemplateResult {
    const chosen = this.chosen.has(row.id);
    return html`<div
      role="row"
      class="row ${row.id === this.here ? 'here' : ''} ${chosen ? 'chosen' : ''}"
      tabindex=${at === this.at ? 0 : -1}
      aria-selected=${this.choosable ? String(chosen) : row.id === this.here ? 'true' : 'false'}
      @focus=${() => (this.at = at)}
      @click=${() => this.#open(at)}
    >
      ${this.choosable ? html`<span role="gridcell" @click=${(event: Event) => event.stopPropagation()}>${this.#box(row, chosen)}</span>` : nothing}
      ${this.columns.map(({ draw, key, leaves }) => {
        const inside = draw ? draw(row) : String(row[key] ?? '');
        return html`<span role="gridcell" class="cut ${leaves ? `leaves-${leaves}` : ''}">${inside}</span>`;
      })}
    </div>`;
  }

  #box({ id }: Row, chosen: boolean): TemplateResult {
    return html`<input type="checkbox" tabindex="-1" aria-label=${this.t('table.choose')} .checked=${chosen} @change=${() => this.#choose([id], !chosen)} />`;
  }

  #all(): TemplateResult {
    const all = this.rows.length > 0 && this.rows.every(({ id }) => this.chosen.has(id));
    return html`<input
      type="checkbox"
      aria-label=${this.t('table.chooseAll')}
      .checked=${all}
      .indeterminate=${!all && this.chosen.size > 0}
      @change=${() =>
        this.#choose(
          this.rows.map(({ id }) => id),
          !all,
        )}
    />`;
  }

  #choose(ids: string[], on: boolean): void {
    const chosen = new Set(this.chosen);
    for (const id of ids)
      if (on) chosen.add(id);
      else chosen.delete(id);
    this.chosen = chosen;
    this.emit('lobi-row-choose', { ids: [...chosen] });
  }

  #open(at: number): void {
    const row = this.rows[at];
    this.at = at;
    if (row) this.emit('lobi-row-open', { id: row.id, entity: row.entity });
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement) return;
    const last = this.rows.length - 1;
    const to = {
      j: this.at + 1,
      ArrowDown: this.at + 1,
      k: this.at - 1,
      ArrowUp: this.at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) this.#focusRow(Math.max(0, Math.min(to, last)));
    else if (event.key === 'Enter' || event.key === 'o') this.#open(this.at);
    else if (event.key === 'x' && this.choosable && this.rows[this.at]) {
      this.#choose([this.rows[this.at]!.id], !this.chosen.has(this.rows[this.at]!.id));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #focusRow(at: number): void {
    this.at = at;
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>('.row')[at]?.focus());
  }
}

define('lobi-table', Table);
