/**
 * `<lobi-comment-box about="person:ID">`: what one says to colleagues about a card. `@` and a few letters offer colleagues; who is
 * chosen is called upon. Ctrl Enter says it. With `.comment` it changes one that stands.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { avatar } from '../../controls/avatar.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import { define } from '../../kernel/element.ts';
import type { Ref, Row } from '../../kernel/refs.ts';
import { parseRef } from '../../kernel/refs.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { refusalWords } from '../fault.ts';
import { Page } from '../page.ts';
import { words } from './texts.ts';

export interface Comment extends Row {
  about: Ref;
  text: string;
  mentions: string[];
  author: Ref;
}

interface Colleague extends Row {
  givenName: string;
  familyName: string;
}

const rest = 120;
const kept = 'lobi.comment.';

export class CommentBox extends Page {
  static override texts = words;
  static override properties = {
    ...Page.properties,
    about: {},
    comment: { attribute: false },
    text: { state: true },
    offered: { state: true },
    at: { state: true },
    fault: { state: true },
    busy: { state: true },
  };
  static override styles = [
    Page.styles,
    fieldStyles,
    css`
      :host {
        height: auto;
        position: relative;
      }
      form {
        display: grid;
        gap: var(--lobi-space-2);
      }
      textarea.field {
        min-height: 34px;
        height: 34px;
        padding-block: 6px;
        max-height: 240px;
        resize: none;
      }
      textarea.field:focus,
      .open textarea.field {
        height: auto;
        field-sizing: content;
      }
      ul {
        position: absolute;
        z-index: 4;
        inset-inline: 0;
        top: 100%;
        margin: 0;
        padding: 4px;
        border: 1px solid var(--lobi-border-strong);
        border-radius: var(--lobi-radius);
        background: var(--lobi-surface-1);
        box-shadow: var(--lobi-shadow);
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--lobi-space-2);
        min-height: 32px;
        padding: 0 var(--lobi-space-2);
        border-radius: 4px;
        cursor: pointer;
      }
      li[aria-selected='true'] {
        background: var(--lobi-accent-soft);
      }
      @media (pointer: coarse) {
        li {
          min-height: 44px;
        }
      }
    `,
  ];

  declare about: string;
  declare comment: Comment | undefined;
  declare text: string;
  declare offered: Colleague[];
  declare at: number;
  declare fault: string;
  declare busy: boolean;
  /** Names as they stand in the text, with who is meant. */
  #called = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.text = '';
    this.offered = [];
    this.at = 0;
    this.fault = '';
    this.busy = false;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('comment') && this.comment) this.text = this.comment.text;
    else if (changed.has('about') && !this.comment)
      this.text = sessionStorage.getItem(kept + this.about) ?? '';
  }

  override render(): TemplateResult {
    const open = this.text !== '' || this.comment !== undefined;
    return html`<form class=${open ? 'open' : ''} @submit=${this.#send}>
      <textarea
        class="field"
        rows="1"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls=${this.offered.length ? 'colleagues' : nothing}
        aria-label=${this.t('comments.say')}
        placeholder=${this.t('comments.placeholder')}
        .value=${this.text}
        @input=${this.#typed}
        @keydown=${this.#key}
        @blur=${() => setTimeout(() => (this.offered = []), 150)}
      ></textarea>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${
        open
          ? html`<div class="line">
              <button class="btn first small" ?disabled=${this.busy || this.text.trim() === ''}>${this.t(this.comment ? 'form.save' : 'comments.send')}<kbd>Ctrl ↵</kbd></button>
              ${this.comment ? html`<button class="btn plain small" type="button" @click=${() => this.emit('lobi-comment-close')}>${this.t('form.leave')}</button>` : nothing}
            </div>`
          : nothing
      }
    </form>
    ${this.offered.length ? html`<ul id="colleagues" role="listbox" aria-label=${this.t('comments.colleagues')}>${this.offered.map((who, at) => this.#colleague(who, at))}</ul>` : nothing}`;
  }

  #colleague(who: Colleague, at: number): TemplateResult {
    const name = nameOf(who);
    return html`<li role="option" aria-selected=${at === this.at} @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.#choose(who)}>
      ${avatar({ name, entity: 'user' }, this.language)}<span class="cut">${name}</span>
    </li>`;
  }

  get #area(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea')!;
  }

  /** What stands between the last @ and the cursor; null where no colleague is being named. */
  get #asked(): string | null {
    const before = this.#area.value.slice(0, this.#area.selectionStart);
    return /(?:^|\s)@([\p{L}][\p{L} .'-]{0,30}|)$/u.exec(before)?.[1] ?? null;
  }

  #typed(): void {
    this.text = this.#area.value;
    if (!this.comment) sessionStorage.setItem(kept + this.about, this.text);
    if (this.#timer) clearTimeout(this.#timer);
    const asked = this.#asked;
    if (asked === null) {
      this.offered = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#find(asked), rest);
  }

  async #find(q: string): Promise<void> {
    const page = await this.connection.api
      .list<Colleague>('/api/users', { q: q || null, limit: 6 })
      .catch(() => null);
    if (this.#asked !== q) return;
    this.offered = page?.items ?? [];
    this.at = 0;
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#send(event);
    } else if (this.offered.length && (key === 'ArrowDown' || key === 'ArrowUp')) {
      event.preventDefault();
      this.at = (this.at + (key === 'ArrowDown' ? 1 : this.offered.length - 1)) % this.offered.length;
    } else if (this.offered.length && (key === 'Enter' || key === 'Tab')) {
      event.preventDefault();
      this.#choose(this.offered[this.at]!);
    } else if (key === 'Escape') {
      event.stopPropagation();
      if (this.offered.length) this.offered = [];
      else if (this.comment) this.emit('lobi-comment-close');
      else this.#area.blur();
    }
  }

  #choose(who: Colleague): void {
    const area = this.#area;
    const start = area.value.slice(0, area.selectionStart).lastIndexOf('@');
    const name = nameOf(who);
    this.#called.set(name, who.id);
    area.setRangeText(`@${name} `, start, area.selectionStart, 'end');
    this.text = area.value;
    this.offered = [];
    area.focus();
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy || this.text.trim() === '') return;
    const { store } = this.connection;
    const mentions = [...this.#called].filter(([name]) => this.text.includes(`@${name}`)).map(([, id]) => id);
    this.busy = true;
    this.fault = '';
    try {
      if (this.comment) {
        const still = [...new Set([...this.comment.mentions, ...mentions])];
        await store.patch(this.comment, { text: this.text, mentions: still });
      } else await store.create('/api/comments', { about: parseRef(this.about), text: this.text, mentions });
      sessionStorage.removeItem(kept + this.about);
      this.text = '';
      this.#called.clear();
      this.emit('lobi-comment-close');
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      const unseen = refusal.errors.find(({ code }) => code === 'unseen');
      this.fault = unseen ? this.t('comments.unseen') : refusalWords(this, refusal);
    } finally {
      this.busy = false;
    }
  }
}

function nameOf({ givenName, familyName }: Colleague): string {
  return `${givenName} ${familyName ?? ''}`.trim();
}

define('lobi-comment-box', CommentBox);
