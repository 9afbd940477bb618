/**
 * `<lobi-composer>`: a mail is written. `to="ewa@firma.example"`, `about="person:ID"`, `subject`; from a thread it is given the mail it
 * answers (`.message`) and how (`.mode`). Every change is kept as a draft; sending can be taken back for 10 seconds.
 *
 * Events: `lobi-message-send` { id, thread } once it is on its way, `lobi-composer-close` {} when it has nothing more to say.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import bold from 'lucide-static/icons/bold.svg?icon';
import down from 'lucide-static/icons/chevron-down.svg?icon';
import link from 'lucide-static/icons/link.svg?icon';
import list from 'lucide-static/icons/list.svg?icon';
import clip from 'lucide-static/icons/paperclip.svg?icon';
import bin from 'lucide-static/icons/trash-2.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/drop.ts';
import '../../controls/menu.ts';
import '../../controls/picker.ts';
import type { Drop } from '../../controls/drop.ts';
import type { Choice, Picker } from '../../controls/picker.ts';
import type { Piece } from '../../kernel/box.ts';
import { dayOf, timeOf } from '../../kernel/dates.ts';
import { define, LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import type { Row } from '../../kernel/refs.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import type { Message } from '../messages.ts';
import { sizeOf } from '../messages.ts';
import { composerStyles } from './composer.style.ts';
import type { Draft } from './draft.ts';
import { draftName, dropDraft, loadDraft, saveDraft } from './draft.ts';
import { laterMoments } from './later.ts';
import { choiceOf, findPeople, isAddress, typedChoice } from './people-choices.ts';
import { Post } from './post.ts';
import type { Below, Mode, Prepared, Sender } from './prepared.ts';
import { prepare, signed } from './prepared.ts';
import { words } from './texts.ts';
import type { Mark } from './typing.ts';
import { mark } from './typing.ts';

export class Composer extends LobiElement {
  static override texts = words;
  static override styles = composerStyles;
  static override properties = {
    to: {},
    about: {},
    subject: {},
    message: { attribute: false },
    mode: {},
    draft: { state: true },
    copies: { state: true },
    post: { state: true },
    uploads: { state: true },
    fault: { state: true },
    senders: { state: true },
  };

  declare to: string | undefined;
  declare about: string | undefined;
  declare subject: string | undefined;
  /** The mail that is answered or passed on. */
  declare message: Message | null;
  declare mode: Mode;
  declare draft: Draft | null;
  declare copies: boolean;
  declare post: Post | null;
  /** Names of files on their way. */
  declare uploads: string[];
  declare fault: string | null;
  declare senders: Sender[];

  #savedAt = 0;
  #name = '';
  #prepared: Prepared | null = null;

  constructor() {
    super();
    this.message = null;
    this.mode = 'new';
    this.draft = null;
    this.copies = false;
    this.post = null;
    this.uploads = [];
    this.fault = null;
    this.senders = [];
  }

  override focus(): void {
    const first = this.draft && this.draft.to.length > 0 ? 'textarea' : 'lobi-picker';
    this.renderRoot.querySelector<HTMLElement>(first)?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.post?.leave();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (['to', 'about', 'message', 'mode'].some((key) => changed.has(key))) void this.#begin();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('draft') && !changed.get('draft') && this.draft) this.focus();
  }

  override render() {
    const { draft } = this;
    if (this.post?.state === 'gone') return this.#goneOut(this.post);
    if (!draft) return html`<div class="compose" aria-busy="true"></div>`;
    return html`<lobi-drop @lobi-files-drop=${(event: CustomEvent<{ files: File[] }>) => this.#attach(event.detail.files)}>
      <div class="compose" role="group" aria-label=${this.t(`compose.${draft.mode}`)} @keydown=${this.#key}>
        ${this.#people(draft)}${this.#subject(draft)}
        <textarea
          aria-label=${this.t('compose.text')}
          .value=${draft.text}
          @input=${(event: Event) => this.#set({ text: (event.target as HTMLTextAreaElement).value })}
        ></textarea>
        ${this.#quoted(draft)}${this.#files(draft)}${this.#trouble()}${this.#foot()}
      </div>
    </lobi-drop>`;
  }

  #people(draft: Draft): TemplateResult {
    const row = (key: 'to' | 'cc' | 'bcc', more: Piece) => html`<div class="to">
      <span class="label" aria-hidden="true">${this.t(`compose.${key}`)}</span>
      <lobi-picker
        bare
        many
        label=${this.t(`compose.${key}`)}
        .value=${draft[key]}
        .search=${(text: string) => findPeople(this.connection.api, text)}
        .accept=${(text: string) => typedChoice(text, this.t('compose.noAddress'))}
        @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => this.#set({ [key]: event.detail.value })}
      ></lobi-picker>
      ${more}
    </div>`;
    const open = this.copies || draft.cc.length > 0 || draft.bcc.length > 0;
    const copies = open
      ? nothing
      : html`<button class="copies s two" @click=${() => (this.copies = true)}>${this.t('compose.copies')}</button>`;
    return html`${this.#sender(draft)}${row('to', copies)}${open ? row('cc', nothing) : nothing}${open ? row('bcc', nothing) : nothing}`;
  }

  // Who writes only from one mailbox is not asked from which.
  #sender(draft: Draft): Piece {
    if (this.senders.length < 2) return nothing;
    return html`<div class="to">
      <label class="label" for="from">${this.t('compose.from')}</label>
      <select id="from" @change=${(event: Event) => this.#set({ from: (event.target as HTMLSelectElement).value })}>
        ${this.senders.map(
          ({ mailbox, name, address }) =>
            html`<option value=${mailbox.id} ?selected=${mailbox.id === draft.from}>
              ${!name || name === address ? address : `${name}, ${address}`}
            </option>`,
        )}
      </select>
    </div>`;
  }

  // An answer keeps its subject unless somebody wants another one; only new mail and forwards ask for it.
  #subject(draft: Draft): Piece {
    if (draft.mode === 'reply' || draft.mode === 'reply-all') return nothing;
    return html`<div class="to">
      <label class="label" for="subject">${this.t('compose.subject')}</label>
      <input
        id="subject"
        autocomplete="off"
        .value=${draft.subject}
        @input=${(event: Event) => this.#set({ subject: (event.target as HTMLInputElement).value })}
      />
    </div>`;
  }

  #quoted(draft: Draft): Piece {
    if (!this.message || draft.mode === 'new') return nothing;
    return html`<label class="quote s two">
      <input type="checkbox" .checked=${draft.quote} @change=${() => this.#set({ quote: !draft.quote })} />
      ${this.t('compose.quote')}
    </label>`;
  }

  #files(draft: Draft): Piece {
    if (draft.attachments.length + this.uploads.length === 0) return nothing;
    return html`<ul class="files" aria-label=${this.t('compose.files')}>
      ${draft.attachments.map(
        (file) => html`<li class="chip">
          ${icon(clip)}<span class="cut">${file.name}</span><span class="three">${sizeOf(file.size, this.language)}</span>
          <button @click=${() => this.#set({ attachments: draft.attachments.filter((each) => each !== file) })}>
            ${icon(cross, this.t('compose.detach', { name: file.name }))}
          </button>
        </li>`,
      )}
      ${this.uploads.map((name) => html`<li class="chip dashed" aria-busy="true"><span class="cut">${name}</span>…</li>`)}
    </ul>`;
  }

  #trouble(): Piece {
    const words = this.post?.state === 'waiting' ? this.t('compose.waiting') : this.fault;
    if (!words) return nothing;
    return html`<p class="hint ${this.post?.state === 'waiting' ? 'amber' : 'red'}" role="alert">${words}</p>`;
  }

  #foot(): TemplateResult {
    const busy = this.post?.state === 'sending';
    const tool = (drawing: typeof bold, name: string, act: () => void) =>
      html`<button class="btn plain only tool" title=${this.t(name)} @click=${act}>${icon(drawing, this.t(name))}</button>`;
    const acts = laterMoments(new Date()).map((at) => ({
      key: at.toISOString(),
      label: this.t('compose.later', this.#moment(at.toISOString())),
    }));
    return html`<footer>
      <span class="split">
        <button class="btn first" ?disabled=${busy || this.uploads.length > 0} @click=${() => this.#send()}>
          ${this.t(busy ? 'compose.sending' : 'compose.send')}
        </button>
        <lobi-menu
          look="first only"
          label=${this.t('compose.sendLater')}
          .acts=${acts}
          @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => this.#send(event.detail.key)}
          >${icon(down)}</lobi-menu
        >
      </span>
      ${tool(clip, 'compose.attach', () => this.renderRoot.querySelector<Drop>('lobi-drop')!.choose())}
      ${tool(bold, 'compose.bold', () => this.#mark('bold'))}${tool(list, 'compose.list', () => this.#mark('list'))}
      ${tool(link, 'compose.link', () => this.#mark('link'))}
      <span class="push s two" role="status">${this.#savedAt ? this.t('compose.saved', { time: timeOf(this.#savedAt, this.clock) }) : nothing}</span>
      ${tool(bin, 'compose.discard', () => this.#discard())}
    </footer>`;
  }

  #goneOut(post: Post): TemplateResult {
    const words = post.later
      ? this.t('compose.goesLater', this.#moment(post.later))
      : this.t('compose.goesOut');
    return html`<div class="compose gone" role="status">
      <span class="grow">${words}</span>
      ${this.fault ? html`<span class="s bad">${this.fault}</span>` : nothing}
      <button class="btn small" @click=${() => this.#takeBack(post)}>${this.t('compose.undo')}</button>
    </div>`;
  }

  #moment(iso: string): { day: string; time: string } {
    return { day: dayOf(iso, this.clock), time: timeOf(iso, this.clock) };
  }

  // 1. A kept draft is shown at once. 2. Else the server says to whom, which subject, from which mailbox. 3. Without it the mail
  // can be written all the same; what stands below it is asked for again when it is sent.
  async #begin(): Promise<void> {
    const { message, mode } = this;
    const { api } = this.connection;
    const name = draftName(api.server, `${mode} ${message?.id ?? this.about ?? this.to ?? 'new'}`);
    const kept = loadDraft(name);
    this.#name = name;
    this.#savedAt = kept?.savedAt ?? 0;
    this.#prepared = null;
    this.copies = false;
    this.fault = null;
    this.post = null;
    this.draft = kept ?? (message && mode !== 'new' ? null : this.#fresh(null));
    void this.#askSenders();
    if (!message || mode === 'new') return;
    const prepared = await prepare(api, mode, message.id).catch(() => null);
    if (name !== this.#name) return;
    this.#prepared = prepared;
    this.draft ??= this.#fresh(prepared);
  }

  async #askSenders(): Promise<void> {
    const page = await this.connection.api.get<{ items: Sender[] }>('/api/senders').catch(() => null);
    this.senders = page?.items ?? [];
    if (this.draft && !this.draft.from)
      this.draft = { ...this.draft, from: this.senders[0]?.mailbox.id ?? null };
  }

  #fresh(prepared: Prepared | null): Draft {
    const { message, mode } = this;
    const named = (this.to ?? '').split(/[,;]\s*/).filter(Boolean);
    const answers = message && mode !== 'new' && mode !== 'forward';
    const to = prepared?.to ?? (answers ? [message.from] : []);
    return {
      key: crypto.randomUUID(),
      mode,
      from: prepared?.from?.id ?? message?.mailbox?.id ?? this.senders[0]?.mailbox.id ?? null,
      to: [...to.map(choiceOf), ...named.map((text) => typedChoice(text, this.t('compose.noAddress')))],
      cc: (prepared?.cc ?? []).map(choiceOf),
      bcc: [],
      subject: prepared?.subject ?? message?.subject ?? this.subject ?? '',
      text: '',
      attachments: prepared?.attachments ?? [],
      quote: mode !== 'new',
      savedAt: 0,
    };
  }

  #set(change: Partial<Draft>): void {
    this.draft = { ...this.draft!, ...change };
    this.#savedAt = saveDraft(this.#name, this.draft);
    this.fault = null;
  }

  #mark(kind: Mark): void {
    const area = this.renderRoot.querySelector('textarea')!;
    const { text, from, to } = mark(kind, area.value, area.selectionStart, area.selectionEnd);
    area.value = text;
    area.focus();
    area.setSelectionRange(from, to);
    this.#set({ text });
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#send();
    }
    // Keys of the page (j, r, …) are letters here.
    event.stopPropagation();
  }

  async #attach(files: File[]): Promise<void> {
    this.fault = null;
    this.uploads = [...this.uploads, ...files.map(({ name }) => name)];
    for (const file of files) {
      const form = new FormData();
      form.append('file', file, file.name);
      try {
        const { id, name, size, type } = await this.connection.api.post<
          Row & { name: string; size: number; type: string }
        >('/api/documents', form);
        this.#set({ attachments: [...this.draft!.attachments, { id, name, size, type }] });
      } catch (thrown) {
        this.fault = this.t('compose.notAttached', { name: file.name, why: refusalOf(thrown).detail });
      }
      this.uploads = this.uploads.filter((name) => name !== file.name);
    }
  }

  async #send(later?: string): Promise<void> {
    for (const picker of this.renderRoot.querySelectorAll<Picker>('lobi-picker')) picker.settle();
    const draft = this.draft!;
    this.fault = this.#unready(draft);
    if (this.fault) return;
    const answers = draft.mode === 'reply' || draft.mode === 'reply-all';
    const post = new Post(this.connection, draft, {
      below: () => this.#below(draft),
      later: later ?? null,
      answers: answers ? this.message : null,
      forwards: draft.mode === 'forward' ? this.message : null,
      about: this.about ?? null,
    });
    this.post = post;
    post.onChange = () => this.#posted(post);
    await post.send();
  }

  #unready({ to, cc, bcc }: Draft): string | null {
    const all = [...to, ...cc, ...bcc];
    if (all.length === 0) return this.t('compose.nobody');
    const wrong = all.find((choice) => choice.fault ?? !isAddress(choice.detail ?? choice.key));
    return wrong ? this.t('compose.wrongAddress', { address: wrong.label }) : null;
  }

  #posted(post: Post): void {
    if (post !== this.post) return;
    if (post.state === 'failed') this.fault = this.#wordsOf(post.refusal!);
    if (post.state === 'gone') dropDraft(this.#name);
    if (post.state === 'done') {
      this.emit('lobi-message-send', { id: post.id, thread: this.message?.thread?.id ?? null });
      this.emit('lobi-composer-close');
      void this.#begin();
    }
    this.requestUpdate();
  }

  #wordsOf(refusal: Refusal): string {
    const each = refusal.errors.map(({ detail }) => detail).join(' ');
    return this.t('compose.failed', { why: each || refusal.detail || this.t('compose.tryAgain') });
  }

  // Taken back means written again: the same words stand in the field, with a new key.
  async #takeBack(post: Post): Promise<void> {
    const refusal = await post.takeBack();
    if (refusal) {
      this.fault = refusal.kind === 'conflict' ? this.t('compose.tooLate') : this.#wordsOf(refusal);
      this.requestUpdate();
      return;
    }
    this.post = null;
    this.#set({ ...post.draft, key: crypto.randomUUID() });
  }

  #discard(): void {
    dropDraft(this.#name);
    this.draft = this.#fresh(this.#prepared);
    this.#savedAt = 0;
    this.emit('lobi-composer-close');
  }

  // Signature and original as the server words them, or the signature alone where the original is not sent along.
  async #below(draft: Draft): Promise<Below> {
    if (draft.mode !== 'new' && draft.quote && this.message) {
      this.#prepared ??= await prepare(this.connection.api, draft.mode, this.message.id);
      return this.#prepared;
    }
    return signed(this.senders.find(({ mailbox }) => mailbox.id === draft.from)?.signature);
  }
}

define('lobi-composer', Composer);
