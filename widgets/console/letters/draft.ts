/**
 * `<lobi-letter-draft>`: a letter is written, in four steps that can be taken in any order: to whom, what, how, check. Every change
 * is kept at once; beside it stands what any of its readers will get, as the server would write it now.
 */
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import left from 'lucide-static/icons/chevron-left.svg?icon';
import right from 'lucide-static/icons/chevron-right.svg?icon';
import clip from 'lucide-static/icons/paperclip.svg?icon';
import plus from 'lucide-static/icons/plus.svg?icon';
import plane from 'lucide-static/icons/send.svg?icon';
import alert from 'lucide-static/icons/triangle-alert.svg?icon';
import cross from 'lucide-static/icons/x.svg?icon';
import '../../controls/drop.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import '../../controls/menu.ts';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { icon } from '../../kernel/icons.ts';
import { ListWatch } from '../../kernel/list-watch.ts';
import { numberOf } from '../../kernel/numbers.ts';
import type { Row } from '../../kernel/refs.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { failing } from '../failing.ts';
import { faultWords } from '../fault.ts';
import { Page } from '../page.ts';
import { sizeOf } from '../size.ts';
import { complain, toast } from '../toast.ts';
import { draftStyles } from './draft.style.ts';
import { howStep } from './how.ts';
import type { Audience, GroupRow, LetterRow, Preview } from './letter-row.ts';
import { fields } from './letter-row.ts';
import { words } from './texts.ts';

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
    void this.#look();
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
      <div class="scroll">${this.#whom()}${this.#what()}${howStep(this, this.senders)}${this.#check()}</div>
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

  #whom(): TemplateResult {
    const counts = this.preview?.counts;
    const says = counts ? this.t('letters.whomSays', { going: counts.going, skipped: counts.skipped }) : '';
    return this.step(
      'whom',
      1,
      (counts?.going ?? 0) > 0,
      says,
      html`${this.#audience()}
      ${this.preview?.sentence ? html`<p class="sentence">${this.preview.sentence}</p>` : nothing}
      ${this.refusal ? this.#refused(this.refusal) : this.#reasons()}`,
    );
  }

  #audience(): TemplateResult {
    const { audience } = this.now;
    const group = 'group' in audience ? audience.group : null;
    const pick = (event: Event) => {
      const id = (event.target as HTMLSelectElement).value;
      this.set({ audience: id === '' ? { cards: [] } : { group: id } });
    };
    const others = 'of' in audience;
    return html`<div class="whom">
        <div class="labelled">
          <label class="label" for="group">${this.t('letters.group')}</label>
          <select class="field" id="group" @change=${pick}>
            <option value="" ?selected=${group === null}>${this.t(others ? 'letters.byConditions' : 'letters.byHand')}</option>
            ${this.groups.items.map(({ id, name }) => html`<option value=${id} ?selected=${id === group}>${name}</option>`)}
          </select>
        </div>
        <div>
          ${
            group === null
              ? html`<a class="btn" href="/people/groups/new">${icon(plus)}${this.t('letters.newGroup')}</a>`
              : html`<a class="btn" href="/people/groups/${group}">${this.t('letters.changeGroup')}</a>`
          }
        </div>
      </div>
      ${group === null && !others ? this.#byHand() : nothing}`;
  }

  #byHand(): TemplateResult {
    return html`<lobi-picker
      many
      label=${this.t('letters.pick')}
      .value=${this.cards ?? []}
      .search=${(text: string) => this.#findCards(text)}
      @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => {
        this.cards = event.detail.value;
        const cards = event.detail.value.map(({ key, entity }) => ({ entity: entity ?? 'person', id: key }));
        this.set({ audience: { cards } as Audience });
      }}
    ></lobi-picker>`;
  }

  #refused(refusal: Refusal): TemplateResult {
    const [first] = refusal.errors ?? [];
    if (refusal.kind !== 'invalid') return failing(refusal, () => this.#look());
    return html`<p class="hint amber" role="alert">${icon(alert)}<span>${first ? faultWords(this, first) : refusal.detail}</span></p>`;
  }

  #reasons(): TemplateResult | typeof nothing {
    const { preview } = this;
    if (!preview || preview.counts.all === 0) return nothing;
    return html`<ul class="reasons">
      <li><span class="num">${numberOf(this.language, preview.counts.going)}</span><i class="going"></i><span>${this.t('letters.going')}</span></li>
      ${preview.skipped.map(
        ({ reason, count, cards }) => html`<li>
          <span class="num">${numberOf(this.language, count)}</span><i></i>
          <details>
            <summary>${this.t(`letters.skip.${reason}`)}</summary>
            <ul>
              ${cards.map(({ entity, id, label }) => html`<li><a href="/people/${entity}:${id}">${label}</a></li>`)}
              ${count > cards.length ? html`<li>${this.t('letters.andMore', { count: count - cards.length })}</li>` : nothing}
            </ul>
          </details>
        </li>`,
      )}
    </ul>`;
  }

  #what(): TemplateResult {
    const { subject, text, attachments } = this.now;
    const done = subject.trim() !== '' && (text ?? '').trim() !== '';
    const says = this.t('letters.whatSays', { count: attachments.length });
    const fieldActs = fields.map((key) => ({ key, label: this.t(`letters.field.${key}`) }));
    return this.step(
      'what',
      2,
      done,
      says,
      html`<lobi-drop @lobi-files-drop=${(event: CustomEvent<{ files: File[] }>) => this.#attach(event.detail.files)}>
        <div class="write">
          <div class="subject">
            <label class="label" for="subject">${this.t('letters.subject')}</label>
            <input
              id="subject"
              autocomplete="off"
              maxlength="500"
              .value=${subject}
              @input=${(event: Event) => this.set({ subject: (event.target as HTMLInputElement).value }, true)}
            />
          </div>
          <div class="tools">
            <lobi-menu
              look="plain small"
              label=${this.t('letters.field')}
              .acts=${fieldActs}
              @lobi-menu-choose=${(event: CustomEvent<{ key: string }>) => this.#insert(event.detail.key)}
              >${icon(plus)}<span>${this.t('letters.field')}</span></lobi-menu
            >
            <label class="btn plain small">
              ${icon(clip)}<span>${this.t('letters.attach')}</span>
              <input class="say-only" type="file" multiple @change=${(event: Event) => this.#chosen(event)} />
            </label>
          </div>
          <textarea
            id="text"
            aria-label=${this.t('letters.text')}
            placeholder=${this.t('letters.textHint')}
            .value=${text ?? ''}
            @input=${(event: Event) => this.set({ text: (event.target as HTMLTextAreaElement).value }, true)}
          ></textarea>
          ${
            attachments.length === 0
              ? nothing
              : html`<div class="files">
                  ${attachments.map(
                    ({ id, name, size }) =>
                      html`<span class="chip"
                        >${icon(clip)}${name} <small>${sizeOf(size, this.language)}</small
                        ><button class="out" aria-label=${this.t('letters.detach', { name })} @click=${() => this.#detach(id)}>${icon(cross)}</button></span
                      >`,
                  )}
                </div>`
          }
        </div>
      </lobi-drop>`,
    );
  }

  #check(): TemplateResult {
    const { preview, now } = this;
    const gaps = preview?.gaps ?? [];
    const ready = preview !== null && preview.counts.going > 0;
    const item = (wrong: boolean, says: string) =>
      html`<li class=${wrong ? 'wrong' : ''}>${wrong ? icon(alert) : icon(check)}<span>${says}</span></li>`;
    return this.step(
      'check',
      4,
      ready && gaps.length === 0,
      gaps.length === 0 ? '' : this.t('letters.checkSays', { count: gaps.length }),
      html`<ul class="checks">
        ${ready ? nothing : item(true, this.t('letters.nobodyYet'))}
        ${now.subject.trim() === '' ? item(true, this.t('letters.needsSubject')) : nothing}
        ${(now.text ?? '').trim() === '' && !now.html ? item(true, this.t('letters.needsText')) : nothing}
        ${gaps.map(({ field, count, cards }) =>
          item(
            true,
            this.t('letters.gap', {
              count,
              field: this.t(`letters.field.${field}`),
              name: cards[0]?.label ?? '',
            }),
          ),
        )}
        ${preview && gaps.length === 0 && ready ? item(false, this.t('letters.noGaps')) : nothing}
        ${item(false, this.t('letters.wayOut'))}
        ${preview && preview.size > 5_000_000 ? item(true, this.t('letters.large', { size: sizeOf(preview.size, this.language) })) : nothing}
      </ul>`,
    );
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

  async #look(): Promise<void> {
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

  async #findCards(q: string): Promise<Choice[]> {
    const pages = await Promise.all(
      ['person', 'organisation'].map((entity) =>
        this.connection.api
          .list<Row & { name?: string }>(`/api/${entity}s`, { q, limit: 6 })
          .catch(() => null),
      ),
    );
    return pages.flatMap((page) =>
      (page?.items ?? []).map((row) => ({ key: row.id, label: String(row.name ?? ''), entity: row.entity })),
    );
  }

  #insert(field: string): void {
    const area = this.renderRoot.querySelector<HTMLTextAreaElement>('#text')!;
    const word = `{{${field}}}`;
    const { selectionStart: from, selectionEnd: to, value } = area;
    area.value = value.slice(0, from) + word + value.slice(to);
    area.focus();
    area.setSelectionRange(from + word.length, from + word.length);
    this.set({ text: area.value }, true);
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    void this.#attach([...(input.files ?? [])]);
    input.value = '';
  }

  async #attach(files: File[]): Promise<void> {
    for (const file of files) {
      const form = new FormData();
      form.append('file', file, file.name);
      try {
        const { id, name, size, type } = await this.connection.api.post<
          Row & { name: string; size: number; type: string }
        >('/api/documents', form);
        this.set({ attachments: [...this.now.attachments, { id, name, size, type }] });
      } catch (thrown) {
        complain(this, thrown);
      }
    }
  }

  #detach(id: string): void {
    this.set({ attachments: this.now.attachments.filter((each) => each.id !== id) });
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
