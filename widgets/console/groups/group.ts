/**
 * `<lobi-group-page>`: a group is built. What is asked stands as a sentence above its conditions; beside it who belongs to it now,
 * and why somebody is in or out.
 */
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import check from 'lucide-static/icons/check.svg?icon';
import list from 'lucide-static/icons/list.svg?icon';
import mail from 'lucide-static/icons/mail.svg?icon';
import { fieldStyles } from '../../controls/field-look.ts';
import '../../controls/picker.ts';
import type { Choice } from '../../controls/picker.ts';
import { define } from '../../kernel/element.ts';
import { langs } from '../../kernel/i18n.ts';
import { icon } from '../../kernel/icons.ts';
import type { Row } from '../../kernel/refs.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { refusalOf } from '../../kernel/refusal.ts';
import { RecordWatch } from '../../kernel/watch.ts';
import { failing } from '../failing.ts';
import { refusalWords } from '../fault.ts';
import { Page } from '../page.ts';
import { go } from '../route.ts';
import { nameOfLang } from '../start/language.ts';
import { complain, toast } from '../toast.ts';
import './conditions.ts';
import { groupStyles } from './group.style.ts';
import type { Explained, GroupRow, Question, Seen } from './group-row.ts';
import { fresh } from './group-row.ts';
import { membersOf, whyNot } from './members.ts';
import { words } from './texts.ts';

/** Milliseconds after the last change until it is asked. */
const rest = 300;

export class GroupPage extends Page {
  static override texts = words;
  static override styles = [Page.styles, fieldStyles, groupStyles];
  static override properties: PropertyDeclarations = {
    ...Page.properties,
    typed: { state: true },
    seen: { state: true },
    refusal: { state: true },
    busy: { state: true },
    asked: { state: true },
    spoken: { state: true },
    why: { state: true },
  };

  declare typed: Partial<Question>;
  declare seen: Seen | null;
  declare refusal: Refusal | null;
  /** The language in which the sentence is read; the reader's own where none was chosen. */
  declare spoken: 'tr' | 'pl' | 'en' | null;
  declare busy: boolean;
  declare asked: Choice[];
  declare why: Explained | null;

  readonly group = new RecordWatch<GroupRow>(this, () =>
    this.#id ? { entity: 'group', id: this.#id } : null,
  );
  #timer: ReturnType<typeof setTimeout> | null = null;
  #look = '';
  #names = new Map<string, Choice>();

  constructor() {
    super();
    this.typed = {};
    this.seen = null;
    this.refusal = null;
    this.spoken = null;
    this.busy = false;
    this.asked = [];
    this.why = null;
  }

  get #id(): string | null {
    const id = this.route.parts[1] ?? 'new';
    return id === 'new' ? null : id;
  }

  get #now(): Question {
    return { ...fresh, ...this.group.row, ...this.typed };
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.#id && !this.group.row) return;
    const { of, where, asOf, pinned, excluded } = this.#now;
    const look = JSON.stringify({ of, where, asOf, pinned, excluded });
    if (look === this.#look) return;
    this.#look = look;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), this.seen ? rest : 0);
  }

  protected override updated(): void {
    this.emit('lobi-page-title', { title: this.#now.name || this.t('groups.new'), back: '/people/groups' });
  }

  override render(): TemplateResult {
    if (this.#id && !this.group.row)
      return this.group.refusal
        ? failing(this.group.refusal, () => this.group.refetch())
        : html`<div class="bones"></div>`;
    const now = this.#now;
    return html`<div class="work group">
      ${this.#head(now)}
      <div class="scroll">${this.#says()}${this.#asks(now)}${this.#byHand(now)}</div>
      <aside class="aside" aria-label=${this.t('groups.members')}>${membersOf(this)}${whyNot(this, now)}</aside>
    </div>`;
  }

  #head(now: Question): TemplateResult {
    const dirty = Object.keys(this.typed).length > 0 || this.#id === null;
    // A list asks by conditions alone.
    const plain = now.pinned.length === 0 && now.excluded.length === 0;
    return html`<header class="head">
      <div>
        <h1 class="say-only">${now.name || this.t('groups.new')}</h1>
        <input
          class="field"
          aria-label=${this.t('groups.name')}
          placeholder=${this.t('groups.nameHint')}
          maxlength="120"
          .value=${now.name}
          @input=${(event: Event) => this.#set({ name: (event.target as HTMLInputElement).value })}
        />
        <small>${this.t('groups.askedAgain')}</small>
      </div>
      <span class="push">
        <label class="check"><input type="checkbox" .checked=${now.shared} @change=${(event: Event) => this.#set({ shared: (event.target as HTMLInputElement).checked })} />${this.t('groups.shared')}</label>
        <button class="btn" ?disabled=${this.busy || !dirty || now.name.trim() === ''} @click=${() => this.#save()}>${icon(check)}${this.t('groups.save')}</button>
        ${plain && !dirty ? html`<a class="btn" href="/people?of=${now.of}&group=${this.#id}">${icon(list)}${this.t('groups.list')}</a>` : nothing}
        <button class="btn first" ?disabled=${this.busy || this.#id === null || dirty} @click=${() => this.#write()}>${icon(mail)}${this.t('groups.write')}</button>
      </span>
    </header>`;
  }

  #says(): TemplateResult {
    const spoken = this.spoken ?? (this.language as 'en');
    return html`<section class="part">
      <div class="line">
        <h2>${this.t('groups.says')}</h2>
        <span class="push line">
          ${langs.map((lang) => html`<button class="chip ${lang === spoken ? 'on' : ''}" aria-pressed=${lang === spoken ? 'true' : 'false'} @click=${() => this.#speak(lang)}>${nameOfLang[lang]}</button>`)}
        </span>
      </div>
      ${
        this.refusal
          ? html`<p class="hint amber" role="alert">${refusalWords(this, this.refusal)}</p>`
          : html`<p class="sentence" lang=${spoken} role="status">${this.seen?.sentence[spoken] ?? ''}</p>`
      }
    </section>`;
  }

  #asks(now: Question): TemplateResult {
    return html`<section class="part">
      <div class="line">
        <h2>${this.t('groups.who')}</h2>
        <span class="push line">
          ${
            this.#id === null
              ? html`<select class="field fit" aria-label=${this.t('groups.of')} @change=${(event: Event) => this.#set({ of: (event.target as HTMLSelectElement).value as 'person', where: { all: [] }, pinned: [], excluded: [] })}>
                  ${(['person', 'organisation'] as const).map((of) => html`<option value=${of} ?selected=${of === now.of}>${this.t(`groups.of.${of}`)}</option>`)}
                </select>`
              : html`<span class="two">${this.t(`groups.of.${now.of}`)}</span>`
          }
          <label class="line s two">${this.t('groups.asOf')}<input class="field" type="date" .value=${now.asOf ?? ''} @change=${(event: Event) => this.#set({ asOf: (event.target as HTMLInputElement).value || null })} /></label>
        </span>
      </div>
      <lobi-conditions
        .of=${now.of}
        .where=${now.where}
        @lobi-conditions-change=${(event: CustomEvent<{ where: Record<string, unknown> | null }>) => this.#set({ where: event.detail.where ?? { all: [] } })}
      ></lobi-conditions>
    </section>`;
  }

  #byHand(now: Question): TemplateResult {
    const picker = (key: 'pinned' | 'excluded') => html`<div class="labelled">
      <span class="label">${this.t(`groups.${key}`)}</span>
      <lobi-picker
        many
        label=${this.t(`groups.${key}`)}
        .value=${now[key].map((id) => this.#choice(id))}
        .search=${(text: string) => this.find(text)}
        @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) => this.#set({ [key]: event.detail.value.map((each) => each.key) })}
      ></lobi-picker>
    </div>`;
    return html`<section class="part"><h2>${this.t('groups.byHand')}</h2>${picker('pinned')}${picker('excluded')}</section>`;
  }

  #set(change: Partial<Question>): void {
    this.typed = { ...this.typed, ...change };
    this.why = null;
  }

  #speak(lang: 'tr' | 'pl' | 'en'): void {
    this.spoken = lang;
    this.requestUpdate();
  }

  #choice(id: string): Choice {
    const known = this.#names.get(id);
    if (known) return known;
    const choice: Choice = { key: id, label: '…', entity: this.#now.of };
    this.#names.set(id, choice);
    void this.connection.api.get<Row & { name?: string }>(`/api/${this.#now.of}s/${id}`).then(
      (row) => {
        this.#names.set(id, { ...choice, label: String(row.name ?? id) });
        this.requestUpdate();
      },
      () => {
        this.#names.set(id, { ...choice, label: id });
      },
    );
    return choice;
  }

  /** Cards of the group's kind by what was typed. */
  async find(q: string): Promise<Choice[]> {
    const page = await this.connection.api.list<Row & { name?: string }>(`/api/${this.#now.of}s`, {
      q,
      limit: 8,
    });
    return page.items.map((row) => {
      const choice: Choice = { key: row.id, label: String(row.name ?? ''), entity: row.entity };
      this.#names.set(row.id, choice);
      return choice;
    });
  }

  get #question() {
    const { of, where, asOf, pinned, excluded } = this.#now;
    return { of, where, asOf, pinned, excluded };
  }

  async #ask(): Promise<void> {
    const look = this.#look;
    try {
      const seen = await this.connection.api.post<Seen & Row>('/api/groups/preview', this.#question);
      if (look !== this.#look) return;
      this.seen = seen;
      this.refusal = null;
    } catch (thrown) {
      if (look === this.#look) this.refusal = refusalOf(thrown);
    }
  }

  /** Asks why a card is in or out. */
  async explain(chosen: Choice[]): Promise<void> {
    this.asked = chosen;
    this.why = null;
    const [card] = chosen;
    if (!card) return;
    try {
      this.why = await this.connection.api.post<Explained & Row>('/api/groups/explain', {
        question: this.#question,
        card: card.key,
      });
    } catch (thrown) {
      complain(this, thrown);
    }
  }

  async #save(): Promise<void> {
    this.busy = true;
    try {
      const row = this.group.row;
      if (row) await this.connection.store.patch(row, this.typed);
      else {
        const { name, shared } = this.#now;
        const made = await this.connection.api.post('/api/groups', { name, shared, ...this.#question });
        go(`/people/groups/${made.id}`, 'replace');
      }
      this.typed = {};
      toast(this, this.t('groups.saved'));
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }

  async #write(): Promise<void> {
    this.busy = true;
    try {
      const letter = await this.connection.api.post('/api/letters', { audience: { group: this.#id } });
      go(`/mail/letters/${letter.id}`);
    } catch (thrown) {
      complain(this, thrown);
    } finally {
      this.busy = false;
    }
  }
}

define('lobi-group-page', GroupPage);
