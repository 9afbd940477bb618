/**
 * `<lobi-bulk-consents>`: the same consent or refusal on all chosen cards; stands among the acts of the bulk bar. It goes in chunks of a
 * hundred, each of which is written whole or not at all.
 */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import shield from 'lucide-static/icons/shield-check.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import { dayIn } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { numberOf } from '../../kernel/numbers.ts';
import type { Row } from '../../kernel/refs.ts';
import { Answers } from '../answers.ts';
import { Page } from '../page.ts';
import { toast } from '../toast.ts';
import { consentQuestions, consentSent } from './consent-form.ts';
import { words } from './texts.ts';

/** As many as the server takes in one unit. */
const chunk = 100;

export class BulkConsents extends Page {
  static override texts = words;
  static override properties = {
    ...Page.properties,
    of: {},
    chosen: { attribute: false },
    all: { type: Boolean },
    question: { attribute: false },
    open: { state: true },
    done: { state: true },
  };
  static override styles = [
    Page.styles,
    fieldStyles,
    css`
      :host {
        height: auto;
      }
      .days {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--lobi-space-2);
      }
      form {
        position: absolute;
        display: grid;
        gap: var(--lobi-space-2);
        inset-inline: 0;
        bottom: calc(100% + 6px);
        width: min(420px, 100%);
        max-height: min(560px, 70vh);
        margin: 0 auto;
        padding: var(--lobi-space-3);
        overflow: auto;
        border: 1px solid var(--lobi-border-strong);
        border-radius: 8px;
        background: var(--lobi-surface-1);
        box-shadow: var(--lobi-shadow);
      }
    `,
  ];

  declare of: 'person' | 'organisation';
  declare chosen: ReadonlySet<string>;
  declare all: boolean;
  declare question: { where: unknown; q: string | null };
  declare open: boolean;
  /** How many are written, of how many; null while nothing runs. */
  declare done: { done: number; of: number } | null;
  readonly answers = new Answers(this);

  constructor() {
    super();
    this.open = false;
    this.all = false;
    this.done = null;
  }

  override render(): TemplateResult {
    return html`<button class="btn plain small" aria-expanded=${this.open ? 'true' : 'false'} @click=${() => this.#flip()}>
        ${icon(shield)}${this.t('consents.bulk')}
      </button>
      ${this.open ? this.#form() : ''}`;
  }

  #form(): TemplateResult {
    const { answers, done } = this;
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.open = false;
    };
    return html`<form aria-label=${this.t('consents.title')} @submit=${answers.submit(() => this.#save())} @keydown=${escape}>
      ${consentQuestions(this, answers, this.#today)}
      <small>${this.t('consents.bulkSays')}</small>
      <div class="line">
        <button class="btn first small" ?disabled=${answers.busy}>${this.t('form.save')}</button>
        <button class="btn plain small" type="button" @click=${() => this.#flip()}>${this.t('form.leave')}</button>
        ${done ? html`<span class="push two num" role="status">${this.t('consents.running', { done: numberOf(this.language, done.done), of: numberOf(this.language, done.of) })}</span>` : ''}
      </div>
    </form>`;
  }

  get #today(): string {
    return dayIn(new Date(), this.clock.zone);
  }

  async #flip(): Promise<void> {
    this.open = !this.open;
    this.answers.clear();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('form select')?.focus();
  }

  async #save(): Promise<void> {
    const ids = this.all ? await this.#found() : [...this.chosen];
    const sent = consentSent(this.answers, this.#today);
    try {
      for (let from = 0; from < ids.length; from += chunk) {
        this.done = { done: from, of: ids.length };
        const cards = ids.slice(from, from + chunk).map((id) => ({ entity: this.of, id }));
        await this.connection.api.post('/api/consents/bulk', { cards, ...sent });
      }
    } finally {
      this.done = null;
    }
    this.open = false;
    toast(this, this.t('consents.bulkDone', { count: ids.length }));
    this.emit('lobi-bulk-done');
  }

  /** Ids of all cards that the list finds, page by page. */
  async #found(): Promise<string[]> {
    const { where, q } = this.question;
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: Row[]; next: string | null } = await this.connection.api.list<Row>(
        `/api/${this.of}s`,
        { where: where ? JSON.stringify(where) : null, q, cursor, sort: 'createdAt', limit: 200 },
      );
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    return ids;
  }
}

define('lobi-bulk-consents', BulkConsents);
