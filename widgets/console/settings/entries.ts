/** A room of the settings that lists entries, each with a form that opens in its place; one form is open at a time. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import plus from 'lucide-static/icons/plus.svg?icon';
import type { Choice } from '../../controls/picker.ts';
import { icon } from '../../kernel/icons.ts';
import type { Row } from '../../kernel/refs.ts';
import type { Saying } from '../../kernel/saying.ts';
import { saying } from '../../kernel/saying.ts';
import type { Answers, Values } from '../answers.ts';
import type { User } from '../session.ts';
import { nameOfUser } from '../session.ts';
import { SettingsRoom } from './room.ts';

export interface EntryForm {
  /** Fields whose faults stand under them; what is refused beside them is said above. */
  names: string[];
  fields: TemplateResult;
  /** What its first button says. */
  done: string;
  save: (values: Values) => Promise<unknown>;
}

export abstract class EntriesRoom<T extends Row> extends SettingsRoom {
  static override properties = { ...SettingsRoom.properties, editing: { state: true } };
  static override styles: import('lit').CSSResultGroup = [
    SettingsRoom.styles,
    css`
      .whole {
        grid-column: 1 / -1;
        margin-bottom: 0;
      }
    `,
  ];

  /** Id of the entry whose form is open, or 'new'. */
  declare editing: string | null;
  abstract readonly answers: Answers;

  constructor() {
    super();
    this.editing = null;
  }

  protected abstract row(entry: T): TemplateResult;
  protected abstract form(entry: T | null): EntryForm;

  /** Opens the form of an entry; null is a new one. */
  protected open(entry: T | null): void {
    this.answers.clear();
    this.editing = entry?.id ?? 'new';
  }

  protected shut(): void {
    this.editing = null;
    this.answers.clear();
  }

  protected adder(label: string): TemplateResult {
    return html`<button class="btn first" ?disabled=${this.editing === 'new'} @click=${() => this.open(null)}>${icon(plus)}${label}</button>`;
  }

  /** The form of a new entry, where it is open. */
  protected fresh(): TemplateResult | typeof nothing {
    return this.editing === 'new' ? this.#drawn(null) : nothing;
  }

  protected list(entries: readonly T[], none: Saying): TemplateResult | typeof nothing {
    if (entries.length === 0) return this.editing === 'new' ? nothing : saying(none);
    return html`<ul class="rows">
      ${entries.map((entry) => (entry.id === this.editing ? html`<li>${this.#drawn(entry)}</li>` : this.row(entry)))}
    </ul>`;
  }

  #drawn(entry: T | null): TemplateResult {
    const { answers } = this;
    const { names, fields, done, save } = this.form(entry);
    const said = answers.said(names);
    return html`<form class="sheet form whole" @submit=${answers.submit(save)} @keydown=${this.#key}>
      ${said ? html`<p class="hint red" role="alert">${said}</p>` : nothing} ${fields}
      <div class="line">
        <button class="btn first" ?disabled=${answers.busy}>${done}</button>
        <button class="btn plain" type="button" @click=${() => this.shut()}>${this.t('form.leave')}</button>
      </div>
    </form>`;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.shut();
  }

  /** Colleagues for a picker, by what is typed. */
  protected colleagues = async (q: string): Promise<Choice[]> => {
    const { items } = await this.connection.api.list<User>('/api/users', { q, limit: 8 });
    return items.map((user) => ({ key: `user:${user.id}`, label: nameOfUser(user), detail: user.email }));
  };
}
