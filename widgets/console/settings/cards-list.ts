/** Things that administrators name in three languages, as rows that open to a form: what the lists of the cards' room share. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { fieldStyles } from '../../controls/field-look.ts';
import { Answers, question } from '../answers.ts';
import { Page } from '../page.ts';
import { words } from '../people/texts.ts';
import { complain, toast } from '../toast.ts';
import { roomStyles } from './style.ts';

export type Names = Record<string, string>;
const langs = ['tr', 'pl', 'en'] as const;

export abstract class NamedList extends Page {
  static override texts = words;
  static override properties = { ...Page.properties, open: { state: true } };
  static override styles: import('lit').CSSResultGroup = [
    Page.styles,
    fieldStyles,
    roomStyles,
    css`
      :host {
        display: block;
        height: auto;
        overflow: visible;
      }
      .rows > li {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .rows form {
        grid-column: 1 / -1;
      }
      form {
        display: grid;
        gap: var(--lobi-space-3);
        max-width: 720px;
        margin: var(--lobi-space-2) 0 var(--lobi-space-4);
      }
      .three-up {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: var(--lobi-space-2);
      }
      h2 {
        margin: var(--lobi-space-6) 0 var(--lobi-space-2);
      }
      .line > h2 + small {
        margin-top: 16px;
      }
      @media (max-width: 640px) {
        .three-up {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  /** Id of what is changed, 'new', or null. */
  declare open: string | null;
  readonly answers = new Answers(this);

  constructor() {
    super();
    this.open = null;
  }

  /** Reads the list again after a change. */
  protected abstract refetch(): Promise<void>;

  protected say(names: Names): string {
    return names[this.language] ?? names.en ?? '';
  }

  /** A name in each language, side by side. `of` tells two triples of one form apart. */
  protected names(of: string, label: string): TemplateResult {
    return html`<div class="three-up">
      ${langs.map((lang) => question(this.answers, { name: `${of}.${lang}`, label: `${label} (${lang})`, required: true }))}
    </div>`;
  }

  protected named(of: string): Names {
    return Object.fromEntries(langs.map((lang) => [lang, this.answers.value(`${of}.${lang}`).trim()]));
  }

  protected preset(of: string, names: Names): Record<string, string> {
    return Object.fromEntries(langs.map((lang) => [`${of}.${lang}`, names[lang] ?? '']));
  }

  protected async begin(id: string, values: Record<string, string> = {}): Promise<void> {
    this.answers.clear();
    this.answers.values = values;
    this.open = id;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('form input, form select')?.focus();
  }

  protected leave(): void {
    this.open = null;
    this.answers.clear();
  }

  /** The foot of a form: keep, leave, and what else can be done. */
  protected foot(more: TemplateResult | typeof nothing = nothing): TemplateResult {
    const said = this.answers.said([]);
    return html`${said ? html`<p class="hint red" role="alert">${said}</p>` : nothing}
      <div class="line">
        <button class="btn first small" ?disabled=${this.answers.busy}>${this.t('form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.leave()}>${this.t('form.leave')}</button>
        <span class="push line">${more}</span>
      </div>`;
  }

  protected async kept(): Promise<void> {
    this.leave();
    await this.refetch();
    toast(this, this.t('form.saved'));
  }

  /** Closes a row, with a way back. */
  protected async close(path: string): Promise<void> {
    const { api } = this.connection;
    try {
      await api.delete(path);
      this.leave();
      await this.refetch();
      const undo = async () => {
        await api.post(`${path}/restore`);
        await this.refetch();
      };
      toast(this, this.t('cards.closed'), { undo });
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  protected editButton(name: string, begin: () => void): TemplateResult {
    return html`<button class="btn plain small" aria-label=${this.t('card.editFact', { label: name })} @click=${begin}>${this.t('card.edit')}</button>`;
  }
}
