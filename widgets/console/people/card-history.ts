/** `<lobi-card-history about="person:ID">`: what happened with a card, newest first, by month; a line opens in place. */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import history from 'lucide-static/icons/history.svg?icon';
import reply from 'lucide-static/icons/reply.svg?icon';
import type { Line } from '../../controls/line.ts';
import { lineIcon } from '../../controls/line.ts';
import { timesLook } from '../../controls/times-look.ts';
import { fullMoment, monthOf, shortMoment } from '../../kernel/dates.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import { placeOf } from '../../kernel/refs.ts';
import { saying } from '../../kernel/saying.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import { failing } from '../failing.ts';
import { Fetched } from '../fetched.ts';
import { may } from '../may.ts';
import { Page } from '../page.ts';
import { withQuery } from '../route.ts';
import { complain, toast } from '../toast.ts';
import type { Comment } from './comment-box.ts';
import './comment-box.ts';
import { historyStyles } from './card-history.style.ts';
import { words } from './texts.ts';

interface MessageText {
  id: string;
  subject: string;
  text?: string | null;
  registerNumber?: string | null;
  thread?: { id: string } | null;
}

export class CardHistory extends Page {
  static override texts = words;
  static override styles = [Page.styles, timesLook, historyStyles];
  static override properties = {
    ...Page.properties,
    about: {},
    unfolded: { state: true },
    rewriting: { state: true },
  };

  declare about: string;
  /** Id of the line that is open. */
  declare unfolded: string | null;

  readonly lines = new ListWatch<Line>(this, () => ({
    path: '/api/timeline',
    params: { about: this.about, kinds: this.#kind, limit: 40 },
    topics: [`about:${this.about}`],
  }));
  readonly counted = new Fetched<{ counts?: Record<string, number> }>(
    this,
    () => `/api/timeline?about=${encodeURIComponent(this.about)}&limit=1&count=true`,
  );
  readonly message = new Fetched<MessageText>(this, () => {
    const record = this.lines.items.find(({ id }) => id === this.unfolded)?.record;
    return record?.entity === 'message' ? `/api/messages/${record.id}` : null;
  });
  readonly comment = new RecordWatch<Comment>(this, () => {
    const record = this.lines.items.find(({ id }) => id === this.unfolded)?.record;
    return record?.entity === 'comment' ? record : null;
  });
  /** The comment that is open is being changed. */
  declare rewriting: boolean;
  #countedAt = 0;

  constructor() {
    super();
    this.unfolded = null;
    this.rewriting = false;
  }

  get #kind(): string | null {
    return this.route.query.get('kind');
  }

  // What came in is counted again, so that the numbers on the chips are those of the list.
  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    if (this.lines.at > this.#countedAt && this.counted.value) void this.counted.refetch();
    this.#countedAt = this.lines.at;
  }

  override render() {
    return html`<h2 class="say-only">${this.t('card.history')}</h2>
      ${this.#kinds()}
      <lobi-comment-box class="say" about=${this.about}></lobi-comment-box>
      <div class="scroll">${this.#months()}</div>`;
  }

  #kinds(): TemplateResult {
    const counts = this.counted.value?.counts ?? {};
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const chip = (kind: string | null, label: string, count: number) => html`<a
      class="chip ${kind === this.#kind ? 'on' : ''}"
      aria-current=${kind === this.#kind ? 'true' : nothing}
      href=${withQuery(location.pathname, this.route.query, { kind })}
      >${label}${count ? html` <span class="num">${numberOf(this.language, count)}</span>` : nothing}</a
    >`;
    return html`<nav class="kinds" aria-label=${this.t('history.kinds')}>
      ${chip(null, this.t('history.all'), all)}
      ${Object.entries(counts).map(([kind, count]) => chip(kind, this.t('history.many', { kind }), count))}
    </nav>`;
  }

  #months(): TemplateResult | typeof nothing {
    const { lines } = this;
    if (!lines.here) return lines.refusal ? failing(lines.refusal, () => lines.refetch()) : nothing;
    if (lines.items.length === 0)
      return saying({ icon: history, title: this.t('history.none'), text: this.t('history.noneWhy') });
    const months = Map.groupBy(lines.items, ({ at }) => monthOf(at, this.clock));
    return html`${[...months].map(
      ([month, items]) => html`<h3 class="month">${month}</h3>
        <ol class="times">
          ${items.map((line) => this.#line(line))}
        </ol>`,
    )}
    ${lines.hasMore ? html`<p class="part"><button class="btn soft" @click=${() => lines.more()}>${this.t('history.older')}</button></p>` : nothing}`;
  }

  #line(line: Line): TemplateResult {
    const { id, at, title, direction, kind } = line;
    const open = id === this.unfolded;
    const who = typeof line.who === 'string' ? line.who : line.who?.label;
    return html`<li class=${direction === 'out' ? 'ours' : ''}>
      <span class="pin">${icon(lineIcon(line), this.t('history.kind', { kind }))}</span>
      <div class="what">
        <button class="title" aria-expanded=${open ? 'true' : 'false'} @click=${() => this.#unfold(open ? null : id)}>
          ${who ? html`<b>${who}</b> ` : nothing}${title || this.t('mail.noSubject')}
        </button>
        ${open || !line.snippet ? nothing : html`<p class="s two cut">${line.snippet}</p>`}
      </div>
      <time datetime=${at} title=${fullMoment(at, this.clock)}>${shortMoment(at, this.clock)}</time>
      ${open ? this.#inside(line) : nothing}
    </li>`;
  }

  #unfold(id: string | null): void {
    this.unfolded = id;
    this.rewriting = false;
  }

  #said(line: Line): TemplateResult {
    const comment = this.comment.row;
    if (!comment) return html`<div class="inside"><p class="text">${line.title}</p></div>`;
    if (this.rewriting)
      return html`<div class="inside"><lobi-comment-box about=${this.about} .comment=${comment} @lobi-comment-close=${() => (this.rewriting = false)}></lobi-comment-box></div>`;
    return html`<div class="inside">
      <p class="text">${comment.text}</p>
      <p class="line">
        ${may(comment, 'change') ? html`<button class="btn small" @click=${() => (this.rewriting = true)}>${this.t('card.edit')}</button>` : nothing}
        ${may(comment, 'close') ? html`<button class="btn plain small" @click=${() => this.#takeBack(comment)}>${this.t('comments.remove')}</button>` : nothing}
      </p>
    </div>`;
  }

  async #takeBack({ id }: Comment): Promise<void> {
    const { api } = this.connection;
    try {
      await api.delete(`/api/comments/${id}`);
      this.#unfold(null);
      toast(this, this.t('comments.removed'), { undo: () => api.post(`/api/comments/${id}/restore`) });
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  #inside(line: Line): TemplateResult {
    const { record } = line;
    if (record?.entity === 'comment') return this.#said(line);
    const message = record && this.message.value?.id === record.id ? this.message.value : null;
    const text = (message?.text ?? line.snippet ?? '').trim();
    const to = message?.thread ? `/mail/thread/${message.thread.id}` : record ? placeOf(record) : null;
    return html`<div class="inside">
      ${message?.registerNumber ? html`<p class="line s two"><span class="cut">${message.subject}</span><span class="push num three">${message.registerNumber}</span></p>` : nothing}
      <p class="text">${text.slice(0, 600)}${text.length > 600 ? '…' : nothing}</p>
      ${this.message.refusal && !message ? html`<p class="s two">${this.t('history.notOpen')}</p>` : nothing}
      ${to ? html`<p class="line"><a class="btn small" href=${to}>${record?.entity === 'message' ? icon(reply) : nothing}${this.t(record?.entity === 'message' ? 'history.openThread' : 'history.open')}</a></p>` : nothing}
    </div>`;
  }
}

define('lobi-card-history', CardHistory);
