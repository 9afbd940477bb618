/** How the composer looks: its rows, its text, its foot. What happens is in composer.ts. */
import type { TemplateResult } from 'lit';
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
import type { Choice } from '../../controls/picker.ts';
import type { Piece } from '../../kernel/box.ts';
import { dayOf, timeOf } from '../../kernel/dates.ts';
import { LobiElement } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { type Message, sizeOf } from '../messages.ts';
import { composerStyles } from './composer.style.ts';
import type { Draft } from './draft.ts';
import { laterMoments } from './later.ts';
import { findPeople, typedChoice } from './people-choices.ts';
import type { Post } from './post.ts';
import type { Sender } from './prepared.ts';
import { words } from './texts.ts';
import type { Mark } from './typing.ts';

export abstract class ComposerLook extends LobiElement {
  static override texts = words;
  static override styles = composerStyles;

  /** The mail that is answered or passed on. */
  declare message: Message | null;
  declare draft: Draft | null;
  declare copies: boolean;
  declare post: Post | null;
  /** Names of files on their way. */
  declare uploads: string[];
  declare fault: string | null;
  declare senders: Sender[];
  /** When the draft was kept, in milliseconds since 1970; 0 when it was not. */
  protected savedAt = 0;

  protected abstract set(change: Partial<Draft>): void;
  protected abstract attach(files: File[]): Promise<void>;
  protected abstract send(later?: string): Promise<void>;
  protected abstract takeBack(post: Post): Promise<void>;
  protected abstract mark(kind: Mark): void;
  protected abstract discard(): void;
  protected abstract key(event: KeyboardEvent): void;

  override render(): Piece {
    const { draft } = this;
    if (this.post?.state === 'gone') return this.#goneOut(this.post);
    if (!draft) return html`<div class="compose" aria-busy="true"></div>`;
    return html`<lobi-drop @lobi-files-drop=${(event: CustomEvent<{ files: File[] }>) => this.attach(event.detail.files)}>
      <div class="compose" role="group" aria-label=${this.t(`compose.${draft.mode}`)} @keydown=${this.key}>
        ${this.#people(draft)}${this.#subject(draft)}
        <textarea
          aria-label=${this.t('compose.text')}
          .value=${draft.text}
          @input=${(event: Event) => this.set({ text: (event.target as HTMLTextAreaElement).value })}
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
        @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => this.set({ [key]: event.detail.value })}
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
      <select id="from" @change=${(event: Event) => this.set({ from: (event.target as HTMLSelectElement).value })}>
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
        @input=${(event: Event) => this.set({ subject: (event.target as HTMLInputElement).value })}
      />
    </div>`;
  }

  #quoted(draft: Draft): Piece {
    if (!this.message || draft.mode === 'new') return nothing;
    return html`<label class="quote s two">
      <input type="checkbox" .checked=${draft.quote} @change=${() => this.set({ quote: !draft.quote })} />
      ${this.t('compose.quote')}
    </label>`;
  }

  #files(draft: Draft): Piece {
    if (draft.attachments.length + this.uploads.length === 0) return nothing;
    return html`<ul class="files" aria-label=${this.t('compose.files')}>
      ${draft.attachments.map(
        (file) => html`<li class="chip">
          ${icon(clip)}<span class="cut">${file.name}</span><span class="three">${sizeOf(file.size, this.language)}</span>
          <button @click=${() => this.set({ attachments: draft.attachments.filter((each) => each !== file) })}>
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
        <button class="btn first" ?disabled=${busy || this.uploads.length > 0} @click=${() => this.send()}>
          ${this.t(busy ? 'compose.sending' : 'compose.send')}
        </button>
        <lobi-menu
          look="first only"
          label=${this.t('compose.sendLater')}
          .acts=${acts}
          @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => this.send(event.detail.key)}
          >${icon(down)}</lobi-menu
        >
      </span>
      ${tool(clip, 'compose.attach', () => this.renderRoot.querySelector<Drop>('lobi-drop')!.choose())}
      ${tool(bold, 'compose.bold', () => this.mark('bold'))}${tool(list, 'compose.list', () => this.mark('list'))}
      ${tool(link, 'compose.link', () => this.mark('link'))}
      <span class="push s two" role="status">${this.savedAt ? this.t('compose.saved', { time: timeOf(this.savedAt, this.clock) }) : nothing}</span>
      ${tool(bin, 'compose.discard', () => this.discard())}
    </footer>`;
  }

  #goneOut(post: Post): TemplateResult {
    return html`<div class="compose gone" role="status">
      <span class="grow">${this.#fateOf(post)}</span>
      ${this.fault ? html`<span class="s bad">${this.fault}</span>` : nothing}
      <button class="btn small" @click=${() => this.takeBack(post)}>${this.t('compose.undo')}</button>
    </div>`;
  }

  #fateOf({ held, later }: Post): string {
    if (held !== null) return this.t('compose.held', { why: held });
    return later ? this.t('compose.goesLater', this.#moment(later)) : this.t('compose.goesOut');
  }

  #moment(iso: string): { day: string; time: string } {
    return { day: dayOf(iso, this.clock), time: timeOf(iso, this.clock) };
  }
}
