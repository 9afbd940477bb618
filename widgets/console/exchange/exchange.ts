/**
 * `<lobi-exchange-page>`: files of people and firms brought in. `/people/import` takes a file and lists what was brought in before;
 * `/people/import/ID` leads one file from its columns over the fate of each row to the result, and back.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import fileIcon from 'lucide-static/icons/file-spreadsheet.svg?icon';
import upload from 'lucide-static/icons/upload.svg?icon';
import '../../controls/drop.ts';
import type { Drop } from '../../controls/drop.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import { fullMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { saying } from '../../kernel/saying.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import { roomStyles } from '../settings/style.ts';
import { complain } from '../toast.ts';
import { exchangeStyles } from './exchange.style.ts';
import type { Import, Importer } from './imports.ts';
import './one.ts';
import { exchangeWords } from './texts.ts';

export class ExchangePage extends Page {
  static override texts = exchangeWords;
  static override styles = [Page.styles, fieldStyles, roomStyles, exchangeStyles];
  static override properties = { ...Page.properties, sending: { state: true }, importer: { state: true } };

  declare sending: boolean;
  declare importer: string;
  readonly importers = new Fetched<{ items: Importer[] }>(this, () => '/api/importers');
  readonly list = new ListWatch<Import>(this, () =>
    this.route.parts[1] ? null : { path: '/api/imports', params: { limit: 50 }, topics: ['list:import'] },
  );

  constructor() {
    super();
    this.sending = false;
    this.importer = 'person';
  }

  protected override updated(): void {
    const inside = this.route.parts[1] !== undefined;
    this.emit('lobi-page-title', {
      title: this.t('import.title'),
      back: inside ? '/people/import' : '/people',
    });
  }

  override render() {
    const { value, refusal } = this.importers;
    if (!value) return refusal ? failing(refusal, () => this.importers.refetch()) : nothing;
    const id = this.route.parts[1];
    if (id) {
      return html`<lobi-import-page .route=${this.route} .user=${this.user} .importers=${value.items} .which=${id}></lobi-import-page>`;
    }
    return html`<div class="column">
      <header class="head">
        <h1>${this.t('import.title')}</h1>
        <span class="two">${this.t('import.says')}</span>
      </header>
      ${this.#take(value.items)}
      <h2>${this.t('import.earlier')}</h2>
      ${this.#earlier(value.items)}
    </div>`;
  }

  #take(importers: Importer[]): TemplateResult {
    return html`<lobi-drop class="take" @lobi-files-drop=${this.#dropped}>
      <div class="inside">
        ${icon(upload)}
        <div>
          <b>${this.t('import.drop')}</b>
          <small>${this.t('import.formats')}</small>
        </div>
        <fieldset class="kinds">
          <legend class="say-only">${this.t('import.what')}</legend>
          ${importers.map(
            ({ name, label }) => html`<label class="radio">
              <input
                type="radio"
                name="importer"
                .checked=${name === this.importer}
                @change=${() => (this.importer = name)}
              />${label[this.language]}</label
            >`,
          )}
        </fieldset>
        <button class="btn first" ?disabled=${this.sending} @click=${() => this.renderRoot.querySelector<Drop>('lobi-drop')!.choose()}>
          ${this.t(this.sending ? 'import.sending' : 'import.choose')}
        </button>
      </div>
    </lobi-drop>`;
  }

  #earlier(importers: Importer[]): TemplateResult | typeof nothing {
    const { items, refusal, here } = this.list;
    if (refusal && !here) return failing(refusal, () => this.list.refetch());
    if (!here) return nothing;
    if (items.length === 0)
      return saying({ icon: fileIcon, title: this.t('import.none'), text: this.t('import.noneWhy') });
    return html`<ul class="rows imports" aria-label=${this.t('import.earlier')}>
      ${items.map((row) => {
        const importer = importers.find(({ name }) => name === row.importer);
        return html`<li>
          <span class="cut">
            <a href="/people/import/${row.id}"><b>${row.name}</b></a>
            <small>${importer?.label[this.language]} · ${row.byName} · ${fullMoment(row.createdAt, this.clock)}</small>
          </span>
          <span class="two">${this.#told(row)}</span>
          <span class="chip ${row.state}">${this.t(`import.state.${row.state}`)}</span>
        </li>`;
      })}
    </ul>`;
  }

  #told(row: Import): string {
    if (row.rows === 0) return '';
    return this.t('import.told', {
      creates: numberOf(this.language, row.creates),
      updates: numberOf(this.language, row.updates),
      refused: numberOf(this.language, row.refused),
    });
  }

  #dropped = async (event: Event): Promise<void> => {
    const [file] = (event as CustomEvent<{ files: File[] }>).detail.files;
    if (!file || this.sending) return;
    this.sending = true;
    try {
      const form = new FormData();
      form.append('importer', this.importer);
      form.append('file', file, file.name);
      const made = await this.connection.api.post<Import>('/api/imports', form);
      go(`/people/import/${made.id}`);
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.sending = false;
    }
  };
}

define('lobi-exchange-page', ExchangePage);
