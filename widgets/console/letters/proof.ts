/**
 * `<lobi-letter-proof>`: what became of a letter: numbers that fill up live, a square for each recipient, the list with the other
 * server's last words; one recipient beside it with the text they got and every attempt.
 */
import type { PropertyDeclarations, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import pauseIcon from 'lucide-static/icons/circle-pause.svg?icon';
import play from 'lucide-static/icons/circle-play.svg?icon';
import stop from 'lucide-static/icons/circle-x.svg?icon';
import copy from 'lucide-static/icons/copy.svg?icon';
import download from 'lucide-static/icons/download.svg?icon';
import '../../controls/table.ts';
import type { Column } from '../../controls/table.ts';
import { fullMoment, shortMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import { failing } from '../failing.ts';
import { Page } from '../page.ts';
import { go, withQuery } from '../route.ts';
import { complain } from '../toast.ts';
import { besideOf } from './beside.ts';
import './fate.ts';
import { fateColours } from './fate.style.ts';
import { fateOf, type LetterRow, type RecipientRow, skipWords } from './letter-row.ts';
import { proofStyles } from './proof.style.ts';
import { words } from './texts.ts';

/** In the order of the picture: what is good first. */
const fates = [
  ...['answered', 'sent', 'queued', 'sending', 'held'],
  ...['unknown', 'bounced', 'failed', 'stopped', 'skipped'],
] as const;
/** More squares than these are no picture any more: then each stands for several. */
const mostSquares = 600;

export class LetterProof extends Page {
  static override texts = words;
  static override styles = [Page.styles, proofStyles, fateColours];
  static override properties: PropertyDeclarations = {
    ...Page.properties,
    letter: { attribute: false },
    busy: { state: true },
  };

  declare letter: LetterRow;
  declare busy: boolean;

  readonly recipients = new ListWatch<RecipientRow>(this, () => ({
    path: '/api/recipients',
    params: {
      letter: this.letter.id,
      where: this.#where === null ? null : JSON.stringify(this.#where),
      sort: 'createdAt',
      limit: 60,
    },
    topics: [`letter:${this.letter.id}`],
  }));
  /** The open one: it may stand far down the list, or among those that are filtered out. */
  readonly apart = new RecordWatch<RecipientRow>(this, () => {
    const id = this.route.query.get('recipient');
    return id === null ? null : { entity: 'recipient', id };
  });

  constructor() {
    super();
    this.busy = false;
  }

  get #fate(): string | null {
    return this.route.query.get('fate');
  }

  get #where(): Record<string, unknown> | null {
    const fate = this.#fate;
    if (fate === null) return null;
    return fate === 'answered' ? { field: 'answeredAt', known: true } : { field: 'state', is: fate };
  }

  get #open(): RecipientRow | null {
    const id = this.route.query.get('recipient');
    return id === null ? null : (this.recipients.items.find((row) => row.id === id) ?? this.apart.row);
  }

  override render(): TemplateResult {
    const open = this.#open;
    return html`<div class="work proof ${open ? 'with' : ''}">
      ${this.#head()}
      <div class="scroll">
        ${this.#numbers()} ${this.#squares()}
        ${this.letter.sentence ? html`<p class="sentence">${this.letter.sentence}</p>` : nothing}
        ${this.#tabs()} ${this.#rows()}
      </div>
      ${open ? besideOf(this, open) : nothing}
    </div>`;
  }

  /** Recipients by what became of them: answers are counted out of those that were sent. */
  get #counts(): Map<string, number> {
    const { answered = 0, sent = 0, ...others } = this.letter.counts;
    const all = { ...others, answered, sent: Math.max(0, sent - answered) } as Record<string, number>;
    return new Map(fates.map((fate) => [fate, all[fate] ?? 0]));
  }

  #head(): TemplateResult {
    const { letter } = this;
    const act = (word: string, drawing: typeof stop, key: string, method: 'post' | 'delete' = 'post') =>
      html`<button class="btn" ?disabled=${this.busy} @click=${() => this.#turn(word, method)}>${icon(drawing)}${this.t(`letters.${key}`)}</button>`;
    const moving = letter.state === 'going' || letter.state === 'freezing';
    return html`<header class="head">
      <div>
        <h1>${letter.subject}</h1>
        <small
          >${this.t('letters.sentBy', {
            number: letter.registerNumber ?? '',
            name: letter.sender?.label ?? '',
            at: fullMoment(letter.askedAt ?? '', this.clock),
            state: this.t(`letters.state.${letter.state}`),
          })}</small
        >
      </div>
      <span class="push">
        ${letter.state === 'going' ? act('pause', pauseIcon, 'pause') : nothing}
        ${letter.state === 'paused' ? act('resume', play, 'resume') : nothing}
        ${moving || letter.state === 'paused' ? act('sending', stop, 'stop', 'delete') : nothing}
        <button class="btn" ?disabled=${this.busy} @click=${() => this.#copy()}>${icon(copy)}${this.t('letters.copy')}</button>
        <a class="btn" href="/api/letters/${letter.id}/evidence" download>${icon(download)}${this.t('letters.evidence')}</a>
      </span>
    </header>`;
  }

  #numbers(): TemplateResult {
    return html`<div class="numbers" role="status">
      ${[...this.#counts]
        .filter(([, count]) => count > 0)
        .map(
          ([fate, count]) =>
            html`<div><b>${numberOf(this.language, count)}</b><span class="key"><i class=${fate}></i>${this.t(`letters.fate.${fate}`)}</span></div>`,
        )}
    </div>`;
  }

  #squares(): TemplateResult | typeof nothing {
    const counts = [...this.#counts];
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    if (all === 0) return nothing;
    const per = Math.max(1, Math.ceil(all / mostSquares));
    const squares = counts.flatMap(([fate, count]) =>
      Array.from(
        { length: count === 0 ? 0 : Math.max(1, Math.round(count / per)) },
        () => html`<i class=${fate}></i>`,
      ),
    );
    return html`<div class="squares" aria-hidden="true">${squares}</div>`;
  }

  #tabs(): TemplateResult {
    const tab = (fate: string | null, label: string, count: number) =>
      html`<a
        class="chip ${this.#fate === fate ? 'on' : ''}"
        aria-current=${this.#fate === fate ? 'true' : nothing}
        href=${withQuery(location.pathname, this.route.query, { fate, recipient: null })}
        >${label} <span class="num two">${numberOf(this.language, count)}</span></a
      >`;
    return html`<nav class="tabs" aria-label=${this.t('letters.recipients')}>
      ${tab(null, this.t('letters.everybody'), this.letter.counts.all ?? 0)}
      ${[...this.#counts].filter(([, count]) => count > 0).map(([fate, count]) => tab(fate, this.t(`letters.fate.${fate}`), count))}
    </nav>`;
  }

  #rows(): TemplateResult {
    const { recipients } = this;
    if (!recipients.here)
      return recipients.refusal
        ? failing(recipients.refusal, () => recipients.refetch())
        : html`<div class="bones">${[1, 2, 3, 4].map(() => html`<i class="bone"></i>`)}</div>`;
    return html`<lobi-table
      label=${this.t('letters.recipients')}
      .columns=${this.#columns as unknown as Column[]}
      .rows=${recipients.items}
      .here=${this.route.query.get('recipient') ?? undefined}
      ?more=${recipients.hasMore}
      @lobi-row-open=${(event: CustomEvent<{ id: string }>) =>
        go(withQuery(location.pathname, this.route.query, { recipient: event.detail.id }), 'replace')}
      @lobi-table-more=${() => recipients.more()}
    ></lobi-table>`;
  }

  get #columns(): Column<RecipientRow>[] {
    return [
      {
        key: 'number',
        label: this.t('letters.no'),
        draw: ({ number }) => (number ? String(number) : '–'),
        width: '52px',
      },
      { key: 'name', label: this.t('letters.recipient'), width: '1.4fr' },
      {
        key: 'organisation',
        label: this.t('letters.field.organisation'),
        draw: ({ basis }) => basis?.organisation?.name ?? '',
        leaves: 1,
        width: '1.2fr',
      },
      { key: 'address', label: this.t('letters.address'), leaves: 2, width: '1.4fr' },
      {
        key: 'state',
        label: this.t('letters.state'),
        draw: (row) =>
          html`<lobi-fate of=${fateOf(row)}>${this.t(`letters.fate.${fateOf(row)}`)}</lobi-fate>`,
        width: '140px',
      },
      {
        key: 'last',
        label: this.t('letters.lastWord'),
        draw: (row) => this.#lastWord(row),
        leaves: 1,
        width: '1.6fr',
      },
      {
        key: 'sentAt',
        label: this.t('letters.at'),
        draw: ({ sentAt }) => (sentAt ? shortMoment(sentAt, this.clock) : ''),
        leaves: 2,
        width: '90px',
      },
    ];
  }

  #lastWord({ state, reason, attempts }: RecipientRow): string {
    if (state === 'skipped' && reason) return skipWords(this, reason);
    return attempts.at(-1)?.reply ?? reason ?? '';
  }

  async #turn(word: string, method: 'post' | 'delete'): Promise<void> {
    this.busy = true;
    try {
      await this.connection.api[method](`/api/letters/${this.letter.id}/${word}`);
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }

  async #copy(): Promise<void> {
    this.busy = true;
    const {
      subject,
      text,
      html: page,
      mailbox,
      purpose,
      language,
      salutation,
      reference,
      distributionNote,
      audience,
      pace,
    } = this.letter;
    try {
      const made = await this.connection.api.post('/api/letters', {
        ...{
          subject,
          text,
          html: page,
          purpose,
          language,
          salutation,
          reference,
          distributionNote,
          audience,
          pace,
        },
        ...(mailbox ? { mailbox: { entity: 'mailbox', id: mailbox.id } } : {}),
      });
      go(`/mail/letters/${made.id}`);
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }
}

define('lobi-letter-proof', LetterProof);
