/**
 * `<lobi-composer>`: a mail is written. `to="ewa@firma.example"`, `about="person:ID"`, `subject`; from a thread it is given the mail it
 * answers (`.message`) and how (`.mode`). Every change is kept as a draft; sending can be taken back for 10 seconds.
 *
 * Events: `lobi-message-send` { id, thread } once it is on its way, `lobi-composer-close` {} when it has nothing more to say.
 */
import type { PropertyValues } from 'lit';
import type { Picker } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { pathOf, type Row } from '../../kernel/refs.ts';
import { type Refusal, refusalOf } from '../../kernel/refusal.ts';
import { ComposerLook } from './composer-look.ts';
import { type Draft, draftName, dropDraft, loadDraft, saveDraft } from './draft.ts';
import { choiceOf, isAddress, typedChoice } from './people-choices.ts';
import { Post } from './post.ts';
import { type Below, type Mode, type Prepared, prepare, type Sender, signed } from './prepared.ts';
import { type Mark, mark } from './typing.ts';

class Composer extends ComposerLook {
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
  declare mode: Mode;

  #about = '';
  #name = '';
  #greeted = false;
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
    this.#takeFocus(60);
  }

  // The parts around the field may still wait for their words, and what is not drawn takes no focus.
  #takeFocus(tries: number): void {
    const first = this.draft && this.draft.to.length > 0 ? 'textarea' : 'lobi-picker';
    const field = this.renderRoot.querySelector<HTMLElement>(first);
    if (field && field.getClientRects().length === 0 && tries > 0) {
      requestAnimationFrame(() => this.#takeFocus(tries - 1));
      return;
    }
    field?.focus();
    if (field instanceof HTMLTextAreaElement) field.setSelectionRange(field.value.length, field.value.length);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.post?.leave();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // The same mail read again is another object; only another mail, or another way of answering it, begins anew.
    const subject = `${this.mode} ${this.message?.id ?? this.about ?? this.to ?? 'new'}`;
    if (subject !== this.#about) void this.#begin(subject);
  }

  // Once there is something to write in. What changed before the words were here is not told again, so it is not asked.
  protected override updated(): void {
    if (this.draft && !this.#greeted) this.focus();
    this.#greeted = this.draft !== null;
  }

  // 1. A kept draft is shown at once. 2. Else the server says to whom, which subject, from which mailbox. 3. Without it the mail
  // can be written all the same; what stands below it is asked for again when it is sent.
  async #begin(subject: string): Promise<void> {
    const { message, mode } = this;
    const { api } = this.connection;
    const name = draftName(api.server, subject);
    this.#about = subject;
    const kept = loadDraft(name);
    this.#name = name;
    this.savedAt = kept?.savedAt ?? 0;
    this.#prepared = null;
    this.copies = false;
    this.fault = null;
    this.post = null;
    this.draft = kept ?? (message && mode !== 'new' ? null : this.#fresh(null));
    void this.#askSenders();
    if (!message || mode === 'new') return;
    const [prepared, greeting] = await Promise.all([
      prepare(api, mode, message.id).catch(() => null),
      this.#greeting(),
    ]);
    if (name !== this.#name) return;
    this.#prepared = prepared;
    this.draft ??= { ...this.#fresh(prepared), text: greeting };
  }

  async #askSenders(): Promise<void> {
    const page = await this.connection.api.get<{ items: Sender[] }>('/api/senders').catch(() => null);
    this.senders = page?.items ?? [];
    if (this.draft && !this.draft.from)
      this.draft = { ...this.draft, from: this.senders[0]?.mailbox.id ?? null };
  }

  // An answer begins as its reader is spoken to: 'Şule Hanım,'.
  async #greeting(): Promise<string> {
    const card = this.message?.direction === 'in' ? this.message.from.card : null;
    if (this.mode === 'forward' || card?.entity !== 'person') return '';
    const person = await this.connection.api
      .get<{ formOfAddress?: string | null }>(pathOf(card))
      .catch(() => null);
    return person?.formOfAddress ? `${person.formOfAddress},\n\n` : '';
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

  protected override set(change: Partial<Draft>): void {
    this.draft = { ...this.draft!, ...change };
    this.savedAt = saveDraft(this.#name, this.draft);
    this.fault = null;
  }

  protected override mark(kind: Mark): void {
    const area = this.renderRoot.querySelector('textarea')!;
    const { text, from, to } = mark(kind, area.value, area.selectionStart, area.selectionEnd);
    area.value = text;
    area.focus();
    area.setSelectionRange(from, to);
    this.set({ text });
  }

  protected override key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.send();
    }
    // Keys of the page (j, r, …) are letters here.
    event.stopPropagation();
  }

  protected override async attach(files: File[]): Promise<void> {
    this.fault = null;
    this.uploads = [...this.uploads, ...files.map(({ name }) => name)];
    for (const file of files) {
      const form = new FormData();
      form.append('file', file, file.name);
      try {
        const { id, name, size, type } = await this.connection.api.post<
          Row & { name: string; size: number; type: string }
        >('/api/documents', form);
        this.set({ attachments: [...this.draft!.attachments, { id, name, size, type }] });
      } catch (thrown) {
        this.fault = this.t('compose.notAttached', { name: file.name, why: refusalOf(thrown).detail });
      }
      this.uploads = this.uploads.filter((name) => name !== file.name);
    }
  }

  protected override async send(later?: string): Promise<void> {
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
      this.#about = '';
      this.requestUpdate();
    }
    this.requestUpdate();
  }

  #wordsOf(refusal: Refusal): string {
    const each = refusal.errors.map(({ detail }) => detail).join(' ');
    return this.t('compose.failed', { why: each || refusal.detail || this.t('compose.tryAgain') });
  }

  // Taken back means written again: the same words stand in the field, with a new key.
  protected override async takeBack(post: Post): Promise<void> {
    const refusal = await post.takeBack();
    if (refusal) {
      this.fault = refusal.kind === 'conflict' ? this.t('compose.tooLate') : this.#wordsOf(refusal);
      this.requestUpdate();
      return;
    }
    this.post = null;
    this.set({ ...post.draft, key: crypto.randomUUID() });
  }

  protected override discard(): void {
    dropDraft(this.#name);
    this.draft = this.#fresh(this.#prepared);
    this.savedAt = 0;
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
