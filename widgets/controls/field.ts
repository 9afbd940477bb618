/**
 * `<lobi-field>`: one field of a form, drawn by its type; the mirror of the server's field types.
 *
 *   <lobi-field .field=${description} .value=${form.value(key)} .fault=${form.fault(key)}
 *     @lobi-field-change=${(event) => form.set(event.detail.key, event.detail.value)}></lobi-field>
 *
 * `lobi-field-change` { key, value } comes with every change, also of half-typed text.
 */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import './picker.ts';
import './tree.ts';
import { buttons } from '../kernel/buttons.ts';
import { define, LobiElement } from '../kernel/element.ts';
import type { FieldDescription } from '../kernel/form.ts';
import { labelOf } from '../kernel/form.ts';
import type { Page, Ref, Row } from '../kernel/refs.ts';
import { parseRef, pluralOf } from '../kernel/refs.ts';
import type { ContactPoint } from './contact-points.ts';
import { contactPointRows, contactStyles, faultsByRow } from './contact-points.ts';
import { fieldStyles } from './field-look.ts';
import type { Choice } from './picker.ts';
import { words } from './texts.ts';
import type { TreeNode } from './tree.ts';

/** What a field draws with. */
export interface FieldView {
  id: string;
  label: string;
  value: unknown;
  wrong: boolean;
  change: (value: unknown) => void;
}

const inputTypes: Record<string, string> = {
  number: 'number',
  day: 'date',
  email: 'email',
  phone: 'tel',
  link: 'url',
};

class Field extends LobiElement {
  static override texts = words;
  static override properties = {
    field: { attribute: false },
    value: { attribute: false },
    fault: {},
    faults: { attribute: false },
    hint: {},
    nodes: { state: true },
  };
  static override styles = [
    buttons,
    fieldStyles,
    contactStyles,
    css`
      fieldset {
        display: grid;
        gap: var(--lobi-space-1);
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      legend {
        padding: 0;
        margin-bottom: var(--lobi-space-1);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--lobi-space-4);
      }
    `,
  ];

  declare field: FieldDescription;
  declare value: unknown;
  declare fault: string | undefined;
  /** What is wrong by path, where a part of the value can show it itself: 'contactPoints.0.value' → its words. */
  declare faults: ReadonlyMap<string, string> | undefined;
  declare hint: string | undefined;
  declare nodes: TreeNode[];

  #set = '';

  constructor() {
    super();
    this.nodes = [];
  }

  override render() {
    const { label, required } = this.field;
    const view: FieldView = {
      id: 'field',
      label: labelOf(label, this.language),
      value: this.value,
      wrong: this.fault !== undefined && this.fault !== null && this.fault !== '',
      change: (value) => this.#change(value),
    };
    return html`${this.#draw(view, required === true)}
    ${this.hint ? html`<p class="s two" id="hint">${this.hint}</p>` : nothing}
    ${view.wrong && faultsByRow(this.faults).length === 0 ? html`<p class="fault" id="fault" role="alert">${this.fault}</p>` : nothing}`;
  }

  #draw(view: FieldView, required: boolean): TemplateResult {
    const { key, type, many } = this.field;
    const choices = (this.field.options?.length ?? 0) > 0;
    if (key === 'contactPoints') {
      return group(
        view.label,
        contactPointRows(this, (view.value ?? []) as ContactPoint[], view.change, faultsByRow(this.faults)),
      );
    }
    if (type === 'flag') return this.#check(view);
    if (type === 'criteria') return this.#criteria(view);
    if (type === 'reference') return this.#reference(view);
    if (choices && many) return group(view.label, this.#choices(view));
    if (choices) return labelled(view, this.#select(view, required));
    if (many) return this.#words(view);
    if (type === 'longText') return labelled(view, this.#long(view));
    return labelled(view, this.#input(view, required));
  }

  #input(view: FieldView, required: boolean): TemplateResult {
    const type = inputTypes[this.field.type] ?? 'text';
    const read = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      view.change(value === '' ? null : type === 'number' ? Number(value) : value);
    };
    return html`<input
      class="field ${view.wrong ? 'wrong' : ''}"
      id=${view.id}
      type=${type}
      step=${type === 'number' ? 'any' : nothing}
      .value=${String(view.value ?? '')}
      ?required=${required}
      ?readonly=${this.field.readOnly}
      aria-invalid=${view.wrong ? 'true' : nothing}
      aria-describedby=${view.wrong ? 'fault' : nothing}
      @input=${read}
    />`;
  }

  #long(view: FieldView): TemplateResult {
    const read = (event: Event) => view.change((event.target as HTMLTextAreaElement).value || null);
    return html`<textarea
      class="field ${view.wrong ? 'wrong' : ''}"
      id=${view.id}
      .value=${String(view.value ?? '')}
      @input=${read}
    ></textarea>`;
  }

  #select(view: FieldView, required: boolean): TemplateResult {
    const read = (event: Event) => view.change((event.target as HTMLSelectElement).value || null);
    return html`<select class="field ${view.wrong ? 'wrong' : ''}" id=${view.id} @change=${read}>
      ${required && view.value ? nothing : html`<option value="">${this.t('field.none')}</option>`}
      ${this.field.options!.map(
        ({ key, label }) =>
          html`<option value=${key} ?selected=${key === view.value}>${labelOf(label, this.language)}</option>`,
      )}
    </select>`;
  }

  #choices(view: FieldView): TemplateResult {
    const chosen = new Set((view.value ?? []) as string[]);
    const flip = (key: string) => {
      if (!chosen.delete(key)) chosen.add(key);
      view.change(this.field.options!.map((option) => option.key).filter((each) => chosen.has(each)));
    };
    return html`<div class="choices">
      ${this.field.options!.map(
        ({ key, label }) => html`<label class="check">
          <input type="checkbox" .checked=${chosen.has(key)} @change=${() => flip(key)} />${labelOf(label, this.language)}
        </label>`,
      )}
    </div>`;
  }

  #check(view: FieldView): TemplateResult {
    const read = (event: Event) => view.change((event.target as HTMLInputElement).checked);
    return html`<label class="check">
      <input type="checkbox" .checked=${view.value === true} @change=${read} />${view.label}
    </label>`;
  }

  // Tags and other lists of words: typed, ended by Enter or a comma.
  #words(view: FieldView): TemplateResult {
    const value = ((view.value ?? []) as string[]).map((word) => ({ key: word, label: word }));
    return html`<div class="labelled">
      <span class="label">${view.label}</span>
      <lobi-picker
        label=${view.label}
        many
        .value=${value}
        .accept=${(text: string) => ({ key: text, label: text })}
        @lobi-picker-change=${(event: CustomEvent<{ value: Choice[] }>) =>
          view.change(event.detail.value.map(({ key }) => key))}
      ></lobi-picker>
    </div>`;
  }

  #reference(view: FieldView): TemplateResult {
    const { many, of } = this.field;
    const refs = (many ? (view.value ?? []) : view.value ? [view.value] : []) as Ref[];
    const entities = of === undefined ? [] : [of].flat();
    const read = (event: CustomEvent<{ value: Choice[] }>) => {
      const chosen = event.detail.value.map(({ key, label }) => ({ ...parseRef(key)!, label }));
      view.change(many ? chosen : (chosen[0] ?? null));
    };
    return html`<div class="labelled">
      <span class="label">${view.label}</span>
      <lobi-picker
        label=${view.label}
        ?many=${many}
        .value=${refs.map(choiceOf)}
        .search=${(text: string) => this.#find(entities, text)}
        @lobi-picker-change=${read}
      ></lobi-picker>
    </div>`;
  }

  // The whole set is read once: it is a tree that people made by hand.
  #criteria(view: FieldView): TemplateResult {
    const [set = this.field.key] = this.field.of === undefined ? [] : [this.field.of].flat();
    if (this.#set !== set) void this.#readSet(set);
    const value = this.field.many
      ? ((view.value ?? []) as string[])
      : view.value
        ? [view.value as string]
        : [];
    return group(
      view.label,
      html`<lobi-tree
        label=${view.label}
        ?many=${this.field.many}
        .nodes=${this.nodes}
        .value=${value}
        @lobi-tree-change=${(event: CustomEvent<{ value: string[] }>) =>
          view.change(this.field.many ? event.detail.value : (event.detail.value[0] ?? null))}
      ></lobi-tree>`,
    );
  }

  async #readSet(set: string): Promise<void> {
    this.#set = set;
    const where = JSON.stringify({ field: 'set', is: set });
    const nodes: TreeNode[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Row & TreeNode> = await this.connection.api.list('/api/criteria', {
        where,
        limit: 200,
        cursor,
      });
      nodes.push(...page.items);
      cursor = page.next;
    } while (cursor);
    this.nodes = nodes;
  }

  async #find(entities: string[], q: string): Promise<Choice[]> {
    const { api } = this.connection;
    const pages = await Promise.all(
      entities.map((entity) => api.list<Row>(`/api/${pluralOf(entity)}`, { q, limit: 8 })),
    );
    return pages.flatMap(({ items }) => items.map((row) => choiceOf({ ...row, label: labelOfRow(row) })));
  }

  #change(value: unknown): void {
    this.value = value;
    this.emit('lobi-field-change', { key: this.field.key, value });
  }
}

function choiceOf({ entity, id, label }: Ref): Choice {
  return { key: `${entity}:${id}`, label: label ?? id, entity };
}

/** What to call a record that is chosen: its label, name, title or the two names of a person. */
export function labelOfRow(row: Row): string {
  const words = row as Record<string, unknown>;
  const spoken = [words.givenName, words.familyName].filter(Boolean).join(' ');
  return String(
    words.label ?? (spoken || (words.name ?? words.title ?? words.address ?? words.email ?? row.id)),
  );
}

function labelled(view: FieldView, control: TemplateResult): TemplateResult {
  return html`<div class="labelled"><label class="label" for=${view.id}>${view.label}</label>${control}</div>`;
}

function group(label: string, inside: TemplateResult): TemplateResult {
  return html`<fieldset><legend class="label">${label}</legend>${inside}</fieldset>`;
}

define('lobi-field', Field);
