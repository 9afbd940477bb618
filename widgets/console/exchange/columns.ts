/**
 * `<lobi-import-columns>`: how a file is read and why, what each of its columns is, by what a row finds its card. Everything that was
 * guessed stands with its reason and can be chosen otherwise.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { buttons } from '../../kernel/buttons.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { pageStyles } from '../style/page.ts';
import { exchangeStyles } from './exchange.style.ts';
import type { Format, Import, Importer, Options } from './imports.ts';
import { tableStyles } from './table.style.ts';
import { exchangeWords } from './texts.ts';

const encodings = [
  'utf-8',
  'windows-1254',
  'windows-1250',
  'iso-8859-9',
  'iso-8859-2',
  'cp857',
  'cp852',
  'utf-16le',
  'utf-16be',
];
const separators = [';', ',', '\t', '|'];
const groups = ['card', 'position', 'contact', 'address', 'criteria'];
const samples = 3;

class ImportColumns extends LobiElement {
  static override texts = exchangeWords;
  static override styles = [buttons, fieldStyles, pageStyles, exchangeStyles, tableStyles];
  static override properties = {
    row: { attribute: false },
    importers: { attribute: false },
    busy: { type: Boolean },
    targets: { state: true },
  };

  declare row: Import;
  declare importers: Importer[];
  declare busy: boolean;

  get #importer(): Importer {
    return this.importers.find(({ name }) => name === this.row.importer)!;
  }

  override render() {
    return html`<section class="reading">${this.#reading()}</section>
      ${this.#table()}
      <section class="options">${this.#options()}</section>
      <div class="acts start">
        <button class="btn first" ?disabled=${this.busy || !this.row.columns.some(({ to }) => to)} @click=${() => this.emit('lobi-import-look')}>
          ${this.t('import.look')}
        </button>
        <small>${this.t('import.lookSays')}</small>
      </div>`;
  }

  #reading(): TemplateResult {
    const { format, sheets, evidence } = this.row;
    return html`<div class="chosen">
        ${this.#select(
          'importer',
          this.row.importer,
          this.importers.map(({ name, label }) => [name, label[this.language]]),
          (importer) => this.#send({ importer }),
        )}
        ${
          format.kind === 'csv'
            ? html`${this.#select(
                'encoding',
                format.encoding ?? '',
                encodings.map((each) => [each, this.t(`import.encoding.${each}`)]),
                (encoding) => this.#format({ encoding, separator: null }),
              )}
              ${this.#select(
                'separator',
                format.separator ?? '',
                separators.map((each) => [each, this.t(`import.separator.${separatorName(each)}`)]),
                (separator) => this.#format({ separator }),
              )}`
            : this.#select(
                'sheet',
                format.sheet ?? '',
                sheets.map(({ name, hidden }) => [
                  name,
                  hidden ? this.t('import.hiddenSheet', { name }) : name,
                ]),
                (sheet) => this.#format({ sheet }),
              )
        }
        <label class="pick"
          ><span>${this.t('import.headerRow')}</span
          ><input
            type="number"
            min="0"
            max="100"
            .value=${String(format.headerRow ?? 0)}
            ?disabled=${this.busy}
            @change=${(event: Event) => this.#format({ headerRow: Number((event.target as HTMLInputElement).value) || null })}
          /></label>
      </div>
      <ul class="evidence">
        ${evidence.map((each) => html`<li>${each}</li>`)}
      </ul>`;
  }

  #select(
    name: string,
    value: string,
    choices: (readonly [string, string])[],
    chosen: (value: string) => void,
  ): TemplateResult {
    return html`<label class="pick"
      ><span>${this.t(`import.${name}`)}</span
      ><select ?disabled=${this.busy} @change=${(event: Event) => chosen((event.target as HTMLSelectElement).value)}>
        ${choices.map(([key, label]) => html`<option value=${key} ?selected=${key === value}>${label}</option>`)}
      </select></label
    >`;
  }

  #table(): TemplateResult {
    const { columns, header } = this.row;
    return html`<div class="wide-table" tabindex="0" role="region" aria-label=${this.t('import.columns')}>
      <table class="columns">
        <thead>
          <tr>
            <th scope="col">${this.t('import.inFile')}</th>
            <th scope="col">${this.t('import.samples')}</th>
            <th scope="col">${this.t('import.becomes')}</th>
          </tr>
        </thead>
        <tbody>
          ${columns.map(
            ({ at, to, why }) => html`<tr class=${to === null ? 'out' : ''}>
              <th scope="row">${header.cells[at] || this.t('import.column', { n: at + 1 })}</th>
              <td class="two">${header.sample
                .map((row) => row[at])
                .filter(Boolean)
                .slice(0, samples)
                .map((cell) => html`<span class="cut">${cell}</span>`)}</td>
              <td>${this.#target(at, to)}${to !== null && why ? html`<small>${why}</small>` : nothing}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #target(at: number, to: string | null): TemplateResult {
    const { targets } = this.#importer;
    const label = this.row.header.cells[at] || this.t('import.column', { n: at + 1 });
    return html`<select
      aria-label=${this.t('import.becomesOf', { column: label })}
      ?disabled=${this.busy}
      @change=${(event: Event) => this.#map(at, (event.target as HTMLSelectElement).value || null)}
    >
      <option value="" ?selected=${to === null}>${this.t('import.leaveOut')}</option>
      ${groups.map((group) => {
        const of = targets.filter((target) => target.group === group);
        return of.length === 0
          ? nothing
          : html`<optgroup label=${this.t(`import.group.${group}`)}>
              ${of.map(({ key, label: said }) => html`<option value=${key} ?selected=${key === to}>${said[this.language]}</option>`)}
            </optgroup>`;
      })}
    </select>`;
  }

  #options(): TemplateResult {
    const { options, columns } = this.row;
    const mapped = new Set(columns.map(({ to }) => to));
    const keys = this.#importer.keys.filter(({ target }) => mapped.has(target));
    const choices = [
      ...keys.map(({ key, label }) => [key, label[this.language]] as const),
      ['', this.t('import.noKey')] as const,
    ];
    return html`<div class="chosen">
        ${this.#select('key', options.key ?? '', choices, (key) => this.#option({ key: key || null }))}
        ${mapped.has('externalId') ? this.#text('system', options.system, (system) => this.#option({ system })) : nothing}
        ${this.#select(
          'dayOrder',
          options.dayOrder,
          (['dmy', 'mdy'] as const).map((each) => [each, this.t(`import.days.${each}`)]),
          (dayOrder) => this.#option({ dayOrder: dayOrder as Options['dayOrder'] }),
        )}
        ${this.#text('tags', options.tags.join(', '), (text) =>
          this.#option({
            tags: text
              .split(',')
              .map((tag) => tag.trim())
              .filter(Boolean),
          }),
        )}
      </div>
      <p class="two">${this.t('import.keySays')}</p>`;
  }

  #text(name: string, value: string, changed: (value: string) => void): TemplateResult {
    return html`<label class="pick"
      ><span>${this.t(`import.${name}`)}</span
      ><input type="text" .value=${value} ?disabled=${this.busy} @change=${(event: Event) => changed((event.target as HTMLInputElement).value.trim())}
    /></label>`;
  }

  /** A target that takes one column leaves the one it had. */
  #map(at: number, to: string | null): void {
    const single = this.#importer.targets.find(({ key }) => key === to)?.many !== true;
    const columns = this.row.columns.map((column) => ({
      at: column.at,
      to: column.at === at ? to : single && column.to === to ? null : column.to,
    }));
    this.#send({ columns });
  }

  #format(change: Partial<Format>): void {
    this.#send({ format: change });
  }

  #option(change: Partial<Options>): void {
    this.#send({ options: change });
  }

  #send(change: Record<string, unknown>): void {
    this.emit('lobi-import-change', change);
  }
}

function separatorName(separator: string): string {
  return { ';': 'semicolon', ',': 'comma', '\t': 'tab', '|': 'bar' }[separator] ?? 'semicolon';
}

define('lobi-import-columns', ImportColumns);
