/**
 * `<lobi-import-page>`: one file on its way in: columns → fate of each row → run with progress → result with the way back. What
 * stands there follows from the state of the import alone, so that a reload, a colleague and the other window see the same.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import download from 'lucide-static/icons/download.svg?icon';
import undoIcon from 'lucide-static/icons/undo-2.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { fullMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import { failing } from '../failing.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import { roomStyles } from '../settings/style.ts';
import { complain } from '../toast.ts';
import './columns.ts';
import { exchangeStyles } from './exchange.style.ts';
import type { Import, Importer } from './imports.ts';
import { countOf, fates, working } from './imports.ts';
import './kept.ts';
import './rows.ts';
import { exchangeWords } from './texts.ts';

const steps = ['columns', 'rows', 'result'] as const;

export class ImportPage extends Page {
  static override texts = exchangeWords;
  static override styles = [Page.styles, fieldStyles, roomStyles, exchangeStyles];
  static override properties = {
    ...Page.properties,
    importers: { attribute: false },
    which: {},
    busy: { state: true },
    mapping: { state: true },
  };

  declare importers: Importer[];
  declare which: string;
  declare busy: boolean;
  /** The columns are shown again, though the rows were looked at. */
  declare mapping: boolean;
  readonly row = new RecordWatch<Import>(this, () => `import:${this.which}`);

  constructor() {
    super();
    this.busy = false;
    this.mapping = false;
  }

  override render() {
    const { row, refusal } = this.row;
    // A row that a list brought has no header.
    if (row && !row.header) void this.row.refetch();
    if (!row?.header) return refusal ? failing(refusal, () => this.row.refetch()) : nothing;
    return html`<div class="column">
      ${this.#head(row)} ${row.failure ? html`<p class="hint red" role="alert">${row.failure}</p>` : nothing}
      ${this.#inside(row)}
    </div>`;
  }

  #head(row: Import): TemplateResult {
    const at = this.#step(row);
    return html`<header class="head">
        <h1 class="cut">${row.name}</h1>
        <span class="two">${this.importers.find(({ name }) => name === row.importer)?.label[this.language]}</span>
        <span class="push"><a class="btn soft" href="/people/import">${this.t('import.all')}</a></span>
      </header>
      <ol class="steps" aria-label=${this.t('import.steps')}>
        ${steps.map(
          (
            step,
            place,
          ) => html`<li class=${place < at ? 'past' : ''} aria-current=${place === at ? 'step' : nothing}>
            <i>${place < at ? icon(check) : place + 1}</i>${this.t(`import.step.${step}`)}
          </li>`,
        )}
      </ol>`;
  }

  #step({ state }: Import): number {
    if (state === 'open' || state === 'failed' || this.mapping) return 0;
    return state === 'looking' || state === 'looked' ? 1 : 2;
  }

  #inside(row: Import): TemplateResult {
    if (working.includes(row.state)) return this.#progress(row);
    switch (this.#step(row)) {
      case 0:
        return html`<lobi-import-columns
          .row=${row}
          .importers=${this.importers}
          @lobi-import-look=${() => this.#do('look')}
          @lobi-import-change=${(event: CustomEvent<object>) => this.#change(event.detail)}
          ?busy=${this.busy}
        ></lobi-import-columns>`;
      case 1:
        return this.#fates(row);
      default:
        return this.#result(row);
    }
  }

  #progress(row: Import): TemplateResult {
    const at =
      row.state === 'looking' ? row.looked : row.state === 'running' ? row.done : row.undone + row.kept;
    const whole = row.state === 'running' ? row.rows : null;
    return html`<section class="progress" aria-live="polite">
      <h2>${this.t(`import.doing.${row.state}`)}</h2>
      <progress max=${whole ?? nothing} value=${whole === null ? nothing : at}></progress>
      <p class="two">
        ${
          whole === null
            ? this.t('import.sofar', { count: at })
            : this.t('import.of', { at: numberOf(this.language, at), whole: numberOf(this.language, whole) })
        }
      </p>
      ${row.state === 'undoing' ? nothing : this.#bars(row)}
      ${
        row.state === 'undoing'
          ? nothing
          : html`<button class="btn soft" ?disabled=${this.busy} @click=${() => this.#do('stop')}>${this.t('import.stop')}</button>`
      }
    </section>`;
  }

  /** How many rows have which fate, as lengths. */
  #bars(row: Import): TemplateResult {
    const all = Math.max(
      1,
      fates.reduce((sum, fate) => sum + countOf(row, fate), 0),
    );
    return html`<ul class="bars">
      ${fates.map((fate) => {
        const count = countOf(row, fate);
        return html`<li class=${fate}>
          <span>${this.t(`import.fate.${fate}`)}</span>
          <meter min="0" max=${all} value=${count}></meter>
          <b class="num">${numberOf(this.language, count)}</b>
        </li>`;
      })}
    </ul>`;
  }

  #fates(row: Import): TemplateResult {
    const some = row.creates + row.updates;
    return html`<section>
      ${this.#bars(row)}
      <div class="acts start">
        <button class="btn first" ?disabled=${this.busy || some === 0} @click=${() => this.#do('run')}>
          ${this.t('import.run', { count: some })}
        </button>
        <button class="btn soft" @click=${() => (this.mapping = true)}>${this.t('import.remap')}</button>
        ${this.#problems(row)}
      </div>
      ${some === 0 ? html`<p class="hint amber">${this.t('import.nothing')}</p>` : nothing}
      <lobi-import-rows .row=${row}></lobi-import-rows>
    </section>`;
  }

  #problems({ id, refused }: Import): TemplateResult | typeof nothing {
    if (refused === 0) return nothing;
    return html`<a class="btn soft" href="/api/imports/${id}/problems.csv" download>${icon(download)}${this.t('import.problems', { count: refused })}</a>`;
  }

  #result(row: Import): TemplateResult {
    const undoable = (row.state === 'done' || row.state === 'stopped') && row.forgottenAt === null;
    return html`<section>
      <p class="hint ${row.state === 'done' ? 'green' : 'amber'}" role="status">${this.#resultWords(row)}</p>
      ${this.#bars(row)}
      <div class="acts start">
        ${
          row.state === 'stopped'
            ? html`<button class="btn first" ?disabled=${this.busy} @click=${() => this.#do('run')}>${this.t('import.goOn')}</button>`
            : html`<a class="btn first" href="/people?of=${row.importer}&sort=-createdAt">${this.t('import.toList')}</a>`
        }
        ${
          undoable
            ? html`<button class="btn soft" ?disabled=${this.busy} @click=${() => this.#do('undo')}>${icon(undoIcon)}${this.t('import.undo')}</button>`
            : nothing
        }
        ${this.#problems(row)}
        <button class="btn soft" ?disabled=${this.busy} @click=${() => this.#drop(row)}>${this.t('import.forget')}</button>
      </div>
      ${row.kept > 0 ? html`<lobi-import-kept .row=${row}></lobi-import-kept>` : nothing}
      ${row.forgottenAt === null ? html`<lobi-import-rows .row=${row}></lobi-import-rows>` : nothing}
    </section>`;
  }

  #resultWords(row: Import): string {
    const at = row.undoneAt ?? row.endedAt;
    const when = at === null ? '' : fullMoment(at, this.clock);
    return this.t(`import.result.${row.state}`, { when, by: row.byName, undone: row.undone, kept: row.kept });
  }

  async #do(deed: 'look' | 'run' | 'stop' | 'undo'): Promise<void> {
    this.mapping = false;
    await this.#asked(() => this.connection.api.post<Import>(`/api/imports/${this.which}/${deed}`));
  }

  async #change(change: object): Promise<void> {
    await this.#asked(() => this.connection.api.patch<Import>(`/api/imports/${this.which}`, null, change));
  }

  async #drop(row: Import): Promise<void> {
    if (await this.#asked(() => this.connection.api.delete(`/api/imports/${row.id}`))) go('/people/import');
  }

  async #asked(ask: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    try {
      await ask();
      await this.row.refetch();
      return true;
    } catch (thrown) {
      complain(this, thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

define('lobi-import-page', ImportPage);
