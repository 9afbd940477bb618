/** `<lobi-letters-page>`: letters to many, drafts and sent ones, the newest first. */
import type { TemplateResult } from 'lit';
import { css, html, type nothing } from 'lit';
import mails from 'lucide-static/icons/mails.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import '../../controls/table.ts';
import type { Column } from '../../controls/table.ts';
import { shortMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { saying } from '../../kernel/saying.ts';
import { failing } from '../failing.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import { complain } from '../toast.ts';
import type { LetterRow } from './letter-row.ts';
import { words } from './texts.ts';

export class LettersPage extends Page {
  static override texts = words;
  static override styles = [
    Page.styles,
    css`
      .letters {
        grid-template-columns: minmax(0, 1fr);
      }
    `,
  ];
  static override properties = { ...Page.properties, busy: { state: true } };

  declare busy: boolean;
  readonly list = new ListWatch<LetterRow>(this, () => ({
    path: '/api/letters',
    params: { limit: 60, sort: '-createdAt' },
    topics: ['list:letter'],
  }));

  constructor() {
    super();
    this.busy = false;
  }

  protected override updated(): void {
    this.emit('lobi-page-title', { title: this.t('letters.title'), back: '/mail' });
  }

  override render(): TemplateResult {
    return html`<div class="work letters">
      <section class="pane" aria-label=${this.t('letters.title')}>
        <header class="bar">
          <h1>${this.t('letters.title')}</h1>
          <span class="push">${this.#begin()}</span>
        </header>
        <div class="scroll">${this.#rows()}</div>
      </section>
    </div>`;
  }

  #begin(): TemplateResult {
    return html`<button class="btn first" ?disabled=${this.busy} @click=${() => this.#new()}>${icon(plus)}${this.t('letters.new')}</button>`;
  }

  #rows(): TemplateResult | typeof nothing {
    const { list } = this;
    if (!list.here)
      return list.refusal
        ? failing(list.refusal, () => list.refetch())
        : html`<div class="bones">${[1, 2, 3, 4].map(() => html`<i class="bone"></i>`)}</div>`;
    if (list.items.length === 0)
      return saying({
        icon: mails,
        title: this.t('letters.none'),
        text: this.t('letters.noneWhy'),
        action: this.#begin(),
      });
    return html`<lobi-table
      label=${this.t('letters.title')}
      .columns=${this.#columns as unknown as Column[]}
      .rows=${list.items}
      ?more=${list.hasMore}
      @lobi-row-open=${(event: CustomEvent<{ id: string }>) => go(`/mail/letters/${event.detail.id}`)}
      @lobi-table-more=${() => list.more()}
    ></lobi-table>`;
  }

  get #columns(): Column<LetterRow>[] {
    return [
      {
        key: 'subject',
        label: this.t('letters.subject'),
        draw: (row) => row.subject || this.t('letters.noSubject'),
        width: '3fr',
      },
      {
        key: 'state',
        label: this.t('letters.state'),
        draw: (row) => this.t(`letters.state.${row.state}`),
        width: '140px',
      },
      {
        key: 'counts',
        label: this.t('letters.reached'),
        draw: (row) => this.#reached(row),
        width: '160px',
        leaves: 2,
      },
      {
        key: 'registerNumber',
        label: this.t('letters.number'),
        draw: (row) => row.registerNumber ?? '',
        width: '130px',
        leaves: 1,
      },
      {
        key: 'askedAt',
        label: this.t('letters.at'),
        draw: (row) => shortMoment(row.askedAt ?? row.createdAt ?? '', this.clock),
        width: '110px',
        leaves: 1,
      },
    ];
  }

  #reached({ counts, state }: LetterRow): string {
    const { all = 0, skipped = 0, sent = 0, bounced = 0 } = counts;
    if (state === 'draft' || all === 0) return '';
    return this.t('letters.reachedOf', {
      sent: numberOf(this.language, sent + bounced),
      all: numberOf(this.language, all - skipped),
    });
  }

  async #new(): Promise<void> {
    this.busy = true;
    try {
      const group = this.route.query.get('group');
      const letter = await this.connection.api.post('/api/letters', group ? { audience: { group } } : {});
      go(`/mail/letters/${letter.id}`);
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }
}

define('lobi-letters-page', LettersPage);
