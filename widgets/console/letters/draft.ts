/**
 * `<lobi-letter-draft>`: a letter is written, in four steps that can be taken in any order: to whom, what, how, check. Every change
 * is kept at once; beside it stands what any of its readers will get, as the server would write it now.
 */
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import left from 'lucide-static/icons/chevron-left.svg?icon';
import right from 'lucide-static/icons/chevron-right.svg?icon';
import plane from 'lucide-static/icons/send.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import type { Row } from '../../kernel/refs.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { Page } from '../page.ts';
import { complain, toast } from '../toast.ts';
import { checkStep } from './check.ts';
import { draftStyles } from './draft.style.ts';
import { howStep } from './how.ts';
import type { GroupRow, LetterRow, Preview } from './letter-row.ts';
import { words } from './texts.ts';
import { whatStep } from './what.ts';
import { whomStep } from './whom.ts';

interface Sender {
  mailbox: { id: string; label: string };
  address: string;
  name: string;
}

/** Milliseconds after the last stroke until a change is kept. */
const rest = 600;

export class LetterDraft extends Page {
  static override texts = words;
  static override styles = [Page.styles, fieldStyles, draftStyles];
  static override properties: PropertyDeclarations = {
    ...Page.properties,
    letter: { attribute: false },
    typed: { state: true },
    preview: { state: true },
    refusal: { state: true },
    at: { state: true },
    senders: { state: true },
    busy: { state: true },
    cards: { state: true },
    later: { state: true },
  };

  declare letter: LetterRow;
  /** What was typed and is not kept yet. */
  declare typed: Partial<LetterRow>;
  declare preview: Preview | null;
  declare refusal: Refusal | null;
  /** Which reader's letter is shown, from 0. */
  declare at: number;
  declare senders: Sender[];
  declare busy: boolean;
  declare cards: Choice[] | null;
  /** When it shall leave, where not at once. */
  declare later: string | null;

  readonly groups = new ListWatch<GroupRow>(this, () => ({
    path: '/api/groups',
    params: { limit: 200, sort: 'name' },
    topics: ['list:group'],
  }));
  #timer: ReturnType<typeof setTimeout> | null = null;
  #keeping: Promise<void> = Promise.resolve();
  #shown = '';

  constructor() {
    super();
    this.typed = {};
    this.preview = null;
    this.refusal = null;
    this.at = 0;
    this.senders = [];
    this.busy = false;
    this.cards = null;
    this.later = null;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const version = `${this.letter.id} ${String(this.letter.version)} ${String(this.at)}`;
    if (version === this.#shown) return;
    if (!this.hasUpdated) void this.#begin();
    this.#shown = version;
    void this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.#keep();
  }

  override render(): TemplateResult {
    const going = this.preview?.counts.going ?? 0;
    return html`<div class="work draft">
      <header class="head">
        <div>
          <h1>${this.now.subject || this.t('letters.noSubject')}</h1>
          <small>${this.letter.fault ? this.t('letters.failedWhy', { why: this.letter.fault }) : this.t('letters.draftOf', { name: this.letter.author?.label ?? '' })}</small>
        </div>
        <span class="push">
          <button class="btn" ?disabled=${this.busy || going === 0} @click=${() => this.#test()}>${icon(plane)}${this.t('letters.test')}</button>
          <button class="btn first" ?disabled=${this.busy || going === 0} @click=${() => this.#send()}>
            ${this.t('letters.sendTo', { count: going })}
          </button>
        </span>
      </header>
      <div class="scroll">${whomStep(this)}${whatStep(this)}${howStep(this, this.senders)}${checkStep(this)}</div>
      <aside class="preview" aria-label=${this.t('letters.preview')}>${this.#reader()}</aside>
    </div>`;
  }

  /** The letter as it stands with what was typed. */
  get now(): LetterRow {
    return { ...this.letter, ...this.typed };
  }

  /** Keeps a change; `later` waits until nobody types. */
  set(change: Partial<LetterRow>, later = false): void {
    this.typed = { ...this.typed, ...change };
    if (this.#timer) clearTimeout(this.#timer);
    if (later) this.#timer = setTimeout(() => void this.#keep(), rest);
    else void this.#keep();
  }

  step(key: string, no: number, done: boolean, says: string, inside: TemplateResult): TemplateResult {
    return html`<section class="step" aria-label=${this.t(`letters.${key}`)}>
      <header>
        <i class="no ${done ? 'done' : ''}" aria-hidden="true">${done ? icon(check) : no}</i>
        <h2>${this.t(`letters.${key}`)}</h2>
        <small>${says}</small>
      </header>
      <div class="within">${inside}</div>
    </section>`;
  }

  #reader(): TemplateResult {
    const reader = this.preview?.recipients[0];
    const going = this.preview?.counts.going ?? 0;
    return html`<header>
        <b>${this.t('letters.preview')}</b>
        <span class="push line">
          <button class="btn plain only small" ?disabled=${this.at === 0} @click=${() => (this.at -= 1)}>${icon(left, this.t('letters.previous'))}</button>
          <span class="num two">${going === 0 ? '' : this.t('letters.nOf', { n: this.at + 1, all: going })}</span>
          <button class="btn plain only small" ?disabled=${this.at + 1 >= going} @click=${() => (this.at += 1)}>${icon(right, this.t('letters.next'))}</button>
        </span>
      </header>
      ${
        reader
          ? html`<div class="who"><a href="/people/${reader.card.entity}:${reader.card.id}">${reader.name}</a><small>${reader.address}</small></div>
              <article class="paper" lang=${this.now.language}><b>${reader.subject}</b>${reader.text.trim()}</article>`
          : html`<p class="who two">${this.t('letters.noReader')}</p>`
      }`;
  }

  async #begin(): Promise<void> {
    const page = await this.connection.api.get<{ items: Sender[] }>('/api/senders').catch(() => null);
    this.senders = page?.items ?? [];
    const { audience } = this.letter;
    if (!('cards' in audience) || audience.cards.length === 0) return;
    const found = await Promise.all(
      audience.cards.slice(0, 200).map(({ entity, id }) =>
        this.connection.api.get<Row & { name?: string }>(`/api/${entity}s/${id}`).then(
          (row): Choice => ({ key: id, label: String(row.name ?? ''), entity }),
          (): Choice => ({ key: id, label: id, entity }),
        ),
      ),
    );
    this.cards ??= found;
  }

  /** Asks how it would go out now. */
  async look(): Promise<void> {
    const asked = this.#shown;
    try {
      const preview = await this.connection.api.post<Preview & Row>(
        `/api/letters/${this.letter.id}/preview`,
        {
          from: this.at,
          limit: 1,
        },
      );
      if (asked !== this.#shown) return;
      this.preview = preview;
      this.refusal = null;
      if (this.at > 0 && this.at >= preview.counts.going) this.at = 0;
    } catch (thrown) {
      if (asked !== this.#shown) return;
      this.refusal = refusalOf(thrown);
      this.preview = null;
    }
  }

  /** Changes are kept one after the other, each on the version of the one before. */
  #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(async () => {
      const change = this.typed;
      if (Object.keys(change).length === 0) return;
      this.typed = {};
      const { attachments, mailbox, ...sent } = change;
      try {
        await this.connection.store.patch(this.letter, {
          ...sent,
          ...(attachments ? { attachments: attachments.map(({ id }) => id) } : {}),
          ...(mailbox === undefined ? {} : { mailbox }),
        });
      } catch (thrown) {
        this.typed = { ...change, ...this.typed };
        complain(this, thrown);
      }
    });
    return this.#keeping;
  }

  async #test(): Promise<void> {
    await this.#doing(async () => {
      await this.connection.api.post(`/api/letters/${this.letter.id}/test`);
      toast(this, this.t('letters.tested'));
    });
  }

  async #send(): Promise<void> {
    await this.#doing(async () => {
      const { preview, letter } = this;
      await this.connection.api.post(`/api/letters/${letter.id}/sending`, {
        sendAt: this.later,
        expects: {
          going: preview?.counts.going,
          ...(preview?.group ? { group: preview.group.version } : {}),
        },
      });
      const undo = () => this.connection.api.delete(`/api/letters/${letter.id}/sending`);
      toast(this, this.t('letters.sending'), { undo });
      this.emit('lobi-letter-send', { id: letter.id });
    });
  }

  /** What was typed is kept first; then one thing at a time. */
  async #doing(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await this.#keep();
      await work();
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }
}

define('lobi-letter-draft', LetterDraft);
