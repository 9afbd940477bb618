/**
 * `<lobi-mail-thread thread="ID">`, `about="person:ID"`: a correspondence. The newest mail is open, older ones are one line each
 * and open on a click; the answer is written below. With `about` the newest correspondence of that card is shown, the others
 * are chosen above it. Compact under 400 px.
 *
 * Events, cancelable where the host may act instead: `lobi-message-answer` { id, mode }, `lobi-record-open` { entity, id },
 * `lobi-element-open` { place }. Told: `lobi-message-send` { id, thread }.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import forward from 'lucide-static/icons/forward.svg?icon';
import mail from 'lucide-static/icons/mail.svg?icon';
import clip from 'lucide-static/icons/paperclip.svg?icon';
import reply from 'lucide-static/icons/reply.svg?icon';
import replyAll from 'lucide-static/icons/reply-all.svg?icon';
import user from 'lucide-static/icons/user-round.svg?icon';
import { avatar } from '../controls/avatar.ts';
import type { Piece } from '../kernel/box.ts';
import { BoxElement } from '../kernel/box.ts';
import { dayOf, fullMoment, shortMoment } from '../kernel/dates.ts';
import { define } from '../kernel/element.ts';
import { icon } from '../kernel/icons.ts';
import { ListWatch } from '../kernel/list-watch.ts';
import type { Ref } from '../kernel/refs.ts';
import { placeOf } from '../kernel/refs.ts';
import type { Saying } from '../kernel/saying.ts';
import { RecordWatch } from '../kernel/watch.ts';
import './message.ts';
import type { Mode } from './compose/prepared.ts';
import { threadStyles } from './mail-thread.style.ts';
import type { Message, Thread } from './messages.ts';
import { addressees, firstWords, momentOf, writerOf } from './messages.ts';
import { words } from './texts.ts';

const page = 50;
const seenAfter = 1_200;

class MailThread extends BoxElement {
  static override texts = words;
  static override styles = threadStyles;
  static override properties = {
    thread: {},
    about: {},
    chosen: { state: true },
    unfolded: { state: true },
    writing: { state: true },
  };

  /** Which correspondence. */
  declare thread: string;
  /** Or whose: "person:01J…", "organisation:01J…". */
  declare about: string;
  declare chosen: string | null;
  declare unfolded: Set<string>;
  declare writing: { message: Message; mode: Mode } | null;

  readonly threads = new ListWatch<Thread>(this, () =>
    this.about && !this.thread
      ? { path: '/api/threads', params: { about: this.about, limit: page }, topics: [`about:${this.about}`] }
      : null,
  );
  readonly subject = new RecordWatch<Thread>(this, () => this.#id && { entity: 'thread', id: this.#id });
  readonly messages = new ListWatch<Message>(this, () =>
    this.#id
      ? {
          path: '/api/messages',
          params: { thread: this.#id, sort: 'at', limit: page },
          topics: [`thread:${this.#id}`],
        }
      : null,
  );
  #seen: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.chosen = null;
    this.unfolded = new Set();
    this.writing = null;
  }

  get #id(): string | null {
    return this.thread || this.chosen || this.threads?.items[0]?.id || null;
  }

  get #rows(): Message[] {
    return this.messages.items.toSorted((a, b) => momentOf(a).localeCompare(momentOf(b)));
  }

  /** Begins an answer to the newest mail; the console's keys r, a and f call it. */
  answer(mode: Mode = 'reply'): void {
    const message = this.#rows.at(-1);
    if (message) void this.#write(message, mode);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#seen) clearTimeout(this.#seen);
  }

  // A correspondence that may not be seen has no mails either: the thread itself says which of the two it is.
  protected override main() {
    if (!this.#id) return this.about ? this.threads : null;
    const empty = this.messages.here && this.messages.items.length === 0;
    const unseen = this.subject.refusal !== null && !this.subject.here;
    return unseen || (empty && !this.subject.here) ? this.subject : this.messages;
  }

  protected override place(): string | null {
    return this.#id ? placeOf({ entity: 'thread', id: this.#id }) : this.about ? '/mail' : null;
  }

  protected override foot(): Piece {
    const number = this.#rows.findLast(({ registerNumber }) => registerNumber)?.registerNumber;
    const live = this.connection.live.line === 'live' ? this.t('foot.live') : nothing;
    return html`<span class="num">${number ?? live}</span>`;
  }

  protected override blank(): Saying | null {
    const nobody = !this.#id && !this.about;
    if (nobody) return { icon: mail, title: this.t('thread.unnamed'), text: this.t('thread.unnamedWhy') };
    const none = this.#id ? this.messages.here && this.#rows.length === 0 : this.threads.here;
    return none ? { icon: mail, title: this.t('thread.none'), text: this.t('thread.noneWhy') } : null;
  }

  protected override unseen(): string {
    return this.t('thread.noRightWhy');
  }

  protected override bones(): TemplateResult {
    return html`<div class="subject"><i class="bone w6"></i></div>
      <div class="pad"><i class="bone w4"></i><i class="bone w9"></i></div>
      <div class="pad"><i class="bone w3"></i><i class="bone w9"></i><i class="bone w7"></i></div>`;
  }

  protected override body(): Piece {
    const rows = this.#rows;
    return html`${this.#head(rows)}
      <ol class="mails">
        ${rows.map((message, at) => this.#row(message, at === rows.length - 1))}
      </ol>
      ${this.#below(rows)}`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#seen ??= this.messages.here && this.#id ? setTimeout(() => this.#saySeen(), seenAfter) : null;
  }

  #head(rows: Message[]): TemplateResult {
    const thread = this.subject.row;
    const first = rows[0];
    const since = first && { count: rows.length, day: dayOf(momentOf(first), this.clock) };
    const { assignee } = thread ?? {};
    return html`<header class="subject">
      ${this.#chooser()}
      <h2>${thread?.subject || rows.at(-1)?.subject || this.t('thread.noSubject')}</h2>
      <div class="line marks">
        ${assignee ? html`<span class="chip on">${icon(user)}${assignee.label}</span>` : nothing}
        ${(thread?.about ?? []).map((card) => this.#card(card))}
        ${since ? html`<span class="s two">${this.t('thread.since', since)}</span>` : nothing}
      </div>
    </header>`;
  }

  #card(card: Ref): Piece {
    if (!card.label) return nothing;
    return html`<a
      class="chip"
      href=${this.connection.api.server + placeOf(card)}
      target="_blank"
      rel="noopener"
      @click=${(event: Event) => {
        if (!this.emit('lobi-record-open', { entity: card.entity, id: card.id })) event.preventDefault();
      }}
      ><span class="cut">${card.label}</span></a
    >`;
  }

  // Other correspondence of the same card: a native field is the smallest way to choose.
  #chooser(): Piece {
    const threads = this.threads.items;
    if (this.thread || threads.length < 2) return nothing;
    const choose = (event: Event) => this.#choose((event.target as HTMLSelectElement).value);
    return html`<select aria-label=${this.t('thread.others')} @change=${choose}>
      ${threads.map(
        ({ id, subject }) =>
          html`<option value=${id} ?selected=${id === this.#id}>${subject || this.t('thread.noSubject')}</option>`,
      )}
    </select>`;
  }

  #row(message: Message, last: boolean): TemplateResult {
    const open = last || this.unfolded.has(message.id);
    if (!open) return this.#fold(message);
    return html`<li class="open">
      <lobi-message
        .message=${message}
        ?last=${last}
        @lobi-message-answer=${(event: CustomEvent<{ mode: Mode }>) => this.#asked(event, message)}
      ></lobi-message>
    </li>`;
  }

  #fold(message: Message): TemplateResult {
    const name = writerOf(message);
    const at = momentOf(message);
    const ours = message.direction === 'out';
    return html`<li>
      <button class="fold" aria-expanded="false" @click=${() => this.#unfold(message.id)}>
        ${avatar({ name, ours }, this.language)}<b>${name}</b>
        <span class="cut two">${firstWords(message)}</span>
        ${message.attachments?.length ? icon(clip, this.t('files.label')) : nothing}
        <time class="s three" datetime=${at} title=${fullMoment(at, this.clock)}>${shortMoment(at, this.clock)}</time>
      </button>
    </li>`;
  }

  #below(rows: Message[]): Piece {
    const last = rows.at(-1);
    if (this.writing) {
      const { message, mode } = this.writing;
      return html`<lobi-composer
        class="write"
        .message=${message}
        .mode=${mode}
        @lobi-composer-close=${() => (this.writing = null)}
      ></lobi-composer>`;
    }
    if (!last || this.subject.row?.can?.answer === false) return nothing;
    const several = addressees(last).length > 1;
    const button = (mode: Mode, drawing: typeof reply) =>
      html`<button class="btn ${mode}" @click=${() => this.#write(last, mode)}>${icon(drawing)}<span>${this.t(`answer.${mode}`)}</span></button>`;
    return html`<div class="answers">
      ${button('reply', reply)}${several ? button('reply-all', replyAll) : nothing}${button('forward', forward)}
    </div>`;
  }

  #unfold(id: string): void {
    this.unfolded = new Set([...this.unfolded, id]);
  }

  #choose(id: string): void {
    this.chosen = id;
    this.unfolded = new Set();
    this.writing = null;
    this.#seen = null;
  }

  #asked(event: CustomEvent<{ mode: Mode }>, message: Message): void {
    // The host heard it too, further out, and may have taken it over: this handler runs first, so it waits for the others.
    setTimeout(() => {
      if (!event.defaultPrevented) void this.#write(message, event.detail.mode);
    });
  }

  async #write(message: Message, mode: Mode): Promise<void> {
    await import('./compose/composer.ts');
    this.writing = { message, mode };
    await this.updateComplete;
    this.renderRoot.querySelector('lobi-composer')?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }

  // Read means that it stood before somebody's eyes for a moment.
  #saySeen(): void {
    const id = this.#id;
    if (!id || document.visibilityState !== 'visible') {
      this.#seen = null;
      return;
    }
    this.connection.api.post('/api/seen', { thread: id }).catch(() => {});
  }
}

define('lobi-mail-thread', MailThread);

export type { MailThread };
